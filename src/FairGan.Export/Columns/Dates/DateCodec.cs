using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Dates;

/// <summary>
/// Encodes a column of dates, times of day, or both, as numbers: units since an origin. The generator's file returns
/// units since 1970-01-01T00:00; a time of day is one of that day.
/// </summary>
internal sealed partial record DateCodec : ColumnCodec
{
    /// <summary>A codec over given symbols.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="unit">The granularity.</param>
    /// <param name="format">The format of the cells, in the form of <see cref="DateFormat"/>, such as <c>yyyy-MM-dd</c>.</param>
    /// <param name="origin">Units from 1970-01-01T00:00 to what <paramref name="numbers"/> count from.</param>
    /// <param name="numbers">The coding of units since the origin, as whole numbers.</param>
    /// <exception cref="FormatException">The format is none, or the numbers are not those of this column or not whole.</exception>
    [JsonConstructor]
    public DateCodec(string name, DateUnit unit, string format, long origin, NumericCodec numbers)
        : base(name, numbers?.HasMissing ?? false)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        Written = Formatted(name, format);
        if (!Enum.IsDefined(unit) || numbers.Name != name || numbers.Decimals != 0 || Math.Abs(origin) > DateTime.MaxValue.Ticks)
        {
            throw new FormatException($"The dates of column '{name}' contradict each other.");
        }

        Unit = unit;
        Format = format;
        Origin = origin;
        Numbers = numbers;
    }

    /// <summary>The days and times that occur; null where every point on the lattice occurs, see <see cref="Numbers"/>.</summary>
    /// <exception cref="FormatException">It contradicts itself.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Calendar? Calendar
    {
        get;
        init
        {
            field = Validated(value);
            Numbers = value is null || Numbers.Knots.Count == 0 ? Numbers : Numbers with { Pattern = Pattern(value) };
        }
    }

    /// <summary>The same of the cells themselves, where the numbers are their differences from another column's.</summary>
    /// <exception cref="FormatException">It contradicts itself.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Calendar? CellCalendar
    {
        get;
        init => field = Validated(value);
    }

    /// <summary>The granularity.</summary>
    public DateUnit Unit { get; }

    /// <summary>The format of the cells, in the form of <see cref="DateFormat"/>.</summary>
    public string Format { get; private init; }

    /// <summary>The same, parsed.</summary>
    internal DateFormat Written { get; private init; }

    /// <summary>Units from 1970-01-01T00:00 to what <see cref="Numbers"/> count from.</summary>
    public long Origin { get; }

    /// <summary>The coding of units since the origin.</summary>
    public NumericCodec Numbers { get; private init; }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Date;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string CellFormat => Format;

    /// <inheritdoc/>
    public override int SymbolCount => Numbers.SymbolCount;

    /// <summary>Units from 1970-01-01T00:00 to a time, rounded down.</summary>
    /// <param name="time">The time; its kind is not looked at.</param>
    /// <param name="unit">The unit.</param>
    public static long UnitsOf(DateTime time, DateUnit unit) =>
        (long)Math.Floor((decimal)(time.Ticks - DateTime.UnixEpoch.Ticks) / TicksOf(unit));

    /// <summary>The time a number of units after 1970-01-01T00:00, or the nearest that .NET has.</summary>
    /// <param name="units">The units.</param>
    /// <param name="unit">The unit.</param>
    public static DateTime TimeOf(long units, DateUnit unit)
    {
        Int128 ticks = ((Int128)units * TicksOf(unit)) + DateTime.UnixEpoch.Ticks;
        return new DateTime((long)Int128.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
    }

    /// <summary>Reads a date in the column's format, or in one of the invariant culture.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time.</param>
    public bool TryRead(string text, out DateTime time) => Written.TryRead(text, out time) || DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>The symbol that codes a time; -1 for a missing one where the column had none, and for one outside all bins.</summary>
    /// <param name="time">The time; null where missing.</param>
    public int Encode(DateTime? time) => time is { } present ? Numbers.Encode(UnitsOf(present, Unit) - Origin) : MissingSymbol;

    /// <inheritdoc/>
    public override int SymbolOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return MissingSymbol;
        }

        int symbol = TryRead(text, out DateTime time) ? Encode(time) : -1;
        return symbol < Numbers.Atoms.Count ? symbol : -1;
    }

    /// <inheritdoc/>
    public override string Describe(int symbol) =>
        symbol == MissingSymbol ? "(missing)"
        : symbol < Numbers.Atoms.Count ? Text(Numbers.Atoms[symbol])
        : $"{Text(Numbers.Decode(symbol, 0))}..{Text(Numbers.Decode(symbol, 1))}";

    internal override bool IsWhole => true;

    internal override bool ChoosesInside => Numbers.ChoosesInside;

    internal override string Measure => MeasureOf(Unit);

    internal override string EmitValues(ICellGraph cells) => Numbers.EmitValues(cells);

    internal override string EmitOnLattice(GraphBuilder graph, string values, string low, (double Least, double Greatest) range) => CellCalendar is { } calendar
        ? new CalendarNodes(calendar, UnitsPerDay(Unit), Origin).Nearest(graph, values, low, range.Least, range.Greatest)
        : Numbers.EmitOnLattice(graph, values, low, range);

    internal override void EmitOutputs(ICellGraph cells, string values) =>
        base.EmitOutputs(cells, cells.Graph.Node("Add", values, cells.Graph.Doubles([Origin], 1)));

    /// <summary>The measure of dates of a granularity.</summary>
    internal static string MeasureOf(DateUnit unit) => $"dates by {unit}";

    /// <summary>The same dates in another format of the same unit.</summary>
    internal DateCodec WrittenAs(DateFormat format) => this with { Format = format.Text, Written = format };

    /// <summary>A format, whose error names the column.</summary>
    internal static DateFormat Formatted(string name, string format)
    {
        try
        {
            return DateFormat.Parse(format);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"Column '{name}': {problem.Message}", problem);
        }
    }

    private string Text(double units) => Written.Write(TimeOf(Origin + (long)units, Unit));

    /// <summary>How many units a day has.</summary>
    internal static long UnitsPerDay(DateUnit unit) => TimeSpan.TicksPerDay / TicksOf(unit);

    private Calendar? Validated(Calendar? calendar)
    {
        calendar?.Validate(Name);
        return calendar;
    }

    private PatternValues? Pattern(Calendar calendar)
    {
        long perDay = UnitsPerDay(Unit);
        double inside = Numbers.Grid.Step / 4;
        return calendar.Between(DayOf(Numbers.Knots[0][0] + inside), DayOf(Numbers.Knots[^1][^1] - inside), perDay, Origin);

        double DayOf(double units) => Math.Floor((Numbers.Rounded(units) + Origin) / perDay);
    }

    private static long TicksOf(DateUnit unit) => unit switch
    {
        DateUnit.Day => TimeSpan.TicksPerDay,
        DateUnit.Minute => TimeSpan.TicksPerMinute,
        DateUnit.Second => TimeSpan.TicksPerSecond,
        DateUnit.Millisecond => TimeSpan.TicksPerMillisecond,
        _ => TimeSpan.TicksPerMicrosecond,
    };
}
