using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Durations;

/// <summary>
/// Encodes a column of durations as numbers of a unit, negative ones included. The generator's file returns these numbers; a column of
/// whole minutes gives whole minutes.
/// </summary>
internal sealed partial record DurationCodec : ColumnCodec
{
    private readonly DurationFormat _format;

    /// <summary>A codec over given symbols.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="unit">What the numbers count: the finest unit of the format.</param>
    /// <param name="format">How the cells are written, such as <c>h:mm:ss</c>, <c>d.hh:mm:ss</c>, <c>0 min</c> or <c>PT1H1M</c>.</param>
    /// <param name="numbers">The coding of the numbers.</param>
    /// <exception cref="FormatException">The format is none, or the parts contradict each other.</exception>
    [JsonConstructor]
    public DurationCodec(string name, DurationUnit unit, string format, NumericCodec numbers)
        : base(name, numbers?.HasMissing ?? false)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _format = DurationFormat.Parse(format);
        if (unit != _format.Unit || numbers.Name != name)
        {
            throw new FormatException($"The durations of column '{name}' contradict each other.");
        }

        Unit = unit;
        Format = format;
        Numbers = numbers;
    }

    /// <summary>What the numbers count.</summary>
    public DurationUnit Unit { get; }

    /// <summary>How the cells are written.</summary>
    public string Format { get; }

    /// <summary>The coding of the numbers.</summary>
    public NumericCodec Numbers { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ColumnKind Kind => ColumnKind.Duration;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int SymbolCount => Numbers.SymbolCount;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string CellFormat => Format;

    /// <summary>Reads a duration: in the column's format, or in another one that is not ambiguous, such as <c>1:30:00</c>, <c>90 min</c> or <c>PT1H30M</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration.</param>
    public bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        return DurationFormats.TryRead(text, _format, out duration);
    }

    /// <summary>The symbol that codes a duration; -1 for a missing one where the column had none, and for one outside all bins.</summary>
    /// <param name="duration">The duration; null where missing.</param>
    public int Encode(TimeSpan? duration) => duration is { } present ? Numbers.Encode(DurationUnits.NumberOf(present, Unit)) : MissingSymbol;

    /// <inheritdoc/>
    public override int SymbolOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return MissingSymbol;
        }

        int symbol = TryParse(text, out var duration) ? Encode(duration) : -1;
        return symbol < Numbers.Atoms.Count ? symbol : -1;
    }

    /// <inheritdoc/>
    public override string Describe(int symbol) =>
        symbol == MissingSymbol ? "(missing)"
        : symbol < Numbers.Atoms.Count ? Text(Numbers.Atoms[symbol])
        : $"{Text(Numbers.Decode(symbol, 0))}..{Text(Numbers.Decode(symbol, 1))}";

    internal static string MeasureOf(DurationUnit unit) => $"durations by {unit}";

    internal override bool IsWhole => Numbers.IsInteger;

    internal override bool ChoosesInside => Numbers.ChoosesInside;

    internal override string Measure => MeasureOf(Unit);

    internal override int SumDecimals => Numbers.Decimals;

    internal override string EmitValues(ICellGraph cells) => Numbers.EmitValues(cells);

    internal override string EmitOnLattice(GraphBuilder graph, string values, string low, (double Least, double Greatest) range) => Numbers.EmitOnLattice(graph, values, low, range);

    private string Text(double number) => _format.Write(DurationUnits.DurationOf(number, Unit));

    // A duration or a range of durations as numbers.
    private string NumbersIn(string text)
    {
        return string.Join("..", text.Split("..").Select(End));

        string End(string end) =>
            end.Length == 0 ? ""
            : TryParse(end.Trim(), out var duration) ? DurationUnits.NumberOf(duration, Unit).ToString("R", CultureInfo.InvariantCulture)
            : throw new ArgumentException($"Column '{Name}' holds durations; '{text}' is neither a duration as {Format} nor a range of such.");
    }
}
