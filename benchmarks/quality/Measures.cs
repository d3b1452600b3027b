using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using FairGan.Reporting.Quality.Detection;
using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Utility;
using Microsoft.ML;

namespace FairGan.Quality;

/// <summary>Everything that is measured of a table, by name and in the order of the printed table.</summary>
internal static class Measures
{
    // A group of fewer rows says little of its share.
    private const int FewestRows = 30;

    /// <summary>How close a table is to another one.</summary>
    /// <param name="context">What the models belong to.</param>
    /// <param name="real">The real rows.</param>
    /// <param name="other">The rows to compare.</param>
    /// <param name="sensitive">The sensitive columns.</param>
    public static IEnumerable<(string Name, double Value)> OfLikeness(MLContext context, IDataView real, IDataView other, IReadOnlyList<string> sensitive)
    {
        var fidelity = FidelityEvaluator.Compare(real, other, new FidelityOptions { SensitiveColumns = sensitive });
        var groups = fidelity.Partitions[^1].Groups.Where(group => group.RealRows >= FewestRows).ToArray();
        yield return ("shapes", fidelity.MeanShape);
        yield return ("worst column", fidelity.WorstColumn!.Shape);
        yield return ("trends", fidelity.MeanTrend);
        yield return ("worst pair", fidelity.WorstPair!.Trend);
        yield return ("worst group's shapes", groups.Min(group => group.MeanShape));
        yield return ("worst group's share off by", groups.Max(group => ShareError(group.RealRows, fidelity.RealRows, group.SyntheticRows, fidelity.SyntheticRows)));
        yield return ("C2ST", DetectionEvaluator.Measure(context, real, other).AreaUnderRocCurve);
    }

    /// <summary>How good and how fair models are that are trained on a table, and how fair its labels are.</summary>
    /// <param name="context">What the models belong to.</param>
    /// <param name="data">The data set, whose test rows are real.</param>
    /// <param name="rows">The rows to train on.</param>
    public static IEnumerable<(string Name, double Value)> OfUse(MLContext context, DataSet data, IDataView rows)
    {
        var model = UtilityEvaluator.TrainOnSyntheticTestOnReal(context, rows, data.Test, data.Label, data.Positive, new UtilityOptions { SensitiveColumns = data.Sensitive });
        yield return ("AUC, LightGBM", model.AreaUnderRocCurve);
        yield return ("F1, LightGBM", model.F1Score);
        yield return ("accuracy, LightGBM", model.Accuracy);
        var trees = PeerModel.FastTree(context, data, rows);
        yield return ("AUC, FastTree", trees.AreaUnderRocCurve);
        yield return ("F1, FastTree", trees.F1);
        yield return ("accuracy, FastTree", trees.Accuracy);
        var linear = PeerModel.LogisticRegression(context, data, rows);
        yield return ("AUC, logistic regression", linear.AreaUnderRocCurve);
        yield return ("F1, logistic regression", linear.F1);
        yield return ("accuracy, logistic regression", linear.Accuracy);
        yield return ("gap of labels", FairnessMetrics.DemographicParityDifference(Audit(data, rows).Frame));
        var (parity, odds) = ChanceGaps.Of([.. model.Partitions[^1].Groups.Where(group => group.Rows >= FewestRows)]);
        yield return ("gap of model", model.Partitions[^1].DemographicParityDifferenceWithoutSmall);
        yield return ("the same by chance", parity);
        yield return ("odds of model", model.Partitions[^1].EqualizedOddsDifferenceWithoutSmall);
        yield return ("odds by chance", odds);
    }

    /// <summary>Whether synthetic rows lie closer to the rows learned than other real rows do.</summary>
    /// <param name="data">The data set, whose test rows are the yardstick.</param>
    /// <param name="synthetic">The synthetic rows.</param>
    public static IEnumerable<(string Name, double Value)> OfPrivacy(DataSet data, IDataView synthetic)
    {
        var privacy = PrivacyEvaluator.Compare(data.Train, synthetic, data.Test);
        yield return ("share closer than held out's 5 %", privacy.CloserThanHeldOutShare);
        yield return ("copies less held out's", privacy.Synthetic.ExactCopyShare - privacy.HeldOut.ExactCopyShare);
    }

    /// <summary>The number of rows that have a label and groups.</summary>
    public static long Rows(DataSet data) => Audit(data, data.Train).Rows;

    /// <summary>By how much of itself a group's share is off.</summary>
    public static double ShareError(long groupRows, long rows, long otherGroupRows, long otherRows) =>
        Math.Abs(((double)otherGroupRows / otherRows / ((double)groupRows / rows)) - 1);

    private static FairnessAudit Audit(DataSet data, IDataView table) =>
        FairnessAudit.Run(table, new FairnessAuditOptions { LabelColumn = data.Label, PositiveValue = data.Positive, SensitiveColumns = data.Sensitive });
}
