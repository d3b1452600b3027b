namespace FairGan.Export.Graph;

/// <summary>
/// Generates the label from the other columns: boosted trees give the log-odds of the positive value, and a map for each group moves
/// the probability toward the fair one, by the strength dial.
/// </summary>
/// <param name="Features">For every column of the table: the feature of each of its symbols, or null where the column's own number is the feature (and for the label).</param>
/// <param name="MissingFeature">For every column: the feature of a missing number.</param>
/// <param name="Trees">Trees whose leaves add up to the log-odds.</param>
/// <param name="Bias">Added to the sum of the leaves.</param>
/// <param name="FairMap">How groups' scores are moved; null where nothing is sensitive.</param>
internal sealed record LabelHead(IReadOnlyList<float[]?> Features, IReadOnlyList<float> MissingFeature, IReadOnlyList<DecisionTree> Trees, float Bias, FairScoreMap? FairMap);
