using System.Diagnostics;

namespace FairGan.Testing;

/// <summary>Runs one test of an assembly in a process of its own.</summary>
public static class ChildProcess
{
    /// <summary>Runs the test, with these environment variables changed (null unsets one), and returns its exit code and what it printed.</summary>
    public static (int ExitCode, string Output) RunTest(Type type, string method, IReadOnlyDictionary<string, string?> environment)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, type.Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : "")))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-method", $"{type.FullName}.{method}", "-explicit", "on", "-noColor" },
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
