using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FairGan.Fuzz;

/// <summary>
/// Has inputs tried in another process, so that one that kills its process, does not end or takes too much memory is noticed, and prints
/// how many were tried and what became of them.
/// </summary>
internal sealed partial class Watcher
{
    private const int MostReasons = 20;
    private const long MostMemory = 2L << 30;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, long> _reasons = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _time;
    private long _tried, _used, _refused, _failed, _crashed, _hung, _large, _memory;
    private TimeSpan _longest;

    private Watcher(TimeSpan time) => _time = time;

    private bool IsOver => _clock.Elapsed >= _time;

    /// <summary>Runs until enough inputs were tried.</summary>
    /// <param name="reader">What reads them.</param>
    /// <param name="paths">The files to damage.</param>
    /// <param name="first">Number of the first input.</param>
    /// <param name="inputs">How many at most.</param>
    /// <param name="time">How long at most.</param>
    /// <param name="keep">A folder for the inputs that fail; null for none.</param>
    /// <returns>0 where nothing failed.</returns>
    public static int Run(string reader, IReadOnlyList<string> paths, long first, long inputs, TimeSpan time, string? keep)
    {
        var watcher = new Watcher(time);
        string folder = Directory.CreateTempSubdirectory("fairgan-fuzz-").FullName;
        try
        {
            return watcher.Run(reader, paths, first, inputs, folder, keep);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private int Run(string reader, IReadOnlyList<string> paths, long first, long inputs, string folder, string? keep)
    {
        while (_tried < inputs && !IsOver)
        {
            using Process worker = Start(reader, paths, first + _tried, inputs - _tried, folder, keep);
            long before = _tried;
            Watch(worker);
            if (_tried == before && !IsOver)
            {
                Console.WriteLine($"The process ended with {worker.ExitCode} before an input.");
                return 1;
            }
        }

        foreach (var (reason, count) in _reasons.OrderByDescending(reason => reason.Value).Take(MostReasons))
        {
            Console.WriteLine($"{count,8} refused: {reason}");
        }

        Console.WriteLine(Summary());
        return _failed + _crashed + _hung + _large == 0 ? 0 : 1;
    }

    private string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"inputs {_tried}, used {_used}, refused {_refused}, failures {_failed}, crashes {_crashed}, hangs {_hung}, over 2 GB {_large}, seconds {_clock.Elapsed.TotalSeconds:0}, longest {_longest.TotalSeconds:0.0} s, most memory {_memory >> 20} MB");

    private void Watch(Process worker)
    {
        string? current = null;
        var since = Stopwatch.StartNew();
        Task<string?> line = worker.StandardError.ReadLineAsync();
        while (current is not null || !IsOver)
        {
            if (!line.Wait(s_look))
            {
                if (End(worker, current, since.Elapsed))
                {
                    return;
                }

                continue;
            }

            if (line.Result is not { } text)
            {
                break;
            }

            line = worker.StandardError.ReadLineAsync();
            if (!text.StartsWith(Trial.Mark, StringComparison.Ordinal))
            {
                continue;
            }

            text = text[Trial.Mark.Length..];
            if (current is null)
            {
                (current, since) = (text, Stopwatch.StartNew());
                continue;
            }

            Note(current, text, since.Elapsed);
            if (End(worker, current, TimeSpan.Zero))
            {
                return;
            }

            current = null;
        }

        if (IsOver && current is null)
        {
            worker.Kill();
        }

        worker.WaitForExit();
        if (current is not null)
        {
            _tried++;
            _crashed++;
            Console.WriteLine($"input {current}: ended the process with {worker.ExitCode}");
        }
    }

    private void Note(string input, string text, TimeSpan time)
    {
        _tried++;
        _longest = time > _longest ? time : _longest;
        string[] parts = text.Split(' ', 2);
        switch (parts[0])
        {
            case "used":
                _used++;
                break;
            case "refused":
                _refused++;
                string reason = Names().Replace(parts[1], "…");
                reason = reason[..Math.Min(140, reason.Length)];
                _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
                break;
            default:
                _failed++;
                Console.WriteLine($"input {input}: {text}");
                break;
        }
    }

    // Ends a process that takes too long or too much memory.
    private bool End(Process worker, string? input, TimeSpan time)
    {
        worker.Refresh();
        long memory = worker.HasExited ? 0 : worker.PeakWorkingSet64;
        _memory = Math.Max(_memory, memory);
        bool isLarge = memory > MostMemory, isSlow = input is not null && time > s_patience;
        if (!isLarge && !isSlow)
        {
            return false;
        }

        worker.Kill();
        worker.WaitForExit();
        _tried += time > TimeSpan.Zero ? 1 : 0;
        (_large, _hung) = isLarge ? (_large + 1, _hung) : (_large, _hung + 1);
        Console.WriteLine($"input {input}: {(isLarge ? $"took {memory >> 20} MB" : "hung")}");
        return true;
    }

    private static Process Start(string reader, IEnumerable<string> paths, long first, long inputs, string folder, string? keep)
    {
        string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Watcher).Assembly.Location] : [];
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                .. own, "--worker", "--reader", reader, "--first", first.ToString(CultureInfo.InvariantCulture), "--inputs", inputs.ToString(CultureInfo.InvariantCulture),
                .. keep is null ? Array.Empty<string>() : ["--keep", keep], .. paths,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR"] = folder },
        };
        var worker = Process.Start(start)!;

        // What the command prints is no concern of ours, but has to be read.
        worker.OutputDataReceived += (_, _) => { };
        worker.BeginOutputReadLine();
        return worker;
    }

    [GeneratedRegex("(?<![a-z])'[^']*'|[0-9]+|/tmp/[^ :,]*")]
    private static partial Regex Names();
}
