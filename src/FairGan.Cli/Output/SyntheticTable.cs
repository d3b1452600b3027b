using FairGan.Export.Sampling.Writers;
using FairGan.Export.Schemas;

namespace FairGan.Cli.Output;

/// <summary>Writes generated rows as CSV.</summary>
internal static class SyntheticTable
{
    /// <summary>Writes batches as CSV, one after the other.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">The destination.</param>
    /// <param name="withHeader">Whether the line of column names comes first.</param>
    /// <param name="isHarmless">Whether an apostrophe stands before texts that a spreadsheet would run.</param>
    /// <param name="progress">Receives the number of rows so far; null for none.</param>
    public static void WriteCsv(TableSchema schema, IEnumerable<SyntheticBatch> batches, Stream stream, bool withHeader, bool isHarmless = false, IProgress<long>? progress = null)
    {
        if (withHeader)
        {
            CsvBatchWriter.WriteHeader(schema, stream, isHarmless);
        }

        CsvBatchWriter.WriteRows(batches, stream, isHarmless, progress);
    }
}
