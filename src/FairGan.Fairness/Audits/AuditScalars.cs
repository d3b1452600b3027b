using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Audits;

/// <summary>
/// The scalar figures of an audit under Fairlearn's names, <c>name|method|aggregation</c>, computed from the bare numbers of a
/// frame without control columns, so that a bootstrap replicate costs no more than the arithmetic.
/// </summary>
internal sealed class AuditScalars
{
    private static readonly (string Name, DisparityMethod Method)[] s_methods =
    [
        ("between_groups", DisparityMethod.BetweenGroups),
        ("to_overall", DisparityMethod.ToOverall),
    ];

    private readonly bool _hasPrediction;
    private readonly Dictionary<string, int> _indices;

    public AuditScalars(bool hasPrediction, bool hasScores, bool hasProbabilities)
    {
        _hasPrediction = hasPrediction;
        CountMetrics = hasPrediction
            ?
            [
                GroupMetrics.SelectionRate, GroupMetrics.TruePositiveRate, GroupMetrics.TrueNegativeRate,
                GroupMetrics.FalsePositiveRate, GroupMetrics.FalseNegativeRate, GroupMetrics.Accuracy.Named("accuracy_score"),
                GroupMetrics.ZeroOneLoss, GroupMetrics.BalancedAccuracy.Named("balanced_accuracy_score"),
                GroupMetrics.Precision.Named("precision_score"), GroupMetrics.Recall.Named("recall_score"),
                GroupMetrics.F1.Named("f1_score"),
            ]
            : [GroupMetrics.SelectionRate];
        ScoreMetrics = hasProbabilities ? [GroupMetrics.RocAuc, GroupMetrics.LogLoss] : hasScores ? [GroupMetrics.RocAuc] : [];
        _indices = CountMetrics.Select((metric, i) => (metric.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
    }

    /// <summary>The metrics that the first argument of <see cref="Compute"/> must hold, in this order.</summary>
    public IReadOnlyList<GroupMetric> CountMetrics { get; }

    /// <summary>The metrics that the second argument of <see cref="Compute"/> must hold side by side, in this order.</summary>
    public IReadOnlyList<GroupMetric> ScoreMetrics { get; }

    /// <summary>The scalars; <paramref name="firstScore"/> is the place of the first score metric in <paramref name="scores"/>.</summary>
    public List<(string Name, double Value)> Compute(FrameFigures figures, FrameFigures scores, int firstScore)
    {
        var scalars = new List<(string, double)>();
        double[][] differences = [.. s_methods.Select(method => figures.Difference(method.Method))];
        double[][] ratios = [.. s_methods.Select(method => figures.Ratio(method.Method))];
        AddBoth("demographic_parity", "selection_rate");
        if (_hasPrediction)
        {
            AddOdds();
            AddBoth("equal_opportunity", "true_positive_rate");
        }

        foreach (string name in new[]
        {
            "selection_rate", "true_positive_rate", "true_negative_rate", "false_positive_rate", "false_negative_rate",
            "accuracy_score", "zero_one_loss",
        })
        {
            AddBoth(name, name);
        }

        double[] smallest = figures.GroupMin();
        foreach (string name in new[]
        {
            "accuracy_score", "balanced_accuracy_score", "precision_score", "recall_score", "f1_score",
        })
        {
            AddExtreme(name, "group_min", smallest);
        }

        AddExtreme("zero_one_loss", "group_max", figures.GroupMax());
        if (ScoreMetrics.Count > 0)
        {
            scalars.Add(("roc_auc_score_group_min", scores.GroupMin()[firstScore]));
        }

        if (ScoreMetrics.Count > 1)
        {
            scalars.Add(("log_loss_group_max", scores.GroupMax()[firstScore + 1]));
        }

        return scalars;

        void AddBoth(string name, string metric)
        {
            if (!_indices.TryGetValue(metric, out int index))
            {
                return;
            }

            for (int method = 0; method < s_methods.Length; method++)
            {
                scalars.Add(($"{name}_difference|{s_methods[method].Name}", differences[method][index]));
            }

            for (int method = 0; method < s_methods.Length; method++)
            {
                scalars.Add(($"{name}_ratio|{s_methods[method].Name}", ratios[method][index]));
            }
        }

        void AddOdds()
        {
            int truePositive = _indices["true_positive_rate"];
            int falsePositive = _indices["false_positive_rate"];
            (string Name, OddsAggregation Aggregation)[] aggregations =
                [("worst_case", OddsAggregation.WorstCase), ("mean", OddsAggregation.Mean)];
            for (int method = 0; method < s_methods.Length; method++)
            {
                foreach ((string name, OddsAggregation aggregation) in aggregations)
                {
                    scalars.Add((
                        $"equalized_odds_difference|{s_methods[method].Name}|{name}",
                        FairnessMetrics.CombineDifferences(differences[method][truePositive], differences[method][falsePositive], aggregation)));
                    scalars.Add((
                        $"equalized_odds_ratio|{s_methods[method].Name}|{name}",
                        FairnessMetrics.CombineRatios(ratios[method][truePositive], ratios[method][falsePositive], aggregation)));
                }
            }
        }

        void AddExtreme(string name, string extreme, double[] values)
        {
            if (_indices.TryGetValue(name, out int index))
            {
                scalars.Add(($"{name}_{extreme}", values[index]));
            }
        }
    }
}
