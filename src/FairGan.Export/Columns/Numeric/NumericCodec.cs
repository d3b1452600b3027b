using System.Globalization;
using System.Text.Json.Serialization;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// Codes a column of numbers: atoms (values that hold a large share of the rows, such as a capital gain of 0) and quantile bins.
/// Inside a bin a value is drawn from the inverse of the empirical distribution, kept as a piecewise-linear function.
/// </summary>
public sealed partial record NumericCodec : ColumnCodec
{
    // Rows that may need more digits than the column is rounded to: a handful of odd cells must not decide how all are written.
    private const double OddDigits = 0.01;
    private const int MostDecimals = 9;

    // A bin with more of the column's variance is cut, into parts of some rows each, for no row shall have a symbol of its own.
    private const double MostVarianceInBin = 0.0005;
    private const int LeastRowsOfCut = 5;

    // Values that are kept as they are: so many at most, and where no more rows than this share hold one that no other row does. Of
    // further real rows as many would hold a new one (Good 1953).
    private const int MostValues = 4096;
    private const double MostHeldOnce = 0.1;

    // How far a value's rows are spread to either side among the places of values: a little less than half, so that none is rounded to
    // a value of another bin. And what two numbers may differ by and be the same, in steps: 20.15 times 100 is less than 2015.
    private const double Spread = 0.4999;
    private const double Slack = 1e-6;

    // Steps that amounts are rounded to, and of days a week.
    private static readonly int[] s_multiples = [1000, 500, 250, 200, 100, 50, 25, 20, 10, 7, 5, 2];

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
            || !Ascends(atoms) || !Ascends(edges)
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

    /// <summary>How the numbers are written, as an example in the form of <see cref="NumberFormat"/>; null for the plain way.</summary>
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

    /// <summary>How many units of the last decimal place generated values are multiples of, 2 to 1,000; null for 1.</summary>
    /// <exception cref="FormatException">It is out of its range, or nothing is rounded.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Multiple
    {
        get;
        init => field = value is null || (value is >= 2 and <= 1000 && Decimals >= 0) ? value
            : throw new FormatException($"The values of column '{Name}' cannot be multiples of {value}.");
    }

    /// <summary>
    /// All values of the bins, ascending, where they are few: a bin's drawn number becomes the one of them whose rows it falls among, so
    /// that no other is made. Null where numbers between them are drawn as well.
    /// </summary>
    /// <exception cref="FormatException">They do not ascend, or a bin has none of them.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Values
    {
        get;
        init
        {
            Places = value is null ? null : PlacesOf(value);
            field = value;
        }
    }

    /// <summary>The same as <see cref="Knots"/> as places in <see cref="Values"/>; the nearest whole number is the place of the value drawn. Null where there are none.</summary>
    internal IReadOnlyList<IReadOnlyList<double>>? Places { get; private init; }

    /// <summary>What values are rounded to.</summary>
    internal NumberGrid Grid => new(Decimals, Multiple ?? 1);

    /// <summary>Values with a symbol of their own, ascending: symbols 0 and up.</summary>
    public IReadOnlyList<double> Atoms { get; }

    /// <summary>Edges between the bins, ascending; the bins' symbols follow the atoms'.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>For every bin, the values at equal steps of probability, from its lowest to its highest.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Knots { get; }

    /// <inheritdoc/>
    public override ColumnKind Kind => IsInteger ? ColumnKind.Integer : ColumnKind.Real;

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
        double[] present = Present(name, values);
        Array.Sort(present);
        var (distinct, counts) = Distinct(present);
        return Fit(name, distinct, counts, present.Length < values.Length, options, ends: ends);
    }

    /// <summary>Fits a codec to how often each number occurs.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="distinct">The numbers, ascending.</param>
    /// <param name="counts">Rows of every number.</param>
    /// <param name="hasMissing">Whether the column has missing cells.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    /// <param name="isSample">Whether the numbers are some of the column's only, each standing for others near it.</param>
    /// <param name="ends">Values that no bin goes beyond.</param>
    internal static NumericCodec Fit(string name, double[] distinct, long[] counts, bool hasMissing, CodecOptions options, bool isSample = false, IReadOnlyList<double>? ends = null)
    {
        long rows = counts.Sum();
        bool integer = rows > 0 && Array.TrueForAll(distinct, v => v == Math.Floor(v) && Math.Abs(v) < 1L << 53);
        int decimals = integer ? 0 : DecimalsOf(distinct, counts, rows);
        if (distinct.Length <= options.NumericSymbols)
        {
            return new NumericCodec(name, integer, decimals, distinct, [], [], hasMissing);
        }

        var atoms = new List<double>();
        var rest = new List<int>();
        for (int i = 0; i < distinct.Length; i++)
        {
            if ((double)counts[i] * options.NumericSymbols > rows)
            {
                atoms.Add(distinct[i]);
            }
            else
            {
                rest.Add(i);
            }
        }

        int? multiple = decimals < 0 ? null : MultipleOf(distinct, counts, rows, decimals);
        double halfStep = new NumberGrid(decimals, multiple ?? 1).Step / 2;
        var knots = new List<IReadOnlyList<double>>();
        var edges = new List<double>();
        double upper = 0;
        var inBins = new List<int>();
        bool hasGaps = false;
        var bins = Bins(rest, counts, Math.Max(1, options.NumericSymbols - atoms.Count)).ToList();
        CutWide(bins, distinct, counts, options.NumericSymbols / 4);
        CutAt(bins, distinct, ends ?? []);
        foreach (var bin in bins)
        {
            if (bin.Count == 1 && rest.Count > 1)
            {
                atoms.Add(distinct[bin[0]]);
                continue;
            }

            double lower = distinct[bin[0]];
            if (knots.Count > 0)
            {
                edges.Add(upper + ((lower - upper) / 2));
            }

            knots.Add(Quantiles(bin, distinct, counts, halfStep, options.PiecesPerBin));
            upper = distinct[bin[^1]];
            inBins.AddRange(bin);
            hasGaps |= upper - lower > ((bin.Count - 1) + Slack) * 2 * halfStep;
        }

        atoms.Sort();
        return new NumericCodec(name, integer, decimals, atoms, edges, knots, hasMissing)
        {
            Multiple = multiple,
            Values = !isSample && hasGaps && inBins.Count <= MostValues && inBins.Count(i => counts[i] == 1) <= MostHeldOnce * inBins.Sum(i => counts[i])
                ? inBins.ConvertAll(i => distinct[i]) : null,
        };
    }

    /// <summary>The symbol that codes a value.</summary>
    /// <param name="value">The value; NaN where missing.</param>
    /// <returns>The symbol; -1 for a missing value where the column had none, and for a value that no bin can hold.</returns>
    public int Encode(double value)
    {
        if (double.IsNaN(value))
        {
            return MissingSymbol;
        }

        int atom = Search(Atoms, value);
        if (atom < Atoms.Count && Atoms[atom] == value)
        {
            return atom;
        }

        return Knots.Count == 0 ? -1 : Atoms.Count + Search(Edges, value);
    }

    /// <summary>
    /// A value of a symbol, as the generator's file draws it.
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
        return Values is null ? Rounded(inside) : Values[(int)Math.Round(inside, MidpointRounding.ToEven)];
    }

    /// <summary>A value of a symbol that lies in a range, whichever way it is rounded.</summary>
    internal double Decode(int symbol, double uniform, double least, double most)
    {
        double value = Decode(symbol, uniform);
        if (!(value < least) && !(value > most))
        {
            return value;
        }

        if (Values is not null && symbol >= Atoms.Count)
        {
            var (first, last) = PlacesIn(Values, least, most);
            return Values[Math.Clamp(value < least ? first : last, 0, Values.Count - 1)];
        }

        return Decimals < 0 ? Math.Clamp(value, least, most) : value < least ? Grid.Ceiling(least) : Grid.Floor(most);
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
    internal double Rounded(double value) => Grid.Round(value);

    /// <summary>The part of a bin whose values, rounded, lie in a range: an interval of <see cref="Decode(int, double)"/>'s uniform number; empty where the ends are not in order.</summary>
    /// <param name="symbol">A bin's symbol.</param>
    /// <param name="least">Least value of the range.</param>
    /// <param name="most">Greatest value of the range.</param>
    internal (double Low, double High) Inside(int symbol, double least, double most)
    {
        var knots = (Places ?? Knots)[symbol - Atoms.Count];
        if (Values is not null)
        {
            var (low, high) = PlacesIn(Values, least, most);
            (least, most) = (low - 0.5, high + 0.5);
        }
        else
        {
            (least, most) = (Grid.Ceiling(least, -0.5), Grid.Floor(most, 0.5));
        }

        if (least > most || least > knots[^1] || most < knots[0])
        {
            return (1, 0);
        }

        int first = 0, last = knots.Count - 1;
        while (first < last && knots[first + 1] < least)
        {
            first++;
        }

        while (last > 0 && knots[last - 1] > most)
        {
            last--;
        }

        return (
            knots[first] >= least ? 0 : (first + ((least - knots[first]) / (knots[first + 1] - knots[first]))) / (knots.Count - 1),
            knots[last] <= most ? 1 : (last - ((knots[last] - most) / (knots[last] - knots[last - 1]))) / (knots.Count - 1));
    }

    /// <inheritdoc/>
    public override int SymbolOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return MissingSymbol;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
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
        other is not null && Name == other.Name && HasMissing == other.HasMissing && IsInteger == other.IsInteger && Decimals == other.Decimals && Multiple == other.Multiple && Format == other.Format
        && (Values is null ? other.Values is null : other.Values is not null && Values.SequenceEqual(other.Values))
        && Atoms.SequenceEqual(other.Atoms) && Edges.SequenceEqual(other.Edges)
        && Knots.Count == other.Knots.Count && Knots.Zip(other.Knots).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, IsInteger, Decimals, Multiple, Atoms.Count, Knots.Count, HasMissing);

    private static bool Ascends(IReadOnlyList<double> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] < values[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    // The first position whose value is at least the one sought.
    private static int Search(IReadOnlyList<double> ascending, double value)
    {
        int low = 0, high = ascending.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ascending[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // The first and the last place of the values in a range; the first is after the last where there is none.
    private (int First, int Last) PlacesIn(IReadOnlyList<double> values, double least, double most)
    {
        double slack = Slack * Grid.Step;
        return (Search(values, least - slack), Search(values, Math.BitIncrement(most + slack)) - 1);
    }

    private double[][] PlacesOf(IReadOnlyList<double> values)
    {
        var places = new double[Knots.Count][];
        int first = Ascends(values) ? 0 : values.Count;
        for (int bin = 0; bin < places.Length; bin++)
        {
            int after = bin < Edges.Count ? Search(values, Math.BitIncrement(Edges[bin])) : values.Count;
            if (after <= first)
            {
                throw new FormatException($"The values of column '{Name}' contradict its bins.");
            }

            places[bin] = [.. Knots[bin].Select(knot => PlaceOf(knot, values, first, after - 1))];
            first = after;
        }

        return places;
    }

    // Where among the values a number lies: a whole number at each, and beside it as far as its rows are spread.
    private double PlaceOf(double number, IReadOnlyList<double> values, int first, int last)
    {
        int place = Math.Clamp(Search(values, number), first, last);
        place -= place > first && number - values[place - 1] < values[place] - number ? 1 : 0;
        return place + (Decimals < 0 ? 0 : Math.Clamp((number - values[place]) / Grid.Step, -Spread, Spread));
    }

    private static double[] Present(string name, ReadOnlySpan<double> values)
    {
        var present = new double[values.Length];
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity(values[row]))
            {
                throw new FormatException($"Column '{name}', row {row}: the value is infinite; correct it, or leave the cell empty if it is missing.");
            }

            if (!double.IsNaN(values[row]))
            {
                present[count++] = values[row] == 0 ? 0 : values[row]; // -0 and 0 are one value
            }
        }

        return present[..count];
    }

    private static (double[] Distinct, long[] Counts) Distinct(double[] ascending)
    {
        var distinct = new List<double>();
        var counts = new List<long>();
        foreach (double value in ascending)
        {
            if (distinct.Count > 0 && distinct[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                distinct.Add(value);
                counts.Add(1);
            }
        }

        return ([.. distinct], [.. counts]);
    }

    private static int DecimalsOf(double[] distinct, long[] counts, long rows)
    {
        for (int decimals = 0; decimals <= MostDecimals; decimals++)
        {
            double scale = Math.Pow(10, decimals);
            long odd = 0;
            for (int i = 0; i < distinct.Length; i++)
            {
                double scaled = distinct[i] * scale;
                if (!(Math.Abs(scaled) < 1L << 50))
                {
                    return -1;
                }

                if (Math.Round(scaled) / scale != distinct[i])
                {
                    odd += counts[i];
                }
            }

            if (odd <= OddDigits * rows)
            {
                return decimals;
            }
        }

        return -1;
    }

    // The greatest step that all but a handful of rows keep.
    private static int? MultipleOf(double[] distinct, long[] counts, long rows, int decimals)
    {
        foreach (int multiple in s_multiples)
        {
            var grid = new NumberGrid(decimals, multiple);
            if (distinct.Zip(counts).Where(value => grid.Round(value.First) != value.First).Sum(value => value.Second) <= OddDigits * rows)
            {
                return multiple;
            }
        }

        return null;
    }

    // Contiguous runs of distinct values that hold about the same number of rows each.
    private static IEnumerable<List<int>> Bins(List<int> rest, long[] counts, int bins)
    {
        double total = rest.Sum(i => counts[i]), seen = 0;
        int closed = 0;
        var bin = new List<int>();
        for (int k = 0; k < rest.Count; k++)
        {
            double after = seen + counts[rest[k]];
            double target = total * (closed + 1) / bins;
            // Close before this value where that comes nearer to the target than closing after it.
            if (bin.Count > 0 && after > target && after - target > target - seen && closed < bins - 1)
            {
                yield return bin;
                bin = [];
                closed++;
                target = total * (closed + 1) / bins;
            }

            bin.Add(rest[k]);
            seen = after;
            if (seen >= target && closed < bins - 1 && k < rest.Count - 1)
            {
                yield return bin;
                bin = [];
                closed++;
            }
        }

        if (bin.Count > 0)
        {
            yield return bin;
        }
    }

    // Inside a bin a number is drawn whatever the other columns hold, which a long tail's correlations do not survive: bins that hold much
    // of the column's variance are cut where that leaves the least of it.
    private static void CutWide(List<List<int>> bins, double[] distinct, long[] counts, int most)
    {
        double all = new Moments(Enumerable.Range(0, distinct.Length), distinct, counts).Squares;
        var squares = bins.ConvertAll(bin => new Moments(bin, distinct, counts).Squares);
        for (int cut = 0; cut < most; cut++)
        {
            int widest = -1, at = 0;
            for (int i = 0; i < bins.Count; i++)
            {
                if (squares[i] > MostVarianceInBin * all && (widest < 0 || squares[i] > squares[widest]) && CutOf(bins[i], distinct, counts) is var best and > 0)
                {
                    (widest, at) = (i, best);
                }
            }

            if (widest < 0)
            {
                return;
            }

            var bin = bins[widest];
            bins[widest] = bin[..at];
            bins.Insert(widest + 1, bin[at..]);
            squares[widest] = new Moments(bins[widest], distinct, counts).Squares;
            squares.Insert(widest + 1, new Moments(bins[widest + 1], distinct, counts).Squares);
        }
    }

    // The part of a bin on the smaller side of a cut goes to the neighbour there, unless another cut lies between them: so there are hardly
    // more bins than before.
    private static void CutAt(List<List<int>> bins, double[] distinct, IReadOnlyList<double> ends)
    {
        foreach (double end in ends)
        {
            int at = bins.FindIndex(bin => distinct[bin[0]] <= end && distinct[bin[^1]] > end);
            if (at < 0)
            {
                continue;
            }

            var bin = bins[at];
            int first = bin.FindIndex(i => distinct[i] > end);
            bins[at] = bin[..first];
            bins.Insert(at + 1, bin[first..]);
            int smaller = first <= bin.Count / 2 ? at : at + 1, neighbour = smaller == at ? at - 1 : at + 2;
            if (neighbour >= 0 && neighbour < bins.Count
                && !ends.Any(other => distinct[bins[Math.Min(smaller, neighbour)][^1]] <= other && other < distinct[bins[Math.Max(smaller, neighbour)][0]]))
            {
                int left = Math.Min(smaller, neighbour);
                bins[left].AddRange(bins[left + 1]);
                bins.RemoveAt(left + 1);
            }
        }
    }

    // Where to cut a run of values in two, so that the squares about their means are least; 0 where a part would have too few rows.
    private static int CutOf(List<int> bin, double[] distinct, long[] counts)
    {
        var all = new Moments(bin, distinct, counts);
        double sum = 0, greatest = 0;
        long rows = 0;
        int best = 0;
        for (int k = 1; k < bin.Count; k++)
        {
            rows += counts[bin[k - 1]];
            sum += counts[bin[k - 1]] * (distinct[bin[k - 1]] - all.Mean);
            if (rows < LeastRowsOfCut || all.Rows - rows < LeastRowsOfCut)
            {
                continue;
            }

            // What the cut takes from the squares: those of the two parts' means.
            double between = (sum * sum / rows) + (sum * sum / (all.Rows - rows));
            if (between > greatest)
            {
                (greatest, best) = (between, k);
            }
        }

        return best;
    }

    // Each value's rows are spread over the half step to either side, so that rounding a drawn value gives back its share.
    private static double[] Quantiles(List<int> bin, double[] distinct, long[] counts, double halfStep, int pieces)
    {
        double total = bin.Sum(i => counts[i]);
        var knots = new double[pieces + 1];
        int at = 0;
        double before = 0;
        for (int k = 0; k <= pieces; k++)
        {
            double target = total * k / pieces;
            while (at < bin.Count - 1 && before + counts[bin[at]] < target)
            {
                before += counts[bin[at++]];
            }

            double inside = Math.Clamp((target - before) / counts[bin[at]], 0, 1);
            knots[k] = distinct[bin[at]] + (halfStep * ((2 * inside) - 1));
        }

        return knots;
    }

    /// <summary>Rows of a run of values, their mean, and the sum of their squares about it.</summary>
    private readonly record struct Moments
    {
        public Moments(IEnumerable<int> bin, double[] distinct, long[] counts)
        {
            double squares = 0, mean = 0;
            long rows = 0;
            foreach (int i in bin)
            {
                rows += counts[i];
                double step = distinct[i] - mean;
                mean += step * counts[i] / rows;
                squares += counts[i] * step * (distinct[i] - mean);
            }

            (Rows, Mean, Squares) = (rows, mean, squares);
        }

        public long Rows { get; }

        public double Mean { get; }

        public double Squares { get; }
    }
}
