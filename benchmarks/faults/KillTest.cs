using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FairGan.Faults;

/// <summary>Kills runs at random moments. Files that were there have to be whole afterwards, the next run has to give the bytes of an undisturbed one, and nothing else may be left.</summary>
internal static partial class KillTest
{
    private const int Kill = 9;
    private const int Stopped = 130;

    // Most kills are ones that no process can answer; the others ask it to end.
    private static readonly (int Number, string Name)[] s_signals = [(Kill, "KILL"), (Kill, "KILL"), (Kill, "KILL"), (Kill, "KILL"), (Kill, "KILL"), (Kill, "KILL"), (15, "TERM"), (1, "HUP"), (3, "QUIT")];

    public static int Run(Place place, int kills, string[] only, int seed)
    {
        Scenario[] chosen = [.. Scenario.All(place).Where(scenario => only.Length == 0 || only.Any(name => scenario.Name.StartsWith(name, StringComparison.Ordinal)))];
        Scenario.Prepare(place, chosen);
        var random = new Random(seed);
        int all = chosen.Sum(scenario => scenario.Share), failures = 0;
        Console.WriteLine("| scenario | kills | before the end | while files were renamed | with KILL | earlier files whole | same bytes next time | nothing left |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (Scenario scenario in chosen)
        {
            var tally = new Tally(scenario.Name);
            var trial = new KillTrial(place, scenario);
            for (int i = 0; i < Math.Max(1, kills * scenario.Share / all); i++)
            {
                tally.Add(trial.Run(random, s_signals[random.Next(s_signals.Length)]));
            }

            Console.WriteLine(tally);
            failures += tally.Problems.Count;
            tally.Problems.ForEach(Console.Error.WriteLine);
        }

        Console.WriteLine($"\n{failures} problems");
        return failures == 0 ? 0 : 1;
    }

    /// <summary>Sends a signal.</summary>
    internal static void Send(Process process, int signal) => _ = SendSignal(process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    /// <summary>How a run that was asked to end has to end.</summary>
    internal static bool IsAnswer(int signal, int code) => signal == Kill || code is Stopped or 0;
}
