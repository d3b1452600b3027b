using System.Diagnostics;

namespace FairGan.Benchmarks;

/// <summary>Times work.</summary>
internal static class Stopwatches
{
    private const int Repeats = 7;

    /// <summary>The median seconds of several runs, after one that is not counted.</summary>
    public static double Median(Action work, int repeats = Repeats)
    {
        work();
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[repeats / 2];
    }
}
