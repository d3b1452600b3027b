using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Sampling;

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
                TableColumn real = like.Columns[column];
                SyntheticColumn cells = batch[real.Name];
                if (numbers[column] is { } own)
                {
                    CellNumbers.OfTable(generator.Information.Schema[real.Name], cells, real).CopyTo(own, start);
                }
                else
                {
                    Codes(cells, real.Categories, codes[column].AsSpan(start, batch.RowCount));
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

    private static void Codes(SyntheticColumn cells, CategoryIndex categories, Span<int> codes)
    {
        if (cells.Listed is not var (texts, positions))
        {
            for (int row = 0; row < codes.Length; row++)
            {
                codes[row] = categories.CodeOf(cells.Text(row));
            }

            return;
        }

        int[] ofText = [.. texts.Select(text => categories.CodeOf(text)), 0];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = ofText[positions[row]];
        }
    }
}
