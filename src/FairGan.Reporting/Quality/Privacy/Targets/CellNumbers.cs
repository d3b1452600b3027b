using FairGan.Export.Columns;
using FairGan.Export.Columns.Kinds;

namespace FairGan.Reporting.Quality.Privacy.Targets;

/// <summary>
/// The numbers of cells, as a generator's codec counts them and as a table holds them: of dates, units since 1970 and days since the year 1;
/// of durations, units of the generator's format, and units of the table's texts or days where these are no texts.
/// </summary>
internal static class CellNumbers
{
    /// <summary>A table's cells as the codec counts them, NaN where missing or none; of kinds whose values are no numbers, NaN.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="column">The cells.</param>
    public static double[] OfCodec(ColumnCodec codec, TableColumn column)
    {
        if (codec.NumberCoding is null)
        {
            return [.. Enumerable.Repeat(double.NaN, column.RowCount)];
        }

        if (column is { IsNumeric: true, Texts: null })
        {
            return codec.TimeType is null ? column.Numbers : OfDays(codec, column.Numbers);
        }

        IQuantity quantity = Quantities.Of(codec.Kind, codec.Name, codec.CellFormat, null)!;
        return [.. Enumerable.Range(0, column.RowCount).Select(row => quantity.TryRead(TextOf(column, row), out double number) ? number : double.NaN)];
    }

    /// <summary>Generated cells as a table holds them, NaN where missing or no number.</summary>
    /// <param name="codec">Their codec.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="like">The real cells.</param>
    public static double[] OfTable(ColumnCodec codec, SyntheticColumn cells, TableColumn like)
    {
        if (codec.TimeType == typeof(DateTime))
        {
            return Array.ConvertAll(cells.Cells<DateTime?>(), time => time is { } present ? (double)present.Ticks / TimeSpan.TicksPerDay : double.NaN);
        }

        if (codec.TimeType is not null && like.Texts is null)
        {
            return Array.ConvertAll(cells.Cells<TimeSpan?>(), time => time?.TotalDays ?? double.NaN);
        }

        return codec.TimeType is null && codec.NumbersOf(cells) is { } numbers ? numbers
            : Array.ConvertAll(cells.Cells<string>(), text => like.Texts is { } texts ? texts.Read(text) : PlainNumberOf(text));
    }

    /// <summary>The numbers in a codec as a table holds them.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="numbers">Numbers as the codec counts them.</param>
    /// <param name="like">The real cells.</param>
    public static double[] OfTable(ColumnCodec codec, double[] numbers, TableColumn like)
    {
        if (codec.TimeType is null)
        {
            return numbers;
        }

        Array cells = codec.TensorType == TensorType.Whole ? Array.ConvertAll(numbers, number => (long)number) : numbers;
        return OfTable(codec, codec.Column(cells, 0), like);
    }

    /// <summary>A cell as text; empty where it is missing.</summary>
    public static string TextOf(TableColumn column, int row) => column.IsNumeric
        ? double.IsNaN(column.Numbers[row]) ? "" : column.Text(column.Numbers[row], "R")
        : column.Categories.NameOf(column.Codes[row]) ?? "";

    private static double[] OfDays(ColumnCodec codec, double[] days)
    {
        GivenCells cells = codec.CollectGiven();
        foreach (double day in days)
        {
            var ticks = new TimeSpan((long)Math.Round(double.IsNaN(day) ? 0 : day * TimeSpan.TicksPerDay));
            if (codec.TimeType == typeof(TimeSpan))
            {
                cells.AddTime(double.IsNaN(day) ? TimeSpan.MinValue : ticks);
            }
            else
            {
                cells.AddTime(DateTime.MinValue + ticks);
            }
        }

        return Array.ConvertAll(codec.NumbersOf(cells.ToColumn())!, number => number + codec.CountedFrom);
    }

    private static double PlainNumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
