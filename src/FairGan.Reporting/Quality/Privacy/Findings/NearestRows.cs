namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>Whether generated rows lie closer to training rows than to as many held-out rows.</summary>
/// <param name="Rows">Generated rows measured.</param>
/// <param name="CloserToTraining">The share of them that lie closer to a training row; ties count half. 0.5 is what a generator that memorises nothing gives.</param>
/// <param name="Interval">The 99 % interval of that share.</param>
/// <param name="DistanceRatio">The median distance to the nearest training row over that to the second nearest, 0 to 1.</param>
/// <param name="ControlDistanceRatio">The same against held-out rows.</param>
/// <param name="Verdict">The severity of the result.</param>
internal sealed record NearestRows(
    int Rows, double CloserToTraining, FigureInterval Interval, double DistanceRatio, double ControlDistanceRatio, PrivacyVerdict Verdict);
