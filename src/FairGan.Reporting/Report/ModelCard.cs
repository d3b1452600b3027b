using System.Text;
using System.Text.Json;
using FairGan.Export.Columns;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;
using FairGan.Fairness.Audits;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Tables;
using static FairGan.Fairness.Documents.FigureDocument;

namespace FairGan.Reporting.Report;

/// <summary>
/// A model card (Mitchell et al. 2019, "Model cards for model reporting") of a generator, as Markdown: the contents of its file, the fairness of its rows, and what a person has to add.
/// </summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// using SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer("approved", "yes", "sex").Fit(table);
/// File.WriteAllText("MODEL_CARD.md", ModelCard.Write(synthesizer, rows: 10_000));
/// </code>
/// </example>
public static class ModelCard
{
    private const int DrawnRows = 10_000;
    private const int MostGroups = 40;

    /// <summary>Writes the card.</summary>
    /// <param name="synthesizer">The generator, of which 10,000 rows are sampled.</param>
    /// <param name="rows">How many real rows it was trained on.</param>
    /// <param name="sources">The files that went in and came out, to be named with their hashes.</param>
    /// <param name="remarks">What was done to the table before the training, a sentence each.</param>
    /// <returns>The Markdown text.</returns>
    public static string Write(
        SynthesizerTransformer synthesizer, long rows, IReadOnlyList<ReportSource>? sources = null, IReadOnlyList<string>? remarks = null)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        TableSchema schema = synthesizer.Information.Schema;
        string fairness = JsonNamingPolicy.KebabCaseLower.ConvertName(synthesizer.Options.Fairness.ToString()).Replace('-', ' ');
        StringBuilder card = new();
        Line($"# Model card: a generator of synthetic rows");
        Line($"Written by FairGan.MLNet. Replace what is in *italics*: only you know it.");
        Line($"## Intended use");
        Line($"*What the rows are generated for, by whom, and what they must not be used for.*");
        Line($"Synthetic labels that were made fair must not be used to estimate how often the outcome really occurs.");
        Line($"## Data");
        bool isProtected = synthesizer.Information.Protection is not null;
        Line($"{(isProtected ? "Real" : $"{rows:N0} real")} rows of {schema.Columns.Count} columns. *Where they come from: who collected them, when, from whom, and on which grounds.*");
        // What the training rows have in common with no other table, such as their number or a hash, would tell who holds them.
        WriteSources(card, isProtected ? [] : sources ?? []);
        WriteColumns(card, schema);
        remarks = isProtected ? [] : remarks;
        if (remarks?.Count > 0)
        {
            Line($"What was found in the rows, and done about it, before the training:");
        }

        foreach (string remark in remarks ?? [])
        {
            card.Append("- ").Append(EscapeMarkdown(remark)).Append('\n');
        }

        Line($"{(remarks?.Count > 0 ? "\n" : "")}## Fairness");
        if (WithoutFairness(synthesizer) is { } reason)
        {
            Line($"No fairness was trained, and no groups are compared: {reason}.");
        }
        else
        {
            Line($"Definition: {fairness}, strength {synthesizer.Information.Strength:0.##} by default{(synthesizer.Information.HasDial ? " (it can be chosen when rows are sampled)" : "")}. *Why this definition and this strength.*");
            WriteRates(card, synthesizer);
        }

        Line($"## Training");
        Line(synthesizer.Information.Protection is { } protection
            ? protection is { Epsilon: { } epsilon, Delta: { } delta }
                ? (FormattableString)$"File and card are (ε, δ)-differentially private with ε = {epsilon:R}, δ = {delta:R} with respect to adding or removing one {(protection.BySubject ? "subject" : "row")}. What a schema said of the columns counts as public: the guarantee does not cover it. The answers about the real rows that this was spent on are in training.json."
                : $"Nothing in the file rests on fewer than {protection.MinRows} {(protection.BySubject ? "subjects" : "rows")}: no category, number, extreme or rule. Seed, steps and losses are in training.json, which stays with the real rows."
            : $"{synthesizer.Summary.Steps:N0} steps of {synthesizer.Summary.BatchSize:N0} rows, seed {synthesizer.Options.Training.Seed}. A tenth of the rows was held out; the weights of step {synthesizer.Summary.BestStep:N0} were kept, with a mean log-likelihood of {synthesizer.Summary.ValidationLogLikelihood:F3} nats per held-out row. All options are in the file (`fairgan inspect`).");
        if (synthesizer.Summary.CutShortRemark is { } cut)
        {
            Line($"**{char.ToUpperInvariant(cut[0])}{cut[1..]}.**");
        }

        Line($"## Evaluation");
        Line($"Fidelity, usefulness, fairness of models and privacy are measured by `fairgan report REAL SYNTHETIC --test UNSEEN --model generator.onnx`. *Its outcome.*");
        Line($"## Limits");
        card.Append(CultureInfo.InvariantCulture, $$"""
            - Fair labels do not make fair models: other columns may stand in for the sensitive ones.
            - Parity and equalized odds cannot both hold where the groups' real outcomes differ.
            {{(synthesizer.Information.Protection?.Epsilon is null ? "- The training is not differentially private. Synthetic is not anonymous." : "- Differential privacy bounds what the release tells about one person; what it tells about everybody it tells about each.")}}
            - Groups that no column names were not looked at.

            """);
        return card.ToString().ReplaceLineEndings("\n");

        void Line(FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append("\n\n");
    }

    private static string? WithoutFairness(SynthesizerTransformer synthesizer)
    {
        TableSchema schema = synthesizer.Information.Schema;
        string groups = schema.Sensitive.Count == 0 ? "" : $"; every group by {EscapeMarkdown(string.Join(" × ", schema.Sensitive))} keeps its share of the rows";
        return schema.Label is null && synthesizer.Options.LabelColumn is { } plain
            ? $"the label {EscapeMarkdown(plain)} has more than two values and none was named as favourable, so it is a column like others{groups}"
            : schema.Label is null ? $"no label was named{groups}"
            : schema.Sensitive.Count == 0 ? "no sensitive column was named"
            : null;
    }

    private static void WriteSources(StringBuilder card, IReadOnlyList<ReportSource> sources)
    {
        if (sources.Count == 0)
        {
            return;
        }

        card.Append("| file | role | bytes | SHA-256 |\n|---|---|---:|---|\n");
        foreach (ReportSource source in sources)
        {
            card.Append(CultureInfo.InvariantCulture, $"| {EscapeMarkdown(source.Name)} | {EscapeMarkdown(source.Role)} | {source.Bytes:N0} | `{source.Sha256}` |\n");
        }

        card.Append('\n');
    }

    private static void WriteColumns(StringBuilder card, TableSchema schema)
    {
        bool areDescribed = schema.Columns.Any(column => column.Notes is not null);
        TableDictionary words = TableWords.Of(schema);
        card.Append(areDescribed ? "| column | role | kind | meaning |\n|---|---|---|---|\n" : "| column | role | kind |\n|---|---|---|\n");
        foreach (ColumnCodec column in schema.Columns)
        {
            string role = column.Name == schema.Label ? $"label, favourable value {EscapeMarkdown(words.Value(column.Name, schema.Positive ?? ""))}" : schema.Sensitive.Contains(column.Name) ? "sensitive" : "feature";
            card.Append(CultureInfo.InvariantCulture, $"| {EscapeMarkdown(column.Name)} | {role} | {column.Kind.ToString().ToLowerInvariant()} |");
            if (areDescribed)
            {
                string[] meaning = [.. column.Notes?.Description is { } description ? new[] { description } : [], .. words.Labels(column.Name).Select(label => $"{label.Key} = {label.Value}")];
                card.Append(CultureInfo.InvariantCulture, $" {EscapeMarkdown(string.Join("; ", meaning))} |");
            }

            card.Append('\n');
        }

        card.Append('\n');
    }

    private static void WriteRates(StringBuilder card, SynthesizerTransformer synthesizer)
    {
        TableSchema schema = synthesizer.Information.Schema;
        string label = schema.Label!;
        double chosen = synthesizer.Information.Strength;
        double[] strengths = synthesizer.Information.HasDial && chosen > 0 ? [0, chosen] : [chosen];
        // Where real rows lack a label, so do generated ones, and they have no outcome to compare.
        bool someMissing = schema.Columns[schema.IndexOf(label)].HasMissing;
        ColumnCondition[] conditions = someMissing ? [new ColumnCondition(label, [""]) { Excluded = true }] : [];
        FairnessAudit[] audits = [.. strengths.Select(strength => FairnessAudit.Run(
            synthesizer.Generate(DrawnRows, new SamplingOptions { Strength = synthesizer.Information.HasDial ? strength : null, Where = conditions }),
            new FairnessAuditOptions { LabelColumn = label, PositiveValue = schema.Positive, SensitiveColumns = schema.Sensitive }))];
        card.Append(CultureInfo.InvariantCulture, $"Share of the favourable label among {DrawnRows:N0} rows sampled with seed 1{(someMissing ? ", all with a label" : "")}");
        card.Append(strengths.Length > 1 ? "; strength 0 leaves the labels as learned from the real rows:\n\n" : ":\n\n");
        card.Append(CultureInfo.InvariantCulture, $"| {EscapeMarkdown(string.Join(" × ", schema.Sensitive))} | rows |{string.Concat(strengths.Select(strength => string.Create(CultureInfo.InvariantCulture, $" strength {strength:0.##} |")))}\n");
        card.Append("|---|---:|").Append(string.Concat(strengths.Select(_ => "---:|"))).Append('\n');
        foreach (MetricRow row in audits[^1].Frame.ByGroup.Where(row => row["count"] > 0).OrderByDescending(row => row["count"]).Take(MostGroups))
        {
            card.Append(CultureInfo.InvariantCulture, $"| {EscapeMarkdown(string.Join(" × ", schema.Sensitive.Zip(row.Cell, TableWords.Of(schema).Value)))} | {row["count"]:N0} |");
            foreach (FairnessAudit audit in audits)
            {
                double rate = audit.Frame.ByGroup.FirstOrDefault(other => other.Cell.SequenceEqual(row.Cell))?["selection_rate"] ?? double.NaN;
                card.Append(CultureInfo.InvariantCulture, $" {(double.IsNaN(rate) ? "–" : rate.ToString("0.0%", CultureInfo.InvariantCulture))} |");
            }

            card.Append('\n');
        }

        card.Append("| largest difference | |").Append(string.Concat(audits.Select(audit =>
            string.Create(CultureInfo.InvariantCulture, $" {audit.Scalars["demographic_parity_difference|between_groups"]:F3} |")))).Append("\n\n");
        if (audits[^1].SmallCells.Count > 0)
        {
            card.Append(CultureInfo.InvariantCulture, $"{audits[^1].SmallCells.Count} of the groups have fewer than {audits[^1].Options.SmallCellLimit} rows here: their rates are uncertain.\n\n");
        }
    }
}
