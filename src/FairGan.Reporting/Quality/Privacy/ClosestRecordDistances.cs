namespace FairGan.Reporting.Quality.Privacy;

/// <summary>How far a set of rows lies from the training rows.</summary>
/// <param name="Rows">How many rows were measured.</param>
/// <param name="Median">The median distance to the closest training row, 0 (equal) to 1 (every cell as different as can be).</param>
/// <param name="FifthPercentile">The 5th percentile of that distance.</param>
/// <param name="ExactCopyShare">The share of all rows, measured or not, that equal a training row in every cell, 0 to 1.</param>
public sealed record ClosestRecordDistances(int Rows, double Median, double FifthPercentile, double ExactCopyShare)
{
    /// <summary>The distance at every fifth percentile, from 0 to 100: 21 numbers.</summary>
    public IReadOnlyList<double> Percentiles { get; init; } = [];
}
