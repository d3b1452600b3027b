
using FairGan.Reporting.Quality.Utility;

namespace FairGan.Reporting.Report.Figures;

/// <summary>The results at one strength of fairness.</summary>
/// <param name="Strength">The strength, 0 (labels as they were) to 1 (in full).</param>
/// <param name="SyntheticRows">How many rows were generated.</param>
/// <param name="LabelFairness">The fairness of their labels, for each sensitive column and for their intersection.</param>
/// <param name="Utility">A model trained on them and tested on real rows; <see langword="null"/> where no model was trained.</param>
public sealed record DialPoint(double Strength, int SyntheticRows, IReadOnlyList<LabelFairness> LabelFairness, UtilityResult? Utility);
