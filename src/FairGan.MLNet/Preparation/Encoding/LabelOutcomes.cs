namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>
/// Whether a label is an outcome that is favourable or not. One of more than two values of which none is named as favourable is learned as a
/// column like others.
/// </summary>
internal static class LabelOutcomes
{
    private const int MostOutcomes = 2;

    /// <summary>The options for a table; without the label where it is a column like others.</summary>
    /// <param name="columns">The table.</param>
    /// <param name="options">The options as given.</param>
    /// <returns>The options, and a sentence on a label that is a column like others.</returns>
    public static (SynthesizerOptions Options, string? Note) Of(IReadOnlyList<PreparedColumn> columns, SynthesizerOptions options) =>
        columns.FirstOrDefault(column => column.Description.Name == options.LabelColumn) is { } label
            ? Of(label.Identifier is not null ? "another value in every row" : Several(Outcomes(label, options.Protection.MinRows)), options)
            : (options, null);

    /// <summary>The same for columns that streamed by.</summary>
    /// <param name="columns">The columns' codecs.</param>
    /// <param name="options">The options as given.</param>
    public static (SynthesizerOptions Options, string? Note) Of(IEnumerable<ColumnCodec> columns, SynthesizerOptions options) =>
        columns.FirstOrDefault(column => column.Name == options.LabelColumn) is { } label
            ? Of(label.HasValues ? Several(label.SymbolCount - (label.HasMissing ? 1 : 0)) : "another value in every row", options)
            : (options, null);

    private static (SynthesizerOptions Options, string? Note) Of(string? values, SynthesizerOptions options) =>
        values is null || options.PositiveValue is not null ? (options, null) : (options with { LabelColumn = null }, PreparationReport.Format(
            $"{options.LabelColumn}: the label has {values}, and none is named as favourable: it is learned as a column like others, and without fairness; name the favourable value (on the command line --positive) to train for fairness"));

    private static string? Several(long outcomes) => outcomes > MostOutcomes ? PreparationReport.Format($"{outcomes:N0} different values") : null;

    // Categories that few people hold are replaced before anything is learned, so they are no outcomes.
    private static long Outcomes(PreparedColumn label, int minRows)
    {
        if (label.Distinct is { } numbers)
        {
            return numbers.Values.Length;
        }

        long[] counts = [.. label.Cells!.GroupBy(cell => label.Texts![cell]).Where(same => same.Key.Length > 0).Select(same => same.LongCount())];
        int held = counts.Count(count => count >= minRows);
        return held >= MostOutcomes ? held : counts.Length;
    }
}
