using FairGan.Export.Columns.Numeric;
using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Dates;

/// <summary>Reads and writes the cells of a column of dates, as numbers of units since 1970-01-01T00:00.</summary>
internal sealed class DateQuantity : IQuantity
{
    private const int MicrosecondDigits = 6;
    private const int DaysOfWeek = 7;

    private readonly string _name;
    private readonly DateFormat[] _formats;

    /// <param name="name">The column's name.</param>
    /// <param name="format">Their format; null where it is yet to be found, and no cell can be read.</param>
    /// <param name="otherFormats">Other formats in which they are read, too.</param>
    /// <exception cref="FormatException">A format is none.</exception>
    public DateQuantity(string name, string? format, IReadOnlyList<string> otherFormats)
    {
        _name = name;
        _formats = format is null ? [] : [DateCodec.Formatted(name, format), .. otherFormats.Select(other => DateCodec.Formatted(name, other))];
        Unit = format is null ? default : _formats[0].Unit;
    }

    /// <summary>The granularity.</summary>
    public DateUnit Unit { get; }

    /// <inheritdoc/>
    public string Noun => $"date in the format{(_formats.Length > 1 ? "s" : "")} {string.Join(", ", _formats.AsEnumerable())}";

    /// <inheritdoc/>
    public string Measure => DateCodec.MeasureOf(Unit);

    /// <inheritdoc/>
    public bool HasNoZero => true;

    /// <inheritdoc/>
    public bool StaysText => true;

    /// <inheritdoc/>
    public bool TryRead(string cell, out double number)
    {
        foreach (DateFormat format in _formats)
        {
            if (format.TryRead(cell, out DateTime time))
            {
                number = DateCodec.UnitsOf(time, Unit);
                return true;
            }
        }

        number = double.NaN;
        return false;
    }

    /// <inheritdoc/>
    public string Write(double number) => _formats[0].Write(DateCodec.TimeOf((long)number, Unit));

    /// <inheritdoc/>
    public bool IsRewritten(string cell, double number) => !_formats[0].TryRead(cell, out _);

    /// <inheritdoc/>
    public bool IsCut(string cell)
    {
        int point = Unit == DateUnit.Microsecond ? cell.LastIndexOf('.') : -1;
        return point >= 0 && TryRead(cell, out _) && cell.Skip(point + 1).TakeWhile(char.IsAsciiDigit).Skip(MicrosecondDigits).Any(digit => digit != '0');
    }

    /// <inheritdoc/>
    public double RoundOrigin(double low, NumberCounts numbers)
    {
        // The first day of a year, moved by less than a week so that dates on one day of the week count in whole weeks.
        double origin = DateCodec.UnitsOf(new DateTime(DateCodec.TimeOf((long)Math.Floor(low), Unit).Year, 1, 1), Unit);
        if (Unit != DateUnit.Day)
        {
            return origin;
        }

        var rows = new long[DaysOfWeek];
        for (int i = 0; i < numbers.Numbers.Length; i++)
        {
            rows[(int)((((numbers.Numbers[i] - origin) % DaysOfWeek) + DaysOfWeek) % DaysOfWeek)] += numbers.Rows[i];
        }

        return origin + Array.IndexOf(rows, rows.Max());
    }

    /// <inheritdoc/>
    public Func<double, double> LatticeOf(NumberCounts cells)
    {
        NumberGrid grid = NumericFitter.LatticeOf(cells);
        if (CalendarFinder.Find(cells, 0, Unit, grid, 0) is not { } calendar)
        {
            return grid.Round;
        }

        long perDay = DateCodec.UnitsPerDay(Unit);
        PatternValues? values = calendar.Between(Math.Floor(cells.Numbers[0] / perDay), Math.Floor(cells.Numbers[^1] / perDay), perDay, 0);
        return values is null ? grid.Round : value => values[Math.Clamp(Ascending.LowerBound(values, value), 0, values.Count - 1)];
    }

    /// <inheritdoc/>
    public ColumnCodec Fit(double origin, NumberCounts numbers, CodecOptions options)
    {
        DateCodec dates = Fit((long)origin, NumericCodec.Fit(_name, numbers, options), numbers, options);

        // Distances from another column do not determine the times: the shares stay unchanged.
        return _formats[0] is MixedFormat mixed && numbers.Cells is null ? dates.WrittenAs(mixed.Corrected(Times(dates, numbers))) : dates;
    }

    /// <inheritdoc/>
    public ColumnCodec Coded(double origin, ColumnCodec numbers) => new DateCodec(_name, Unit, _formats[0].Text, (long)origin, (NumericCodec)numbers);

    private DateCodec Fit(long origin, NumericCodec codec, NumberCounts numbers, CodecOptions options)
    {
        var dates = new DateCodec(_name, Unit, _formats[0].Text, origin, codec);
        if (numbers.Cells is { } cells)
        {
            var grid = new NumberGrid(0, codec.CellMultiple ?? 1) { Offset = codec.CellOffset ?? 0 };
            return dates with { CellCalendar = CalendarFinder.Find(cells, origin, Unit, grid, options.MinRows) };
        }

        return codec.Values is not null || codec.Knots.Count == 0 ? dates : dates with { Calendar = CalendarFinder.Find(numbers, origin, Unit, codec.Grid, options.MinRows) };
    }

    // Times that the codec makes, and in how many rows of real ones.
    private static IEnumerable<(DateTime Time, double Rows)> Times(DateCodec dates, NumberCounts numbers)
    {
        const int Places = 16;
        for (int i = 0; i < numbers.Numbers.Length; i++)
        {
            int symbol = dates.Numbers.EncodeNearest(numbers.Numbers[i]);
            for (int place = 0; place < Places && symbol != dates.MissingSymbol; place++)
            {
                yield return (DateCodec.TimeOf((long)(dates.Origin + dates.Numbers.Decode(symbol, (place + 0.5) / Places)), dates.Unit), (double)numbers.Rows[i] / Places);
            }
        }
    }
}
