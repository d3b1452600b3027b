using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Rows;

/// <summary>
/// Two attacks by the nearest generated rows: the distance to the closest one (GAN-Leaks, Chen et al. 2020,
/// https://arxiv.org/abs/1909.03935), and the density of generated rows over that of reference rows around the target (DOMIAS, van
/// Breugel et al. 2023, https://arxiv.org/abs/2302.12580), both densities by the k-th nearest neighbour.
/// </summary>
internal static class NearestRowAttacks
{
    private const int DensityNeighbours = 10;

    // Below, equal rows would make the ratio infinite.
    private const double LeastDistance = 1e-3;

    /// <summary>The scores of both attacks.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="reference">Rows of the same population that are neither training rows nor targets.</param>
    /// <param name="parallel">Threads and token.</param>
    public static (double[] Closest, double[] DensityRatio) Scores(
        ColumnarTable targets, ColumnarTable generated, ColumnarTable reference, ParallelOptions parallel)
    {
        var space = new RankSpace(reference);
        float[][] queries = space.Coordinates(targets);
        float[][] near = Neighbours.Find(space.Coordinates(generated), queries, DensityNeighbours, isSame: false, parallel).Distances;
        float[][] usual = Neighbours.Find(space.Coordinates(reference), queries, DensityNeighbours, isSame: false, parallel).Distances;
        return (
            Array.ConvertAll(near, distances => -(double)distances[0]),
            [.. usual.Zip(near, (other, own) => LogMean(other) - LogMean(own))]);
    }

    private static double LogMean(float[] distances) => distances.Average(distance => Math.Log(Math.Max(distance, LeastDistance)));
}
