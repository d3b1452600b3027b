using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Charts;
using static FairGan.Reporting.Report.Figures.ShownDisparity;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on disparity and utility at each strength of fairness.</summary>
internal sealed class StrengthSection(ReportFigures report, PageWriter page) : ReportSection("dial", "Strength of fairness", report, page)
{
    protected override void WriteBody()
    {
        if (IsLeftOut(Missing.Label))
        {
            return;
        }

        if (Report.Dial.Count == 0)
        {
            Write($"<p>Not measured: this needs the generator of the synthetic table (on the command line, --model), and one whose strength can be chosen.</p>\n");
            return;
        }

        Write($"<p>The generator's labels can be sampled at any strength of fairness, without training again: 0 leaves them as it learned them, 1 moves them in full. At each strength {Report.Dial[0].SyntheticRows} rows were generated and a model was trained on them and tested on the real test rows; they are not the rows of the given table, so that its own figures, in the last column below, differ by chance and by the number of rows. A model that selects at random, or nobody, is even as well: only together with usefulness does a small disparity mean something. Parity and equalized odds pull apart where the real outcomes of the groups differ, so that closing one may open the other.</p>\n");
        WriteBeforeAfter();
        WriteCharts([.. Report.Dial.Any(point => point.Utility is { Partitions.Count: > 0 }) ? [ReportCharts.Frontier(Report.Dial, Report.Utility?.TrainedOnReal)] : Array.Empty<Chart>(), ReportCharts.Dial(Report.Dial)]);
    }

    private void WriteBeforeAfter()
    {
        (string Name, int? Rows, IReadOnlyList<LabelDisparity> Labels, UtilityResult? Model)[] columns =
        [
            ("Real", Report.Utility?.TrainedOnReal.TrainingRows, [.. Report.LabelFairness.Select(labels => DisparityOf(labels).Real)], Report.Utility?.TrainedOnReal),
            .. Report.Dial.Where(point => point.Strength == 0 || point.Strength == Report.Strength).Select(point => (
                $"Strength {Strength(point.Strength)}",
                (int?)point.SyntheticRows,
                (IReadOnlyList<LabelDisparity>)[.. point.LabelFairness.Select(labels => DisparityOf(labels).Synthetic)],
                point.Utility)),
            ("Given table", Report.SyntheticRows, [.. Report.LabelFairness.Select(labels => DisparityOf(labels).Synthetic)], Report.Utility?.TrainedOnSynthetic),
        ];
        HtmlTable table = new HtmlTable(new HtmlText("Before and after: real rows, rows at strength 0, rows at the chosen strength, and the given table")).TextColumn("Measure");
        foreach (var column in columns)
        {
            table.Column(column.Name);
        }

        table.Row([new HtmlText("Rows"), .. columns.Select(column => column.Rows is { } rows ? HtmlText.Of($"{rows}") : new HtmlText("–"))]);
        for (int index = 0; index < Report.LabelFairness.Count; index++)
        {
            HtmlText by = Columns(Report.LabelFairness[index].Columns);
            table.Row([HtmlText.Of($"Parity difference of the labels by {by}"), .. columns.Select(column => Score(column.Labels[index].DemographicParityDifference))]);
            table.Row([HtmlText.Of($"Parity difference of a model by {by}"), .. columns.Select(column => OfModel(column.Model, index, ParityOf, ParityOf))]);
            table.Row([HtmlText.Of($"Equalized odds difference of a model by {by}"), .. columns.Select(column => OfModel(column.Model, index, OddsOf, OddsOf))]);
        }

        table.Row([
            new HtmlText("Area under the ROC curve of a model"),
            .. columns.Select(column => WithEnds(Score(column.Model?.AreaUnderRocCurve ?? double.NaN), column.Model?.Intervals?.AreaUnderRocCurve))]);
        WriteTable(table);

        static HtmlText OfModel(UtilityResult? model, int index, Func<PartitionRates, double> figure, Func<PartitionRates, PartitionIntervals?, BootstrapInterval?> interval) =>
            model is null ? Score(double.NaN) : WithEnds(Score(figure(model.Partitions[index])), interval(model.Partitions[index], model.Intervals?.Partitions[index]));
    }
}
