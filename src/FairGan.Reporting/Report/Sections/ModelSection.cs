using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Charts;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on models trained on real and on synthetic rows and tested on the same real rows.</summary>
internal sealed class ModelSection(ReportFigures report, PageWriter page) : ReportSection("models", "Fairness and utility of models", report, page)
{
    private const int MostGroups = 40;

    protected override void WriteBody()
    {
        if (IsLeftOut(Missing.Label))
        {
            return;
        }

        if (Report.Utility is not { } utility)
        {
            Write($"<p>No model could be trained and tested; the limits below give the reason.</p>\n");
            return;
        }

        UtilityResult real = utility.TrainedOnReal;
        UtilityResult synthetic = utility.TrainedOnSynthetic;
        Write($"<p>The same model (gradient-boosted trees, LightGBM) was trained once on real and once on synthetic rows, the sensitive columns among its features, and tested on the same {real.TestRows} real rows. It selects a row when it gives the favourable outcome a probability above one half. The <em>equalized odds difference</em> is the larger of the spans of true and of false positive rates over the groups. A true positive rate rests on the rows alone that are favourable in truth, a false positive rate on the others: where these are few, both are uncertain. The intervals below the figures are 95 % bootstrap intervals over the test rows; the models are fixed. A difference between groups cannot be negative, so its interval does not reach 0; the interval of the difference says whether the two models differ: where it includes 0, they may be alike.</p>\n");
        HtmlTable quality = new HtmlTable(new HtmlText("Utility: models tested on real rows"))
            .TextColumn("Measure").Column("Trained on real").Column("Trained on synthetic").Column("Difference");
        quality.Row(new HtmlText("Training rows"), HtmlText.Of($"{real.TrainingRows}"), HtmlText.Of($"{synthetic.TrainingRows}"), HtmlText.Empty);
        foreach ((string measure, Func<UtilityResult, double> figure, Func<UtilityIntervals, BootstrapInterval> interval) in new (string, Func<UtilityResult, double>, Func<UtilityIntervals, BootstrapInterval>)[]
        {
            ("Area under the ROC curve", model => model.AreaUnderRocCurve, ends => ends.AreaUnderRocCurve),
            ("Accuracy", model => model.Accuracy, ends => ends.Accuracy),
            ("F1 score", model => model.F1Score, ends => ends.F1Score),
        })
        {
            Compare(quality, measure, figure(real), figure(synthetic), utility, interval);
        }

        WriteTable(quality);
        for (int index = 0; index < real.Partitions.Count; index++)
        {
            WriteModelGroups(utility, index);
        }
    }

    private void WriteModelGroups(UtilityComparison utility, int index)
    {
        PartitionRates real = utility.TrainedOnReal.Partitions[index];
        PartitionRates synthetic = utility.TrainedOnSynthetic.Partitions[index];
        Write($"<h3>By {Columns(real.Columns)}</h3>\n");
        HtmlTable differences = new HtmlTable(HtmlText.Of($"Disparity of the models' decisions by {Columns(real.Columns)}"))
            .TextColumn("Measure").Column("Trained on real").Column("Trained on synthetic").Column("Difference");
        bool hasSmall = real.Groups.Any(group => group.Rows < PartitionRates.SmallGroupRows);
        string all = hasSmall ? ", all groups" : "";
        Row($"Demographic parity difference{all}", rates => rates.DemographicParityDifference, ends => ends.DemographicParityDifference);
        Row($"Equalized odds difference{all}", rates => rates.EqualizedOddsDifference, ends => ends.EqualizedOddsDifference);
        if (hasSmall)
        {
            Row("Demographic parity difference, without small groups", rates => rates.DemographicParityDifferenceWithoutSmall, ends => ends.DemographicParityDifferenceWithoutSmall);
            Row("Equalized odds difference, without small groups", rates => rates.EqualizedOddsDifferenceWithoutSmall, ends => ends.EqualizedOddsDifferenceWithoutSmall);
        }

        WriteTable(differences);
        WriteCharts([
            ReportCharts.ModelRates(real, synthetic, "Selection rate", group => group.SelectionRate),
            ReportCharts.ModelRates(real, synthetic, "True positive rate", group => group.TruePositiveRate),
            ReportCharts.ModelRates(real, synthetic, "False positive rate", group => group.FalsePositiveRate),
        ]);
        HtmlTable table = new HtmlTable(HtmlText.Of($"Decisions on the real test rows by {Columns(real.Columns)}, for the model trained on real and on synthetic rows"))
            .TextColumn("Group").Column("Test rows").Column("Favourable in truth")
            .Column("real", "Selection rate").Column("synthetic", "Selection rate")
            .Column("real", "True positive rate").Column("synthetic", "True positive rate")
            .Column("real", "False positive rate").Column("synthetic", "False positive rate");
        foreach ((GroupRates first, GroupRates second) in real.Groups.Zip(synthetic.Groups).Take(MostGroups))
        {
            table.Row(
                Named(first.Values, first.Rows < PartitionRates.SmallGroupRows),
                HtmlText.Of($"{first.Rows}"),
                HtmlText.Of($"{first.Positives}"),
                Percent(first.SelectionRate),
                Percent(second.SelectionRate),
                Percent(first.TruePositiveRate),
                Percent(second.TruePositiveRate),
                Percent(first.FalsePositiveRate),
                Percent(second.FalsePositiveRate));
        }

        WriteTable(table);
        NoteCut(real.Groups.Count, MostGroups, "groups, the largest first");
        NoteSmall(hasSmall, "the test rows");

        void Row(string measure, Func<PartitionRates, double> figure, Func<PartitionIntervals, BootstrapInterval> interval) =>
            Compare(differences, measure, figure(real), figure(synthetic), utility, ends => interval(ends.Partitions[index]));
    }

    private static void Compare(
        HtmlTable table, string measure, double real, double synthetic, UtilityComparison utility, Func<UtilityIntervals, BootstrapInterval> interval)
    {
        double difference = synthetic - real;
        HtmlText signed = difference >= 0.0005 ? HtmlText.Of($"+{Score(difference)}") : Score(Math.Abs(difference) < 0.0005 ? 0 : difference);
        table.Row(
            HtmlText.Of($"{measure}"),
            With(Score(real), utility.TrainedOnReal.Intervals),
            With(Score(synthetic), utility.TrainedOnSynthetic.Intervals),
            With(signed, utility.DifferenceIntervals));

        HtmlText With(HtmlText value, UtilityIntervals? intervals) => WithEnds(value, intervals is null ? null : interval(intervals));
    }
}
