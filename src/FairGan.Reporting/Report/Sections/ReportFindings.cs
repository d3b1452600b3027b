using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Quality.Utility;
using static FairGan.Reporting.Report.Figures.ShownDisparity;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report in sentences: what came out, and what needs a person's attention.</summary>
internal sealed class ReportFindings(ReportFigures report)
{
    // Thresholds of the remarks: conventions of this report, stated in its text, not those of a standard.
    private const double NoticeableDifference = 0.02;
    private const double NoticeableDisparity = 0.1;
    private const double NoticeableShapeLoss = 0.05;
    private const double NoticeableDetection = 0.7;
    private const double NoticeableRepetition = 0.45;
    private const double NoticeableCloseness = 0.1;
    private const double NoticeableCopies = 0.01;
    private const int MostNamed = 5;

    /// <summary>Sentences on the outcome, one per subject.</summary>
    public IEnumerable<HtmlText> Outcome()
    {
        foreach (LabelFairness fairness in report.LabelFairness)
        {
            yield return LabelSentence(fairness);
        }

        if (report.Utility is { } utility)
        {
            yield return HtmlText.Of($"A model trained on the synthetic rows ranks real test rows with an area under the ROC curve of {Score(utility.TrainedOnSynthetic.AreaUnderRocCurve)}; trained on the real rows it reaches {Score(utility.TrainedOnReal.AreaUnderRocCurve)}.");
            for (int index = 0; index < utility.TrainedOnReal.Partitions.Count; index++)
            {
                PartitionRates real = utility.TrainedOnReal.Partitions[index];
                PartitionRates synthetic = utility.TrainedOnSynthetic.Partitions[index];
                yield return HtmlText.Of($"By {Columns(real.Columns)}, the share of test rows that the model selects differs by up to {Score(ParityOf(synthetic))} when it is trained on the synthetic rows, and by up to {Score(ParityOf(real))} when it is trained on the real rows.");
            }
        }

        HtmlText expected = report.RealHalves is { } halves
            ? HtmlText.Of($"; two halves of the real rows score {Score(halves.MeanShape)} and {Score(halves.MeanTrend)} against each other")
            : HtmlText.Empty;
        yield return HtmlText.Of($"The distributions of the columns agree to {Score(report.Fidelity.MeanShape)} and the relations of pairs of columns to {Score(report.Fidelity.MeanTrend)} on a scale from 0 to 1{expected}.");
        if (!double.IsNaN(report.Detection.AreaUnderRocCurve))
        {
            yield return HtmlText.Of($"A classifier trained to separate synthetic rows from real ones reaches an area under the ROC curve of {Score(report.Detection.AreaUnderRocCurve)} (0.5: it cannot; 1: it always can).");
        }

        if (report.Privacy is { } privacy)
        {
            HtmlText yardstick = privacy.UsedHalves
                ? HtmlText.Of($"; against a random half of the real rows it is {Percent(privacy.Synthetic.ExactCopyShare)}, and {Percent(privacy.HeldOut.ExactCopyShare)} of the rows of the other half")
                : HtmlText.Of($"; so are {Percent(privacy.HeldOut.ExactCopyShare)} of the real rows that were not trained on");
            yield return HtmlText.Of($"{Percent(privacy.ExactCopyShare)} of the synthetic rows are exact copies of a real row{yardstick}. {Percent(privacy.CloserThanHeldOutShare)} are closer to a training row than the 5th percentile of unseen real rows (5% is expected).");
        }
    }

    /// <summary>Sentences on what a reader should look into; none when nothing passed a threshold.</summary>
    public IEnumerable<HtmlText> Attention() =>
        [.. TrainingRemarks(), .. LabelRemarks(), .. ModelRemarks(), .. FidelityRemarks(), .. GroupRemarks(), .. PrivacyRemarks()];

    private IEnumerable<HtmlText> TrainingRemarks() => report.Training?.CutShortRemark is { } remark ? [HtmlText.Of($"{char.ToUpperInvariant(remark[0]).ToString()}{remark[1..]}.")] : [];

    // States whether a difference between two models may be chance.
    private static HtmlText Chance(BootstrapInterval? difference) => difference is not { } ends || double.IsNaN(ends.Lower) ? HtmlText.Empty
        : ends.Lower <= 0 && ends.Upper >= 0 ? HtmlText.Of($" The 95 % interval of the difference, {Ends(ends)}, includes 0: it may be chance.")
        : HtmlText.Of($" The 95 % interval of the difference, {Ends(ends)}, does not include 0.");

    private static HtmlText LabelSentence(LabelFairness fairness)
    {
        (LabelDisparity real, LabelDisparity synthetic) = DisparityOf(fairness);
        return HtmlText.Of($"By {Columns(fairness.Columns)}, the favourable share of the labels differs by up to {Score(real.DemographicParityDifference)} in the real table and {Score(synthetic.DemographicParityDifference)} in the synthetic one. The smallest share over the largest is {Score(real.DemographicParityRatio)} and {Score(synthetic.DemographicParityRatio)}; the four-fifths rule {Rules(real, synthetic)}.");
    }

    private static string Rules(LabelDisparity real, LabelDisparity synthetic) => (real.MeetsFourFifthsRule, synthetic.MeetsFourFifthsRule) switch
    {
        (true, true) => "is met in both tables",
        (false, false) => "is met in neither table",
        (false, true) => "is met in the synthetic table but not in the real one",
        (true, false) => "is met in the real table but not in the synthetic one",
        _ => "cannot be applied where nobody has the favourable outcome",
    };

    private IEnumerable<HtmlText> LabelRemarks()
    {
        foreach (LabelFairness fairness in report.LabelFairness)
        {
            (LabelDisparity real, LabelDisparity synthetic) = DisparityOf(fairness);
            if (synthetic.MeetsFourFifthsRule == false)
            {
                yield return HtmlText.Of($"The synthetic labels do not meet the four-fifths rule by {Columns(fairness.Columns)} (ratio {Score(synthetic.DemographicParityRatio)}).");
            }

            if (synthetic.DemographicParityDifference > real.DemographicParityDifference + NoticeableDifference)
            {
                yield return HtmlText.Of($"The synthetic labels differ more by {Columns(fairness.Columns)} than the real ones ({Score(synthetic.DemographicParityDifference)} against {Score(real.DemographicParityDifference)}).");
            }

            List<LabelGroup> small = [.. fairness.Groups.Where(group => group.IsSmall)];
            if (small.Count > 0)
            {
                yield return HtmlText.Of($"By {Columns(fairness.Columns)}, {Counted(small.Count, "group has", "groups have")} fewer than {LabelFairness.SmallCellRows} rows in one of the tables: {Named(small, group => group.Values)}. Their rates are uncertain, and the differences in this summary leave them out where at least two other groups remain.");
            }
        }
    }

    private IEnumerable<HtmlText> ModelRemarks()
    {
        if (report.Utility is not { } utility)
        {
            yield break;
        }

        double loss = utility.TrainedOnReal.AreaUnderRocCurve - utility.TrainedOnSynthetic.AreaUnderRocCurve;
        if (loss > NoticeableDifference)
        {
            yield return HtmlText.Of($"Training on the synthetic rows instead of the real ones costs {Score(loss)} of area under the ROC curve.{Chance(utility.DifferenceIntervals?.AreaUnderRocCurve)}");
        }

        for (int index = 0; index < utility.TrainedOnReal.Partitions.Count; index++)
        {
            double real = ParityOf(utility.TrainedOnReal.Partitions[index]);
            double synthetic = ParityOf(utility.TrainedOnSynthetic.Partitions[index]);
            HtmlText columns = Columns(utility.TrainedOnReal.Partitions[index].Columns);
            double labels = DisparityOf(report.LabelFairness[index]).Synthetic.DemographicParityDifference;
            if (synthetic > real + NoticeableDifference)
            {
                yield return HtmlText.Of($"The model trained on the synthetic rows is less even by {columns} than the one trained on the real rows ({Score(synthetic)} against {Score(real)}).{Chance(ParityOf(utility.TrainedOnReal.Partitions[index], utility.DifferenceIntervals?.Partitions[index]))}");
            }
            else if (synthetic > NoticeableDisparity && labels < NoticeableDisparity / 2)
            {
                yield return HtmlText.Of($"The synthetic labels are nearly even by {columns} ({Score(labels)}), and yet the model trained on them is not ({Score(synthetic)}): other columns act as proxies for the sensitive one.");
            }

            double realOdds = OddsOf(utility.TrainedOnReal.Partitions[index]);
            double syntheticOdds = OddsOf(utility.TrainedOnSynthetic.Partitions[index]);
            if (syntheticOdds > realOdds + NoticeableDifference)
            {
                yield return HtmlText.Of($"By {columns}, the error rates of the model trained on the synthetic rows differ more (equalized odds difference {Score(syntheticOdds)} against {Score(realOdds)}), which equal selection rates do not show.{Chance(OddsOf(utility.TrainedOnReal.Partitions[index], utility.DifferenceIntervals?.Partitions[index]))}");
            }
        }
    }

    private IEnumerable<HtmlText> FidelityRemarks()
    {
        double expected = report.RealHalves?.WorstShape ?? 1;
        List<ColumnFidelity> weak = [.. report.Fidelity.Columns.Where(column => column.Shape < expected - NoticeableShapeLoss).OrderBy(column => column.Shape)];
        if (weak.Count > 0)
        {
            yield return HtmlText.Of($"{Counted(weak.Count, "column follows", "columns follow")} the real distribution noticeably less well than one half of the real rows follows the other: {Listed(weak, column => HtmlText.Data(column.Column))}.");
        }

        double expectedTrend = report.RealHalves?.WorstTrend ?? 1;
        List<PairFidelity> loose = [.. report.Fidelity.Pairs.Where(pair => pair.Trend < expectedTrend - NoticeableShapeLoss).OrderBy(pair => pair.Trend)];
        if (loose.Count > 0)
        {
            yield return HtmlText.Of($"The relation of {Counted(loose.Count, "pair of columns is", "pairs of columns is")} reproduced noticeably less well than the worst pair of two halves of the real rows: {Listed(loose, pair => HtmlText.Of($"{HtmlText.Data(pair.First)} and {HtmlText.Data(pair.Second)} ({Score(pair.Trend)}{Correlations(pair)})"))}.");
        }

        if (report.Detection.AreaUnderRocCurve > NoticeableDetection)
        {
            yield return HtmlText.Of($"A classifier can often separate synthetic rows from real ones (area under the ROC curve {Score(report.Detection.AreaUnderRocCurve)}).");
        }
    }

    private static HtmlText Correlations(PairFidelity pair) =>
        pair.BothNumeric ? HtmlText.Of($"; correlation {Score(pair.RealCorrelation)} in the real table, {Score(pair.SyntheticCorrelation)} in the synthetic one") : HtmlText.Empty;

    private IEnumerable<HtmlText> GroupRemarks()
    {
        for (int index = 0; index < report.Fidelity.Partitions.Count; index++)
        {
            PartitionFidelity partition = report.Fidelity.Partitions[index];
            List<GroupFidelity> lost = [.. partition.Groups.Where(group => group.RealRows > 0 && group.SyntheticRows == 0)];
            if (lost.Count > 0)
            {
                yield return HtmlText.Of($"By {Columns(partition.Columns)}, {Counted(lost.Count, "group of the real table has", "groups of the real table have")} no synthetic row: {Named(lost, group => group.Values)}.");
            }

            Dictionary<string, double> halves = report.RealHalves?.Partitions[index].Groups.ToDictionary(group => GroupKey.Of(group.Values), group => group.MeanShape) ?? [];
            List<GroupFidelity> weak = [.. partition.Groups.Where(group => group.SyntheticRows > 0
                && group.MeanShape < halves.GetValueOrDefault(GroupKey.Of(group.Values), double.NaN) - NoticeableShapeLoss)];
            if (weak.Count > 0)
            {
                yield return HtmlText.Of($"By {Columns(partition.Columns)}, {Counted(weak.Count, "group is", "groups are")} reproduced noticeably less well than halves of the real rows would suggest: {Named(weak, group => group.Values)}.");
            }
        }
    }

    private IEnumerable<HtmlText> PrivacyRemarks()
    {
        if (report.Privacy is not { } privacy)
        {
            yield break;
        }

        if (report.Detection.AreaUnderRocCurve < NoticeableRepetition)
        {
            yield return HtmlText.Of($"The detection test does worse than chance ({Score(report.Detection.AreaUnderRocCurve)}): synthetic rows resemble single real rows so closely that the classifier takes them for these, a sign of repeated rows.");
        }

        if (privacy.CloserThanHeldOutShare > NoticeableCloseness)
        {
            yield return HtmlText.Of($"{Percent(privacy.CloserThanHeldOutShare)} of the synthetic rows are closer to a training row than the 5th percentile of other real rows (5% is expected): the generator may repeat rows.");
        }

        if (report.Membership is { } attack && attack.Advantage > attack.ChanceAdvantage)
        {
            yield return HtmlText.Of($"A membership attack does better than chance: its advantage is {Score(attack.Advantage)}, where chance alone exceeds {Score(attack.ChanceAdvantage)} in one of twenty cases.");
        }

        if (report.Attacks is { Verdict: not PrivacyVerdict.NothingFound } attacks)
        {
            yield return HtmlText.Of($"Attacks on the privacy of training rows: {AttackFindings.Words(attacks.Verdict)}. {attacks.Findings[0]}");
        }

        if (privacy.Synthetic.ExactCopyShare > privacy.HeldOut.ExactCopyShare + NoticeableCopies)
        {
            yield return HtmlText.Of($"Synthetic rows copy training rows more often ({Percent(privacy.Synthetic.ExactCopyShare)}) than other real rows coincide with them ({Percent(privacy.HeldOut.ExactCopyShare)}), counted the same way.");
        }
    }

    private static HtmlText Counted(int count, string one, string many) => HtmlText.Of($"{count} {(count == 1 ? one : many)}");

    private static HtmlText Named<T>(List<T> items, Func<T, IReadOnlyList<string?>> values) => Listed(items, item => Group(values(item)));

    private static HtmlText Listed<T>(List<T> items, Func<T, HtmlText> name)
    {
        HtmlText names = HtmlText.Join(", ", items.Take(MostNamed).Select(name));
        return items.Count > MostNamed ? HtmlText.Of($"{names} and {items.Count - MostNamed} more") : names;
    }
}
