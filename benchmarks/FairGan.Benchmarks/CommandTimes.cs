using System.Diagnostics;

namespace FairGan.Benchmarks;

/// <summary>Times the <c>fairgan</c> commands of two builds, each run in a process of its own and by turns, so that other work on the machine slows both.</summary>
/// <param name="previous">The previous build's FairGan.Cli.dll.</param>
/// <param name="current">This build's.</param>
internal sealed class CommandTimes(string previous, string current)
{
    /// <summary>The median seconds of both builds, after one run of each that is not counted.</summary>
    /// <param name="repeats">Timed runs of each.</param>
    /// <param name="arguments">The command's arguments.</param>
    public (double Previous, double Current) Median(int repeats, params string[] arguments)
    {
        List<double> before = [], after = [];
        for (int run = 0; run <= repeats; run++)
        {
            // The order changes, for the second of two runs finds the files in memory.
            foreach (bool isCurrent in run % 2 == 0 ? new[] { false, true } : [true, false])
            {
                double seconds = Seconds(isCurrent ? current : previous, arguments);
                if (run > 0)
                {
                    (isCurrent ? after : before).Add(seconds);
                }
            }
        }

        return (Middle(before), Middle(after));
    }

    /// <summary>Prints the seconds of both and how many times as fast the current build is.</summary>
    /// <param name="lines">The table.</param>
    /// <param name="name">What was timed.</param>
    /// <param name="times">The seconds.</param>
    /// <param name="target">The ratio that is wanted.</param>
    public static void Print(ReportLines lines, string name, (double Previous, double Current) times, double target)
    {
        lines.Plain($"{name}, previous build", times.Previous, "s");
        lines.Plain($"{name}, this build", times.Current, "s");
        lines.AtLeast($"{name}, times as fast", times.Previous / times.Current, target, "×");
    }

    private static double Seconds(string command, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [command, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        output.Wait();
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(begin).TotalSeconds
            : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} failed: {error}");
    }

    private static double Middle(List<double> seconds)
    {
        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
