namespace FairGan.Reporting.Quality.Privacy;

/// <summary>How well an attacker who has the synthetic table recognises training rows.</summary>
/// <param name="Members">How many training rows were tried.</param>
/// <param name="Others">How many real rows that were not trained on were tried.</param>
/// <param name="AreaUnderRocCurve">The area under the ROC curve of the attack, 0 to 1: 0.5 is guessing.</param>
/// <param name="Advantage">
/// The largest true positive rate less false positive rate over all thresholds, 0 (guessing) to 1 (Yeom et al. 2018,
/// https://arxiv.org/abs/1709.01604). Chance alone makes it about <paramref name="ChanceAdvantage"/>.
/// </param>
/// <param name="ChanceAdvantage">What the advantage exceeds in one of twenty cases where the table gives nothing away (Smirnov's limit).</param>
/// <param name="TruePositiveRateAtOnePercent">
/// The share of members found at a false positive rate of at most 1 % (Carlini et al. 2022, https://arxiv.org/abs/2112.03570): guessing finds 1 %.
/// </param>
public sealed record MembershipResult(
    int Members, int Others, double AreaUnderRocCurve, double Advantage, double ChanceAdvantage, double TruePositiveRateAtOnePercent);
