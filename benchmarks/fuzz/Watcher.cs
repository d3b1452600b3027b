using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FairGan.Fuzz;

/// <summary>
/// Has inputs tried in another process, so that one that kills its process or does not end is noticed, and prints how many were tried
/// and what became of them.
/// </summary>
internal static partial class Watcher
{
    private const int MostReasons = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs until enough inputs were tried.</summary>
    /// <param name="paths">The files to damage.</param>
    /// <param name="first">Number of the first input.</param>
    /// <param name="inputs">How many at most.</param>
    /// <param name="time">How long at most.</param>
    /// <returns>0 where nothing failed.</returns>
    public static int Run(IReadOnlyList<string> paths, long first, long inputs, TimeSpan time)
    {
        long tried = 0, drawn = 0, refused = 0, failed = 0, crashed = 0, hung = 0, memory = 0;
        var reasons = new Dictionary<string, long>();
        var clock = Stopwatch.StartNew();
        while (tried < inputs && clock.Elapsed < time)
        {
            using var worker = Start(paths, first + tried, inputs - tried);
            string current = "";
            bool waits = false, isSlow = false;
            while (clock.Elapsed < time || waits)
            {
                var line = worker.StandardOutput.ReadLineAsync();
                isSlow = !line.Wait(s_patience);
                if (isSlow || line.Result is not { } text)
                {
                    break;
                }

                waits = long.TryParse(text, CultureInfo.InvariantCulture, out _);
                if (waits)
                {
                    current = text;
                    continue;
                }

                tried++;
                string[] said = text.Split(' ', 2);
                switch (said[0])
                {
                    case "drawn":
                        drawn++;
                        break;
                    case "refused":
                        refused++;
                        string reason = Names().Replace(said[1], "…");
                        reason = reason[..Math.Min(120, reason.Length)];
                        reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                        break;
                    default:
                        failed++;
                        Console.WriteLine($"input {current}: {text}");
                        break;
                }

                worker.Refresh();
                if (!worker.HasExited)
                {
                    memory = Math.Max(memory, worker.PeakWorkingSet64);
                }
            }

            bool isOver = clock.Elapsed >= time && !waits;
            if (isSlow || isOver)
            {
                worker.Kill();
            }

            worker.WaitForExit();
            if (waits)
            {
                tried++;
                (hung, crashed) = isSlow ? (hung + 1, crashed) : (hung, crashed + 1);
                Console.WriteLine($"input {current}: {(isSlow ? "hung" : $"ended the process with {worker.ExitCode}")}");
            }
        }

        foreach (var (reason, count) in reasons.OrderByDescending(reason => reason.Value).Take(MostReasons))
        {
            Console.WriteLine($"{count,8} refused: {reason}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"inputs {tried}, drawn from {drawn}, refused {refused}, failures {failed}, crashes {crashed}, hangs {hung}, seconds {clock.Elapsed.TotalSeconds:0}, most memory {memory >> 20} MB"));
        return failed + crashed + hung == 0 ? 0 : 1;
    }

    private static Process Start(IEnumerable<string> paths, long first, long inputs)
    {
        string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Watcher).Assembly.Location] : [];
        return Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [.. own, "--worker", "--first", first.ToString(CultureInfo.InvariantCulture), "--inputs", inputs.ToString(CultureInfo.InvariantCulture), .. paths])
        {
            RedirectStandardOutput = true,
        })!;
    }

    [GeneratedRegex("(?<![a-z])'[^']*'|[0-9]+")]
    private static partial Regex Names();
}
