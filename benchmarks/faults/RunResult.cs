using System.Diagnostics;

namespace FairGan.Faults;

/// <summary>What a process returned.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Error">Standard error.</param>
internal sealed record RunResult(int Code, string Error)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>The last line of standard error.</summary>
    public string LastLine => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";

    /// <summary>Waits for the end of a process.</summary>
    public static RunResult Of(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("A run did not end within ten minutes.");
        }

        Task.WaitAll(error, output);
        return new RunResult(process.ExitCode, error.Result);
    }
}
