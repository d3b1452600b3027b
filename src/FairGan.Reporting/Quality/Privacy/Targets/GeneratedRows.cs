using System.Globalization;
using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Reporting.Quality.Tables;

namespace FairGan.Reporting.Quality.Privacy.Targets;

/// <summary>Generated rows as a table that can be compared with a real one.</summary>
internal static class GeneratedRows
{
    /// <summary>Generates rows.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="rows">How many.</param>
    /// <param name="sampling">Which ones.</param>
    /// <param name="like">The real table, whose columns the generator makes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ColumnarTable Read(OnnxGenerator generator, int rows, SamplingOptions sampling, ColumnarTable like, CancellationToken cancellationToken)
    {
        double[]?[] numbers = [.. like.Columns.Select(column => column.IsNumeric ? new double[rows] : null)];
        int[]?[] codes = [.. like.Columns.Select(column => column.IsNumeric ? null : new int[rows])];
        int start = 0;
        foreach (SyntheticBatch batch in generator.Generate(rows, sampling, cancellationToken))
        {
            for (int column = 0; column < numbers.Length; column++)
            {
                SyntheticColumn cells = batch[like.Columns[column].Name];
                if (numbers[column] is { } own)
                {
                    TableColumn real = like.Columns[column];
                    DurationUnit? unit = real.Texts is not null && generator.Information.Schema[real.Name] is DurationCodec durations ? durations.Unit : null;
                    Numbers(cells, unit, own.AsSpan(start, batch.RowCount));
                }
                else
                {
                    Codes(cells, like.Columns[column].Categories, codes[column].AsSpan(start, batch.RowCount));
                }
            }

            start += batch.RowCount;
        }

        return new ColumnarTable(
            [.. like.Columns.Select((column, index) => numbers[index] is { } own
                ? new TableColumn(column.Name, own, column.Texts)
                : new TableColumn(column.Name, codes[index]!, column.Categories))],
            rows);
    }

    // Durations are numbers of the unit in which the real ones are written; of days where these are no texts.
    private static void Numbers(SyntheticColumn cells, DurationUnit? unit, Span<double> numbers)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = cells switch
            {
                IntegerColumn whole => whole.Values[row],
                RealColumn real => real.Values[row],
                DurationColumn durations => durations.Values[row] is { } time ? unit is { } own ? DurationUnits.NumberOf(time, own) : time.TotalDays : double.NaN,
                DateColumn dates => dates.Values[row] is { } time ? (double)time.Ticks / TimeSpan.TicksPerDay : double.NaN,
                _ => double.TryParse(cells.Text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN,
            };
        }
    }

    private static void Codes(SyntheticColumn cells, CategoryIndex categories, Span<int> codes)
    {
        int[]? ofCategory = cells is CategoricalColumn known ? [.. known.Categories.Select(category => categories.CodeOf(category)), 0] : null;
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = ofCategory is null ? categories.CodeOf(cells.Text(row)) : ofCategory[((CategoricalColumn)cells).Codes[row]];
        }
    }
}
