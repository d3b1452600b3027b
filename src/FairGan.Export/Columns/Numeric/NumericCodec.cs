using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// Encodes a column of numbers: atoms (values with a large share of the rows, such as a capital gain of 0) and quantile bins.
/// Inside a bin a value is sampled from the inverse of the empirical distribution, stored as a piecewise-linear function.
/// </summary>
internal sealed partial record NumericCodec : ColumnCodec
{
    /// <summary>The most decimal places that values are rounded to.</summary>
    internal const int MostDecimals = 9;

    private const long MostMultiple = 1L << 52;
    private const long MostParts = 1L << 32;

    /// <summary>The measure of plain numbers.</summary>
    internal const string MeasureOfNumbers = "numbers";

    /// <summary>A codec over given symbols.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="isInteger">Whether all values are whole numbers.</param>
    /// <param name="decimals">Decimal places that generated values are rounded to; -1 for none.</param>
    /// <param name="atoms">Values with a symbol of their own, ascending.</param>
    /// <param name="edges">Ascending edges between the bins: bin b holds what is above edge b-1 and at most edge b.</param>
    /// <param name="knots">For every bin, the values at equal steps of probability, from its lowest to its highest.</param>
    /// <param name="hasMissing">Whether the column has missing cells.</param>
    /// <exception cref="FormatException">The parts contradict each other.</exception>
    [JsonConstructor]
    public NumericCodec(string name, bool isInteger, int decimals, IReadOnlyList<double> atoms, IReadOnlyList<double> edges, IReadOnlyList<IReadOnlyList<double>> knots, bool hasMissing)
        : base(name, hasMissing)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(knots);
        if (decimals < -1 || decimals > MostDecimals
            || edges.Count != Math.Max(0, knots.Count - 1)
            || knots.Any(bin => bin is null || bin.Count < 2 || bin.Count != knots[0].Count || bin.Any(value => !double.IsFinite(value)))
            || !Ascending.IsSorted(atoms) || !Ascending.IsSorted(edges)
            || (atoms.Count + knots.Count == 0 && !hasMissing))
        {
            throw new FormatException($"The atoms and bins of column '{name}' contradict each other.");
        }

        IsInteger = isInteger;
        Decimals = decimals;
        Atoms = atoms;
        Edges = edges;
        Knots = knots;
    }

    /// <summary>The format of the numbers, as an example in the form of <see cref="NumberFormat"/>; null for the plain format.</summary>
    /// <exception cref="FormatException">It is no such example.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format
    {
        get;
        init
        {
            Written = value is null ? null : NumberFormat.Parse(value);
            field = value;
        }
    }

    /// <summary>The same, parsed.</summary>
    internal NumberFormat? Written { get; private init; }

    /// <summary>Whether all values are whole numbers.</summary>
    public bool IsInteger { get; }

    /// <summary>Decimal places that generated values are rounded to; -1 for none.</summary>
    public int Decimals { get; }

    /// <summary>Smallest distance between two generated values in units of the last decimal place, 2 to 2⁵²; null for 1.</summary>
    /// <exception cref="FormatException">It is out of its range, or nothing is rounded.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Multiple
    {
        get;
        init => field = value is null || (value is >= 2 and <= MostMultiple && Decimals >= 0) ? value
            : throw new FormatException($"The values of column '{Name}' cannot be multiples of {value}.");
    }

    /// <summary>How many units of the last decimal place generated values lie above multiples of <see cref="Multiple"/>, 1 or more and less than that; null for 0.</summary>
    /// <exception cref="FormatException">It is below 1.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Offset
    {
        get;
        init => field = value is null or (>= 1 and <= MostMultiple) ? value : throw new FormatException($"The values of column '{Name}' cannot be offset by {value} from multiples.");
    }

    /// <summary>The number by which <see cref="Multiple"/> is divided, 2 to 2³²: generated values are the nearest to multiples of a fraction; null for 1.</summary>
    /// <exception cref="FormatException">It is out of its range.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Parts
    {
        get;
        init => field = value is null or (>= 2 and <= MostParts) ? value : throw new FormatException($"The values of column '{Name}' cannot be multiples of a fraction with the denominator {value}.");
    }

    /// <summary>The same as <see cref="Multiple"/> of the cells themselves, where the numbers are their differences from another column's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CellMultiple { get; init; }

    /// <summary>The same as <see cref="Parts"/> of those cells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CellParts
    {
        get;
        init => field = value is null or (>= 2 and <= MostParts) ? value : throw new FormatException($"The values of column '{Name}' cannot be multiples of a fraction with the denominator {value}.");
    }

    /// <summary>The same as <see cref="Offset"/> of those cells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CellOffset { get; init; }

    /// <summary>
    /// All values of the bins, ascending, where they are few: a bin's sampled number is mapped to one of them, so
    /// that no other is generated. Null if numbers between them are generated as well.
    /// </summary>
    /// <exception cref="FormatException">They do not ascend, or a bin has none of them.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Values
    {
        get;
        init
        {
            Places = value is null ? null : ValuePlaces.Of(this, value);
            field = value;
        }
    }

    /// <summary>The same, where all that a pattern has are such values; it is not part of the file, which has what the pattern follows from.</summary>
    internal PatternValues? Pattern
    {
        get;
        init
        {
            Places = value is null ? Places : ValuePlaces.Of(this, value);
            field = value;
        }
    }

    /// <summary>All values of the bins, listed or in a pattern; null if numbers between any are generated as well.</summary>
    internal IReadOnlyList<double>? Listed => Values ?? Pattern;

    /// <summary>The same as <see cref="Knots"/> as places in <see cref="Listed"/>; the nearest whole number is the index of the sampled value. Null if there are none.</summary>
    internal IReadOnlyList<IReadOnlyList<double>>? Places { get; private init; }

    /// <summary>The rounding of values.</summary>
    internal NumberGrid Grid => new(Decimals, Multiple ?? 1) { Offset = Offset ?? 0, Parts = Parts ?? 1 };

    /// <summary>Values with a symbol of their own, ascending: symbols 0 and up.</summary>
    public IReadOnlyList<double> Atoms { get; }

    /// <summary>Edges between the bins, ascending; the bins' symbols follow the atoms'.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>For every bin, the values at equal steps of probability, from its lowest to its highest.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Knots { get; }

    /// <inheritdoc/>
    public override ColumnKind Kind => IsInteger ? ColumnKind.Integer : ColumnKind.Real;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? CellFormat => Format;

    /// <inheritdoc/>
    public override int SymbolCount => Atoms.Count + Knots.Count + (HasMissing ? 1 : 0);

    /// <summary>Fits a codec to a column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">All cells, NaN where missing.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    /// <exception cref="FormatException">A value is infinite; the message names its row.</exception>
    public static NumericCodec Fit(string name, ReadOnlySpan<double> values, CodecOptions options) => Fit(name, values, options, []);

    /// <summary>Fits a codec to a column, some of whose values end a bin.</summary>
    internal static NumericCodec Fit(string name, ReadOnlySpan<double> values, CodecOptions options, IReadOnlyList<double> ends)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        double[] present = NumericFitter.Present(name, values);
        Array.Sort(present);
        var (distinct, counts) = NumericFitter.Distinct(present);
        return Fit(name, new NumberCounts(distinct, counts, present.Length < values.Length) { Ends = ends }, options);
    }

    /// <summary>Fits a codec to how often each number occurs.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    internal static NumericCodec Fit(string name, NumberCounts numbers, CodecOptions options)
    {
        NumericCodec codec = options.MinRows > 0 ? ProtectedFitter.Fit(name, numbers, options) : NumericFitter.Fit(name, numbers, options);
        if (numbers.Cells is not { Numbers: var cells, Rows: var rows } || codec.Decimals < 0)
        {
            return codec;
        }

        NumberGrid grid = NumericFitter.GridOf(cells, rows, rows.Sum(), codec.Decimals, Math.Max(0, options.MinRows - 1));
        return grid.Multiple == 1 ? codec : codec with { CellMultiple = grid.Multiple, CellParts = grid.Parts > 1 ? grid.Parts : null, CellOffset = grid.Offset > 0 ? grid.Offset : null };
    }

    /// <inheritdoc/>
    public int EncodeNearest(double number)
    {
        int symbol = Encode(number);
        if (symbol >= 0)
        {
            return symbol;
        }

        if (Atoms.Count == 0)
        {
            return MissingSymbol;
        }

        int after = Ascending.LowerBound(Atoms, number);
        return after == Atoms.Count || (after > 0 && number - Atoms[after - 1] <= Atoms[after] - number) ? after - 1 : after;
    }

    /// <summary>The symbol that codes a value.</summary>
    /// <param name="value">The value; NaN where missing.</param>
    /// <returns>The symbol; -1 for a missing value where the column had none, and for a value outside all bins.</returns>
    public int Encode(double value)
    {
        if (double.IsNaN(value))
        {
            return MissingSymbol;
        }

        int atom = Ascending.LowerBound(Atoms, value);
        if (atom < Atoms.Count && Atoms[atom] == value)
        {
            return atom;
        }

        return Knots.Count == 0 ? -1 : Atoms.Count + Ascending.LowerBound(Edges, value);
    }

    /// <summary>
    /// A value of a symbol, as the generator's file computes it.
    /// </summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="uniform">Where inside the symbol, from 0 to 1; only bins use it.</param>
    public double Decode(int symbol, double uniform)
    {
        if (symbol == MissingSymbol)
        {
            return double.NaN;
        }

        if (symbol < Atoms.Count)
        {
            return Atoms[symbol];
        }

        var knots = (Places ?? Knots)[symbol - Atoms.Count];
        double position = uniform * (knots.Count - 1);
        int piece = Math.Min((int)position, knots.Count - 2);
        double inside = knots[piece] + ((knots[piece + 1] - knots[piece]) * (position - piece));
        return Listed is null ? Rounded(inside) : Listed[(int)Math.Round(inside, MidpointRounding.ToEven)];
    }

    /// <summary>The same numbers with every negative zero, which rounding makes, as plain zero; they are changed in place.</summary>
    internal static double[] WithPlainZeros(double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += 0.0;
        }

        return values;
    }

    /// <summary>The least value; 0 where there is none.</summary>
    internal double Least => Rounded(Atoms.Take(1).Concat(Knots.Take(1).Select(bin => bin[0] + (Grid.Step / 4))).DefaultIfEmpty().Min());

    /// <summary>A value rounded as generated values are.</summary>
    public double Rounded(double value) => Grid.Round(value);

    /// <inheritdoc/>
    public override int SymbolOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return MissingSymbol;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Written?.TryParse(text, out value) != true)
        {
            return -1;
        }

        int symbol = Encode(value);
        return symbol < Atoms.Count ? symbol : -1;
    }

    /// <inheritdoc/>
    public override string Describe(int symbol)
    {
        if (symbol == MissingSymbol)
        {
            return "(missing)";
        }

        return symbol < Atoms.Count
            ? Atoms[symbol].ToString("R", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Decode(symbol, 0):R}..{Decode(symbol, 1):R}");
    }

    /// <summary>Equal where all that decides about the coding is equal.</summary>
    /// <param name="other">The codec to compare with.</param>
    public bool Equals(NumericCodec? other) =>
        other is not null && Name == other.Name && HasMissing == other.HasMissing && IsInteger == other.IsInteger && Decimals == other.Decimals && Multiple == other.Multiple && Parts == other.Parts && CellParts == other.CellParts && Offset == other.Offset && CellMultiple == other.CellMultiple && CellOffset == other.CellOffset && Format == other.Format
        && (Values is null ? other.Values is null : other.Values is not null && Values.SequenceEqual(other.Values))
        && Atoms.SequenceEqual(other.Atoms) && Edges.SequenceEqual(other.Edges)
        && Knots.Count == other.Knots.Count && Knots.Zip(other.Knots).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, IsInteger, Decimals, Multiple, Atoms.Count, Knots.Count, HasMissing);

    internal override bool IsWhole => IsInteger;

    internal override bool ChoosesInside => Knots.Count > 0;

    internal override string Measure => MeasureOfNumbers;

    internal override int SumDecimals => Decimals;

    internal override string EmitValues(ICellGraph cells) => NumericNodes.Values(this, cells);

    internal override string EmitOnLattice(GraphBuilder graph, string values, string low, (double Least, double Greatest) range) =>
        CellMultiple is not { } multiple ? values : NumericNodes.OnLattice(new NumberGrid(Decimals, multiple) { Offset = CellOffset ?? 0, Parts = CellParts ?? 1 }, graph, values, low);
}
