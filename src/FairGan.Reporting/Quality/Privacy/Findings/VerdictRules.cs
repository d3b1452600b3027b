namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>From which figure on an attack counts. Intervals decide, not estimates, so that chance alone is hardly ever a finding.</summary>
internal static class VerdictRules
{
    /// <summary>An area under the ROC curve, surely above which one has to look.</summary>
    public const double LookAuc = 0.53;

    /// <summary>An area surely above which nothing may be given away.</summary>
    public const double StopAuc = 0.6;

    /// <summary>Members found at 1 % false positives, surely above which nothing may be given away.</summary>
    public const double StopTpr = 0.03;

    /// <summary>A risk surely above which one has to look.</summary>
    public const double LookRisk = 0.02;

    /// <summary>A risk surely above which nothing may be given away.</summary>
    public const double StopRisk = 0.1;

    /// <summary>A share of generated rows closer to training rows, surely above which one has to look.</summary>
    public const double LookCloser = 0.53;

    /// <summary>The share surely above which nothing may be given away.</summary>
    public const double StopCloser = 0.6;

    /// <summary>The verdict on a membership attack.</summary>
    /// <param name="auc">The interval of the area under the ROC curve.</param>
    /// <param name="tpr">The interval of the share of members found.</param>
    /// <param name="falsePositives">The interval of the share of others taken for members at the same score.</param>
    public static PrivacyVerdict OfMembership(FigureInterval auc, FigureInterval tpr, FigureInterval falsePositives) =>
        auc.Low > StopAuc || (tpr.Low > StopTpr && tpr.Low > falsePositives.High) ? PrivacyVerdict.DoNotRelease
        : auc.Low > LookAuc ? PrivacyVerdict.LookIntoIt
        : PrivacyVerdict.NothingFound;

    /// <summary>The verdict on a risk.</summary>
    public static PrivacyVerdict OfRisk(FigureInterval risk) => Of(risk, LookRisk, StopRisk);

    /// <summary>The verdict on the share of rows closer to training rows.</summary>
    public static PrivacyVerdict OfCloser(FigureInterval share) => Of(share, LookCloser, StopCloser);

    private static PrivacyVerdict Of(FigureInterval interval, double look, double stop) =>
        interval.Low > stop ? PrivacyVerdict.DoNotRelease : interval.Low > look ? PrivacyVerdict.LookIntoIt : PrivacyVerdict.NothingFound;
}
