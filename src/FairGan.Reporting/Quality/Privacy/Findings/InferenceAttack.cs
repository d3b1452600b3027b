namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>
/// An attack after Anonymeter (Giomi et al. 2023, https://doi.org/10.56553/popets-2023-0055): how much more often it succeeds against
/// training rows than against held-out rows, which it can only hit through what holds for everybody.
/// </summary>
/// <param name="Name">"singling-out-univariate", "singling-out-multivariate", "linkability" or "attribute-inference".</param>
/// <param name="Criterion">The criterion of the Article 29 Working Party's opinion 05/2014 that it answers: "singling out", "linkability" or "inference".</param>
/// <param name="Column">The column that is inferred; null for the other attacks.</param>
/// <param name="Attempts">Attempts against training rows, and as many against held-out rows.</param>
/// <param name="Rate">The share of the attempts against training rows that succeed.</param>
/// <param name="Control">The share of the attempts against held-out rows that succeed.</param>
/// <param name="Baseline">The share that succeeds by guessing without the generated rows.</param>
/// <param name="Risk">(rate − control) / (1 − control): the share of people who are exposed only by their training row.</param>
/// <param name="Interval">The 99 % interval of <paramref name="Risk"/>.</param>
/// <param name="Verdict">The severity of the result.</param>
internal sealed record InferenceAttack(
    string Name,
    string Criterion,
    string? Column,
    int Attempts,
    double Rate,
    double Control,
    double Baseline,
    double Risk,
    FigureInterval Interval,
    PrivacyVerdict Verdict);
