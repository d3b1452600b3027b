using FairGan.Fairness.Documents;
using FairGan.Fairness.Metrics;
using FairGan.Tables;
using static FairGan.Fairness.Documents.FigureDocument;

namespace FairGan.Fairness.Audits;

/// <summary>Lays an audit out for reading.</summary>
internal static class AuditDocument
{
    public static FigureDocument Of(FairnessAudit audit)
    {
        var document = new FigureDocument();
        AddSubject(document, audit);
        AddScalars(document, audit);
        FrameDocument.AddGroups(document, audit.Frame, audit.Options.Dictionary);
        foreach (ImpactTable table in audit.Impact)
        {
            AddImpact(document, table, audit.Options.Dictionary);
        }

        AddData(document, audit.Data);
        AddWarnings(document, audit);
        return document;
    }

    private static string Interval(BootstrapInterval interval) => $"{Number(interval.Lower)} to {Number(interval.Upper)}";

    private static void AddSubject(FigureDocument document, FairnessAudit audit)
    {
        document.AddHeading("Group fairness");
        FairnessAuditOptions options = audit.Options;
        string subject = options.PredictionColumn is null
            ? $"the label {options.LabelColumn} itself"
            : $"the prediction {options.PredictionColumn} of the label {options.LabelColumn}";
        string controls = options.ControlColumns.Count > 0 ? $", within {string.Join(", ", options.ControlColumns)}" : "";
        string weights = options.WeightColumn is null ? "" : $" Rows are weighted by {options.WeightColumn}.";
        document.AddText(
            $"{Numbered.Of(audit.Rows, "row[|s]")}; {subject}, positive value {options.Dictionary.Value(options.LabelColumn, audit.Frame.PositiveValue)}; "
            + $"groups by {string.Join(" × ", options.SensitiveColumns)}{controls}.{weights}");
        if (audit.UnlabelledRows > 0)
        {
            document.AddText($"{Numbered.Of(audit.UnlabelledRows, "row[|s] without a value in")} {options.LabelColumn} {Numbered.Agreeing(audit.UnlabelledRows, "[is|are]")} left out.");
        }

        string[] described = [.. options.SensitiveColumns.Concat(options.ControlColumns).Prepend(options.LabelColumn).Where(column => options.Dictionary.Describe(column) is not null)];
        if (described.Length > 0)
        {
            document.AddText($"{string.Join("; ", described.Select(options.Dictionary.Column))}.");
        }
    }

    private static void AddScalars(FigureDocument document, FairnessAudit audit)
    {
        document.AddHeading("Disparities");
        bool hasIntervals = audit.ScalarIntervals is not null;
        List<string[]> rows = [hasIntervals ? ["Figure", "Value", $"{Percent(audit.Options.Confidence)} interval"] : ["Figure", "Value"]];
        foreach ((string name, double value) in audit.Scalars)
        {
            string readable = name.Replace('_', ' ').Replace("|", ", ", StringComparison.Ordinal);
            rows.Add(hasIntervals ? [readable, Number(value), Interval(audit.ScalarIntervals![name])] : [readable, Number(value)]);
        }

        document.AddTable(rows, 1);
    }

    private static void AddImpact(FigureDocument document, ImpactTable table, TableDictionary dictionary)
    {
        string columns = string.Join(" × ", table.Columns);
        document.AddHeading($"Impact ratios by {columns}");
        string verdict = table.PassesFourFifths switch
        {
            true => $"Every group's selection rate is at least four fifths of the highest (smallest impact ratio {Number(table.SmallestImpactRatio)}).",
            false => $"The four-fifths rule is not met: the smallest impact ratio is {Number(table.SmallestImpactRatio)}.",
            null => "Nobody is selected, so there is nothing to compare.",
        };
        string median = table.MedianScore is { } score ? $" The scoring rate is the share above the median score, {Number(score)}." : "";
        document.AddText(
            $"{verdict} Rows of unknown group: {Count(table.Unknown)}.{median} "
            + "The p value is that of a two-sided test against the group with the highest rate.");
        bool hasScores = table.MedianScore is not null;
        string[] scoreHeader = hasScores ? ["scoring rate", "scoring impact ratio"] : [];
        List<string[]> rows =
        [
            [.. table.Columns, "rows", "selected", "share of rows", "selection rate", "impact ratio", .. scoreHeader, "p value", "remark"],
        ];
        foreach (ImpactRow row in table.Rows)
        {
            string[] scores = hasScores ? [Number(row.ScoringRate), Number(row.ScoringImpactRatio)] : [];
            string[] remarks = [.. row.FailsFourFifths ? ["below four fifths"] : (string[])[], .. row.IsSmall ? ["few rows"] : (string[])[]];
            rows.Add(
            [
                .. table.Columns.Zip(row.Cell, dictionary.Value), Count(row.Count), Count(row.Selected), Percent(row.Share), Number(row.SelectionRate),
                Number(row.ImpactRatio), .. scores, Chance(row.PValue), string.Join(", ", remarks),
            ]);
        }

        document.AddTable(rows, table.Columns.Count);
    }

    private static void AddData(FigureDocument document, DataFairness data)
    {
        document.AddHeading("The label itself");
        document.AddTable(
            [
                ["Figure", "Value"],
                ["label parity difference", Number(data.LabelParityDifference)],
                ["label parity ratio", Number(data.LabelParityRatio)],
                ["representation ratio (smallest to largest group)", Number(data.RepresentationRatio)],
                ["representation evenness", Number(data.RepresentationEvenness)],
                ["mutual information of group and label (nats)", Number(data.MutualInformation)],
                ["Cramér's V of group and label", Number(data.CramersV)],
                ["maximal correlation of group and label", Number(data.MaximalCorrelation)],
            ],
            1);
    }

    private static void AddWarnings(FigureDocument document, FairnessAudit audit)
    {
        if (audit.SmallCells.Count > 0)
        {
            string cells = string.Join("; ", audit.SmallCells.Select(cell => $"{string.Join(", ", audit.Frame.ByGroup.CellColumns.Zip(cell.Cell, audit.Options.Dictionary.Value))} ({cell.Summary.Count})"));
            document.AddText($"Groups with fewer than {audit.Options.SmallCellLimit} rows, whose figures are mostly chance: {cells}.");
        }

        foreach ((string column, long rows) in audit.UnknownGroups.Where(unknown => unknown.Value > 0))
        {
            document.AddText($"{Numbered.Of(rows, "row[|s] [has|have]")} no value in {column}.");
        }
    }
}
