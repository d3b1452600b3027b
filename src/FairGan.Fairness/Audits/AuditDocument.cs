using System.Globalization;
using System.Net;
using System.Text;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Audits;

/// <summary>An audit or a frame laid out for reading: headings, paragraphs and tables, written as Markdown or HTML.</summary>
internal sealed class AuditDocument
{
    private readonly List<Block> _blocks = [];

    private AuditDocument()
    {
    }

    public static AuditDocument Of(FairnessAudit audit)
    {
        var document = new AuditDocument();
        document.AddSubject(audit);
        document.AddScalars(audit);
        document.AddGroups(audit.Frame);
        foreach (ImpactTable table in audit.Impact)
        {
            document.AddImpact(table);
        }

        document.AddData(audit.Data);
        document.AddWarnings(audit);
        return document;
    }

    public static AuditDocument Of(MetricFrame frame)
    {
        var document = new AuditDocument();
        document.AddGroups(frame);
        document.AddDisparities(frame);
        return document;
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (Block block in _blocks)
        {
            if (block.Rows.Count == 0)
            {
                text.Append(block.IsHeading ? "## " : "").Append(EscapeMarkdown(block.Text)).Append("\n\n");
                continue;
            }

            string[] header = block.Rows[0];
            AppendMarkdownRow(text, header);
            text.Append('|');
            for (int column = 0; column < header.Length; column++)
            {
                text.Append(column < block.TextColumns ? " --- |" : " ---: |");
            }

            text.Append('\n');
            foreach (string[] row in block.Rows.Skip(1))
            {
                AppendMarkdownRow(text, row);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    public string ToHtml()
    {
        var text = new StringBuilder("<section class=\"fairness-audit\">\n");
        foreach (Block block in _blocks)
        {
            if (block.Rows.Count == 0)
            {
                string tag = block.IsHeading ? "h2" : "p";
                text.Append(CultureInfo.InvariantCulture, $"<{tag}>{WebUtility.HtmlEncode(block.Text)}</{tag}>\n");
                continue;
            }

            text.Append("<table>\n<thead>\n");
            AppendHtmlRow(text, block.Rows[0], "th", block.TextColumns);
            text.Append("</thead>\n<tbody>\n");
            foreach (string[] row in block.Rows.Skip(1))
            {
                AppendHtmlRow(text, row, "td", block.TextColumns);
            }

            text.Append("</tbody>\n</table>\n");
        }

        return text.Append("</section>\n").ToString();
    }

    private static void AppendMarkdownRow(StringBuilder text, string[] cells)
    {
        text.Append('|');
        foreach (string cell in cells)
        {
            text.Append(' ').Append(EscapeMarkdown(cell)).Append(" |");
        }

        text.Append('\n');
    }

    private static void AppendHtmlRow(StringBuilder text, string[] cells, string tag, int textColumns)
    {
        text.Append("<tr>");
        for (int column = 0; column < cells.Length; column++)
        {
            string alignment = column < textColumns ? "" : " style=\"text-align:right\"";
            text.Append(CultureInfo.InvariantCulture, $"<{tag}{alignment}>{WebUtility.HtmlEncode(cells[column])}</{tag}>");
        }

        text.Append("</tr>\n");
    }

    // Markdown lets HTML through, so a value is made harmless as HTML first and then as Markdown.
    /// <summary>Text from the data as Markdown shows it.</summary>
    public static string EscapeMarkdown(string value)
    {
        var text = new StringBuilder();
        foreach (char character in value)
        {
            text.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\r' or '\n' => " ",
                '\\' or '|' or '*' or '_' or '`' or '[' or ']' or '#' or '~' or '$' => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return text.ToString();
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "–" : value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Number(double? value) => Number(value ?? double.NaN);

    private static string Chance(double value) => value < 0.0001 ? "< 0.0001" : Number(value);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0.##%", CultureInfo.InvariantCulture);

    private static string Interval(BootstrapInterval interval) => $"{Number(interval.Lower)} to {Number(interval.Upper)}";

    private void AddSubject(FairnessAudit audit)
    {
        AddHeading("Group fairness");
        FairnessAuditOptions options = audit.Options;
        string subject = options.PredictionColumn is null
            ? $"the label {options.LabelColumn} itself"
            : $"the prediction {options.PredictionColumn} of the label {options.LabelColumn}";
        string controls = options.ControlColumns.Count > 0 ? $", within {string.Join(", ", options.ControlColumns)}" : "";
        string weights = options.WeightColumn is null ? "" : $" Rows are weighted by {options.WeightColumn}.";
        AddText(
            $"{Count(audit.Rows)} rows; {subject}, positive value {audit.Frame.PositiveValue}; "
            + $"groups by {string.Join(" × ", options.SensitiveColumns)}{controls}.{weights}");
    }

    private void AddScalars(FairnessAudit audit)
    {
        AddHeading("Disparities");
        bool hasIntervals = audit.ScalarIntervals is not null;
        List<string[]> rows = [hasIntervals ? ["Figure", "Value", $"{Percent(audit.Options.Confidence)} interval"] : ["Figure", "Value"]];
        foreach ((string name, double value) in audit.Scalars)
        {
            string readable = name.Replace('_', ' ').Replace("|", ", ", StringComparison.Ordinal);
            rows.Add(hasIntervals ? [readable, Number(value), Interval(audit.ScalarIntervals![name])] : [readable, Number(value)]);
        }

        _blocks.Add(new Block("", false, rows, 1));
    }

    private void AddGroups(MetricFrame frame)
    {
        AddHeading("By group");
        IEnumerable<string> metricNames = frame.Metrics.Select(metric => metric.Replace('_', ' '));
        List<string[]> rows = [[.. frame.ByGroup.CellColumns, .. metricNames]];
        rows.AddRange(frame.ByGroup.Select(row => (string[])[.. row.Cell, .. row.Values.Values.Select(Number)]));
        foreach (MetricRow row in frame.Overall)
        {
            IEnumerable<string> all = frame.SensitiveColumns.Select(_ => "(all)");
            rows.Add([.. row.Cell, .. all, .. row.Values.Values.Select(Number)]);
        }

        _blocks.Add(new Block("", false, rows, frame.ByGroup.CellColumns.Count));
    }

    private void AddDisparities(MetricFrame frame)
    {
        AddHeading("Disparities");
        MetricTable[] tables =
        [
            frame.Difference(), frame.Difference(DisparityMethod.ToOverall), frame.Ratio(), frame.Ratio(DisparityMethod.ToOverall),
        ];
        List<string[]> rows =
        [
            [.. frame.ControlColumns, "Figure", "difference between groups", "difference to overall", "ratio between groups", "ratio to overall"],
        ];
        for (int control = 0; control < frame.Overall.Count; control++)
        {
            rows.AddRange(frame.Metrics.Select(metric => (string[])
            [
                .. frame.Overall[control].Cell, metric.Replace('_', ' '), .. tables.Select(table => Number(table[control][metric])),
            ]));
        }

        _blocks.Add(new Block("", false, rows, frame.ControlColumns.Count + 1));
    }

    private void AddImpact(ImpactTable table)
    {
        string columns = string.Join(" × ", table.Columns);
        AddHeading($"Impact ratios by {columns}");
        string verdict = table.PassesFourFifths switch
        {
            true => $"Every group's selection rate is at least four fifths of the highest (smallest impact ratio {Number(table.SmallestImpactRatio)}).",
            false => $"The four-fifths rule is not met: the smallest impact ratio is {Number(table.SmallestImpactRatio)}.",
            null => "Nobody is selected, so there is nothing to compare.",
        };
        string median = table.MedianScore is { } score ? $" The scoring rate is the share above the median score, {Number(score)}." : "";
        AddText(
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
                .. row.Cell, Count(row.Count), Count(row.Selected), Percent(row.Share), Number(row.SelectionRate),
                Number(row.ImpactRatio), .. scores, Chance(row.Significance.PValue), string.Join(", ", remarks),
            ]);
        }

        _blocks.Add(new Block("", false, rows, table.Columns.Count));
    }

    private void AddData(DataFairness data)
    {
        AddHeading("The label itself");
        _blocks.Add(new Block(
            "",
            false,
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
            1));
    }

    private void AddWarnings(FairnessAudit audit)
    {
        if (audit.SmallCells.Count > 0)
        {
            string cells = string.Join("; ", audit.SmallCells.Select(cell => $"{string.Join(", ", cell.Cell)} ({cell.Summary.Count})"));
            AddText($"Groups with fewer than {audit.Options.SmallCellLimit} rows, whose figures are mostly chance: {cells}.");
        }

        foreach ((string column, long rows) in audit.UnknownGroups.Where(unknown => unknown.Value > 0))
        {
            AddText($"{Count(rows)} rows have no value in {column}.");
        }
    }

    private void AddHeading(string text) => _blocks.Add(new Block(text, true, [], 0));

    private void AddText(string text) => _blocks.Add(new Block(text, false, [], 0));

    /// <summary>A heading, a paragraph, or (where there are rows, the first being the header) a table.</summary>
    private sealed record Block(string Text, bool IsHeading, IReadOnlyList<string[]> Rows, int TextColumns);
}
