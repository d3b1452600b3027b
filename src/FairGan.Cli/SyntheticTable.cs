using FairGan.Export.Columns;
using FairGan.Export.Sampling;
using FairGan.MLNet.Data;
using CsvTableWriter = FairGan.Export.Sampling.CsvTableWriter;

namespace FairGan.Cli;

/// <summary>Generated rows as CSV, or as a table in memory.</summary>
internal static class SyntheticTable
{
    /// <summary>Writes batches as CSV, one after the other.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="withHeader">Whether the line of column names comes first.</param>
    /// <param name="progress">Told the number of rows so far; null for nobody.</param>
    public static void WriteCsv(TableSchema schema, IEnumerable<SyntheticBatch> batches, Stream stream, bool withHeader, IProgress<long>? progress = null)
    {
        if (withHeader)
        {
            CsvTableWriter.WriteHeader(schema, stream);
        }

        CsvTableWriter.WriteRows(batches, stream, progress);
    }

    /// <summary>Puts batches together.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="rows">How many they are.</param>
    /// <param name="progress">Told the number of rows so far.</param>
    public static ColumnarDataView Collect(TableSchema schema, IEnumerable<SyntheticBatch> batches, int rows, IProgress<long> progress)
    {
        Array[] values = [.. schema.Columns.Select(column => Room(column, rows))];
        int row = 0;
        foreach (SyntheticBatch batch in batches)
        {
            for (int i = 0; i < values.Length; i++)
            {
                Array cells = batch.Columns[i] switch
                {
                    CategoricalColumn column => column.Codes,
                    IntegerColumn column => column.Values,
                    RealColumn column => column.Values,
                    SyntheticColumn column => Enumerable.Range(0, column.RowCount).Select(column.Text).ToArray(),
                };
                Array.Copy(cells, 0, values[i], row, batch.RowCount);
            }

            row += batch.RowCount;
            progress.Report(row);
        }

        return ColumnarDataView.Create(schema.Columns.Select((column, i) => (column.Name, Data(column, values[i]))));
    }

    private static Array Room(ColumnCodec column, int rows) => column switch
    {
        CategoricalCodec => new int[rows],
        DateCodec or IdentifierCodec { IsNumber: false } => new string[rows],
        { Kind: ColumnKind.Integer or ColumnKind.Identifier, HasMissing: false } => new long[rows],
        _ => new double[rows],
    };

    private static ColumnData Data(ColumnCodec column, Array values) => values switch
    {
        // The code past the last category stands for a missing cell.
        int[] codes => ColumnData.Text(
            Array.ConvertAll(codes, code => code < ((CategoricalCodec)column).Categories.Count ? code : -1),
            [.. ((CategoricalCodec)column).Categories]),
        long[] numbers => ColumnData.Of(numbers),
        string[] texts => ColumnData.Text(texts),
        _ => ColumnData.Of((double[])values),
    };
}
