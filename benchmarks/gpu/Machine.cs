using System.ComponentModel;
using System.Diagnostics;

namespace FairGan.Gpu;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor and graphics cards, in a line each.</summary>
    public static string Describe() => $"""
        Processor: {Processor()}, {Environment.ProcessorCount} threads.
        Graphics cards: {Cards() ?? "none that nvidia-smi knows of"}.
        """;

    private static string Processor()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information) ? File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? "unknown";
    }

    private static string? Cards()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=name,driver_version", "--format=csv,noheader"]) { RedirectStandardOutput = true })!;
            string[] cards = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            process.WaitForExit();
            return process.ExitCode == 0 && cards.Length > 0 ? string.Join("; ", cards.Select(card => card.Replace(",", ", driver", StringComparison.Ordinal))) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
