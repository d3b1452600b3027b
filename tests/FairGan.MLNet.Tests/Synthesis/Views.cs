using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>What tests ask of tables.</summary>
internal static class Views
{
    /// <summary>Names, types and annotations of the visible columns, one text each.</summary>
    public static string[] Describe(this DataViewSchema schema) =>
    [
        .. schema.Where(column => !column.IsHidden).Select(column =>
            $"{column.Name}: {column.Type} [{string.Join(",", column.Annotations.Schema.Select(annotation => $"{annotation.Name} {annotation.Type}"))}] "
            + string.Join("|", CellReader.KeyNames(column) ?? [])),
    ];

    /// <summary>Synthetic rows, until the test is cancelled.</summary>
    public static IDataView Rows(this SynthesizerTransformer synthesizer, long rows, SamplingOptions? options = null) =>
        synthesizer.Generate(rows, options, TestContext.Current.CancellationToken);
}
