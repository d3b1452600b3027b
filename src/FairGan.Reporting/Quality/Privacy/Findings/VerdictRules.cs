namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>The thresholds of the verdicts. The ends of intervals are compared, not estimates, so that chance alone rarely causes a finding.</summary>
internal static class VerdictRules
{
    /// <summary>Area under the ROC curve above which the verdict is <see cref="PrivacyVerdict.LookIntoIt"/>.</summary>
    public const double LookAuc = 0.53;

    /// <summary>Area under the ROC curve above which nothing may be released.</summary>
    public const double StopAuc = 0.6;

    /// <summary>Share of members found at 1 % false positives above which nothing may be released.</summary>
    public const double StopTpr = 0.03;

    /// <summary>Risk above which the verdict is <see cref="PrivacyVerdict.LookIntoIt"/>.</summary>
    public const double LookRisk = 0.02;

    /// <summary>Risk above which nothing may be released.</summary>
    public const double StopRisk = 0.1;

    /// <summary>Share of generated rows closer to training rows above which the verdict is <see cref="PrivacyVerdict.LookIntoIt"/>.</summary>
    public const double LookCloser = 0.53;

    /// <summary>Share of generated rows closer to training rows above which nothing may be released.</summary>
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
