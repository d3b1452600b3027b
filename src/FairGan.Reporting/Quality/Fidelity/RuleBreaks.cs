namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>How often a rule between columns is broken.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="RealShare">Share of the real rows that break it, 0 to 1; NaN where there are some, but too few to be reported.</param>
/// <param name="SyntheticShare">The same of the synthetic rows.</param>
internal sealed record RuleBreaks(string Rule, double RealShare, double SyntheticShare);
