using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on the classifier two-sample test: whether synthetic rows can be recognised.</summary>
internal sealed class DetectionSection(ReportFigures report, PageWriter page) : ReportSection("detection", "Detection", report, page)
{
    protected override void WriteBody()
    {
        Write($"<p>A classifier two-sample test: gradient-boosted trees learn to separate real rows from synthetic ones and are tested, by cross-validation, on rows they have not seen. An area under the ROC curve of 0.5 means that they cannot, 1 that they always can; well below 0.5 is a sign that synthetic rows repeat real ones. It is the strictest of these measures, since it sees relations of many columns at once.</p>\n");
        if (Report.Detection.FoldAreas.Count == 0)
        {
            Write($"<p>The tables have too few rows for this test.</p>\n");
            return;
        }

        HtmlTable table = new HtmlTable(HtmlText.Of($"Separating {Report.Detection.RowsPerTable} synthetic from {Report.Detection.RowsPerTable} real rows"))
            .TextColumn("Fold").Column("Area under the ROC curve");
        for (int fold = 0; fold < Report.Detection.FoldAreas.Count; fold++)
        {
            table.Row(HtmlText.Of($"{fold + 1}"), Score(Report.Detection.FoldAreas[fold]));
        }

        table.Row(new HtmlText("Mean"), Score(Report.Detection.AreaUnderRocCurve));
        WriteTable(table);
    }
}
