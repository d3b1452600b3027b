using System.Text;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;

namespace FairGan.Cli.Output;

/// <summary>The main figures of an audit as text for a terminal; the JSON and the HTML hold all of them.</summary>
internal static class AuditTable
{
    private static readonly (string Metric, string Name)[] s_groupFigures =
    [
        ("count", "rows"),
        ("selection_rate", "selection rate"),
        ("accuracy", "accuracy"),
        ("true_positive_rate", "TPR"),
        ("false_positive_rate", "FPR"),
        ("roc_auc", "AUC"),
    ];

    private static readonly (string Scalar, string Name)[] s_scalars =
    [
        ("demographic_parity_difference|between_groups", "demographic parity difference"),
        ("demographic_parity_ratio|between_groups", "demographic parity ratio"),
        ("equal_opportunity_difference|between_groups", "equal opportunity difference"),
        ("equalized_odds_difference|between_groups|worst_case", "equalized odds difference"),
        ("equalized_odds_ratio|between_groups|worst_case", "equalized odds ratio"),
        ("accuracy_score_difference|between_groups", "accuracy difference"),
    ];

    /// <summary>The text.</summary>
    public static string Of(FairnessAudit audit)
    {
        var text = new StringBuilder();
        FairnessAuditOptions options = audit.Options;
        string subject = options.PredictionColumn is null ? $"label {options.LabelColumn}" : $"prediction {options.PredictionColumn} of {options.LabelColumn}";
        text.Append(CultureInfo.InvariantCulture, $"{Numbered.Of(audit.Rows, "row[|s]")}; {subject}, positive value {options.Dictionary.Value(options.LabelColumn, audit.Frame.PositiveValue)}\n");
        if (audit.UnlabelledRows > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Numbered.Of(audit.UnlabelledRows, "row[|s]")} without a label left out\n");
        }

        text.Append('\n');
        text.Append(Groups(audit)).Append('\n');
        text.Append(Scalars(audit));
        foreach (ImpactTable impact in audit.Impact)
        {
            string verdict = impact.PassesFourFifths switch
            {
                true => "kept",
                false => "broken",
                null => "nobody is selected",
            };
            text.Append(CultureInfo.InvariantCulture, $"four-fifths rule by {string.Join(" × ", impact.Columns)}: {verdict} (smallest impact ratio {Number(impact.SmallestImpactRatio)})\n");
        }

        if (audit.SmallCells.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"groups with fewer than {options.SmallCellLimit} rows, whose figures are mostly chance: {audit.SmallCells.Count}\n");
        }

        return text.ToString();
    }

    private static TextTable Groups(FairnessAudit audit)
    {
        MetricFrame frame = audit.Frame;
        (string Metric, string Name)[] figures = [.. s_groupFigures.Where(figure => frame.Metrics.Contains(figure.Metric))];
        var table = new TextTable();
        table.Add([string.Join(" × ", frame.ByGroup.CellColumns), .. figures.Select(figure => figure.Name)]);
        for (int row = 0; row < frame.ByGroup.Count; row++)
        {
            Add(frame.ByGroup[row], string.Join(" × ", frame.ByGroup.CellColumns.Zip(frame.ByGroup[row].Cell, audit.Options.Dictionary.Value)), audit.Intervals?.ByGroup[row]);
        }

        for (int row = 0; row < frame.Overall.Count; row++)
        {
            Add(frame.Overall[row], string.Join(" × ", frame.Overall[row].Cell.Append("all")), audit.Intervals?.Overall[row]);
        }

        return table;

        void Add(MetricRow row, string name, IntervalRow? intervals) => table.Add([name, .. figures.Select(figure => Cell(row, figure.Metric, intervals))]);
    }

    private static string Cell(MetricRow row, string metric, IntervalRow? intervals) => metric == "count"
        ? (double.IsNaN(row[metric]) ? 0 : row[metric]).ToString("N0", CultureInfo.InvariantCulture)
        : Number(row[metric]) + Interval(intervals?.Values[metric]);

    private static TextTable Scalars(FairnessAudit audit)
    {
        var table = new TextTable();
        foreach ((string scalar, string name) in s_scalars)
        {
            if (audit.Scalars.TryGetValue(scalar, out double value))
            {
                table.Add(name, Number(value) + Interval(audit.ScalarIntervals?[scalar]));
            }
        }

        return table;
    }

    private static string Interval(BootstrapInterval? interval) => interval is { } ends ? $" [{Number(ends.Lower)}, {Number(ends.Upper)}]" : "";

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("F4", CultureInfo.InvariantCulture);
}
