using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Inference;

/// <summary>How near generated rows lie to training rows, compared with as many held-out rows.</summary>
internal static class NearestRowRates
{
    /// <summary>Measures generated rows.</summary>
    /// <param name="training">Training rows.</param>
    /// <param name="control">As many held-out rows.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="parallel">Threads and token.</param>
    public static NearestRows Of(ColumnarTable training, ColumnarTable control, ColumnarTable generated, ParallelOptions parallel)
    {
        var space = new RankSpace(TableStack.Of(training, control));
        float[][] queries = space.Coordinates(generated);
        float[][] own = Neighbours.Find(space.Coordinates(training), queries, 2, isSame: false, parallel).Distances;
        float[][] others = Neighbours.Find(space.Coordinates(control), queries, 2, isSame: false, parallel).Distances;
        double closer = own.Zip(others, (near, usual) => near[0] < usual[0] ? 1 : near[0] == usual[0] ? 0.5 : 0).Sum();
        FigureInterval interval = FigureInterval.OfShare((int)Math.Round(closer), queries[0].Length);
        return new NearestRows(queries[0].Length, closer / queries[0].Length, interval, MedianRatio(own), MedianRatio(others), VerdictRules.OfCloser(interval));
    }

    private static double MedianRatio(float[][] distances)
    {
        double[] ratios = [.. distances.Select(pair => pair[1] == 0 ? 1 : (double)pair[0] / pair[1]).Order()];
        return ratios[ratios.Length / 2];
    }
}
