using FairGan.Reporting.Quality.Utility;
using static FairGan.Reporting.Report.Figures.ShownDisparity;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The section with the outcome, the findings to look into, and the key figures.</summary>
internal sealed class SummarySection(ReportFigures report, PageWriter page) : ReportSection("summary", "Summary", report, page)
{
    private readonly ReportFindings _findings = new(report);

    protected override void WriteBody()
    {
        HtmlText outcome = Report.Label is null ? HtmlText.Empty : HtmlText.Of($" The favourable outcome is {HtmlText.Data(Report.Label)} = {HtmlText.Data(Report.Positive)}.");
        string left = Missing.LabelOrGroups is { } reason ? $" Not all of it can be answered: {reason}." : "";
        Write($"<p><strong>What was asked.</strong> Can the {Report.SyntheticRows} synthetic rows stand in for the {Report.RealRows} real ones: are outcomes distributed evenly between groups, do models trained on them work on real people, do they look like the real rows, and do they keep them private?{outcome}{left}</p>\n");
        WriteKeyFigures();
        WriteFindings();
    }

    public void WriteFindings()
    {
        Write($"<h3>What came out</h3>\n");
        WriteList(_findings.Outcome());
        List<HtmlText> attention = [.. _findings.Attention()];
        if (attention.Count == 0)
        {
            Write($"<div class=\"attention none\"><h3>Nothing passed a threshold</h3><p>No figure differs from its yardstick by enough for this report to remark on it. That is no approval: read the limits below.</p></div>\n");
        }
        else
        {
            Write($"<div class=\"attention\"><h3>To be looked into ({attention.Count})</h3>\n");
            WriteList(attention);
            Write($"</div>\n");
        }
    }

    private void WriteKeyFigures()
    {
        Write($"<dl class=\"figures\">\n");
        if (Report.LabelFairness.Count > 0)
        {
            LabelFairness fairness = Report.LabelFairness[^1];
            (LabelDisparity real, LabelDisparity synthetic) = DisparityOf(fairness);
            Figure("Label parity difference", Score(synthetic.DemographicParityDifference), HtmlText.Of($"by {Columns(fairness.Columns)}; real table {Score(real.DemographicParityDifference)}. 0 is parity."));
        }

        if (Report.Utility is { } utility)
        {
            if (utility.TrainedOnSynthetic.Partitions.Count > 0)
            {
                PartitionRates synthetic = utility.TrainedOnSynthetic.Partitions[^1];
                Figure(
                    "Model parity difference",
                    Score(ParityOf(synthetic)),
                    HtmlText.Of($"by {Columns(synthetic.Columns)}{By(ParityOf(synthetic, utility.TrainedOnSynthetic.Intervals?.Partitions[^1]))}; trained on real rows {Score(ParityOf(utility.TrainedOnReal.Partitions[^1]))}. 0 is parity."));
            }

            Figure(
                "Model area under the ROC curve",
                Score(utility.TrainedOnSynthetic.AreaUnderRocCurve),
                HtmlText.Of($"trained on real rows {Score(utility.TrainedOnReal.AreaUnderRocCurve)}; 95 % interval of the difference {Ends(utility.DifferenceIntervals?.AreaUnderRocCurve)}"));
        }

        Figure("Column shapes", Score(Report.Fidelity.MeanShape), HtmlText.Of($"halves of the real rows {Score(Report.RealHalves?.MeanShape ?? double.NaN)}; pair trends {Score(Report.Fidelity.MeanTrend)}"));
        Figure("Detection", Score(Report.Detection.AreaUnderRocCurve), new HtmlText("0.5: synthetic rows cannot be distinguished from real ones"));
        if (Report.Privacy is { } privacy)
        {
            Figure("Exact copies", Percent(privacy.ExactCopyShare), HtmlText.Of($"of the synthetic rows equal a real row; {Percent(privacy.CloserThanHeldOutShare)} are closer to a training row than the 5th percentile of unseen real rows (5% is expected)"));
        }

        if (Report.DifferentialPrivacy is { } guarantee)
        {
            Figure("Differential privacy", HtmlText.Of($"ε = {guarantee.Epsilon.ToString("R", CultureInfo.InvariantCulture)}"), HtmlText.Of($"δ = {guarantee.Delta.ToString("R", CultureInfo.InvariantCulture)}, by {guarantee.Unit}: a guarantee of the generator and its rows, not of this report"));
        }

        Write($"</dl>\n");
    }

    private void Figure(string name, HtmlText value, HtmlText remark) =>
        Write($"<div><dt>{name}</dt><dd class=\"value\">{value}</dd><dd>{remark}</dd></div>\n");
}
