using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace FairGan.Cli.Tests;

/// <summary>The command, as a process of its own.</summary>
internal sealed class RunningCommand : IDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    public const int HangUp = 1;
    public const int Quit = 3;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);


    private readonly Process _process;
    private readonly Task<byte[]> _output;
    private readonly StringBuilder _error = new();
    private readonly SemaphoreSlim _errorGrew = new(0);
    private readonly Task _errorRead;

    public RunningCommand(string folder, IReadOnlyList<string> arguments, bool withInput = false)
        : this(folder, "dotnet", [Metadata("CommandPath"), .. arguments], withInput)
    {
    }

    private RunningCommand(string folder, string program, IReadOnlyList<string> arguments, bool withInput)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = withInput,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _output = ReadOutput();
        _errorRead = ReadError();
    }

    public StreamWriter Input => _process.StandardInput;

    public static string Metadata(string key) =>
        typeof(RunningCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>A script of the shell, in which $fairgan is the command.</summary>
    public static RunningCommand Shell(string folder, string script) =>
        new(folder, "sh", ["-c", $"fairgan=\"dotnet {Metadata("CommandPath")}\"; {script}"], withInput: false);

    // A shell's job in the background ignores some signals, and so does all that it starts. The command answers to all of them alike.
    public void Send(int signal) => Assert.Equal(0, kill(_process.Id, IsIgnored(signal) ? Terminate : signal));

    public async Task WaitForError(string text)
    {
        while (true)
        {
            lock (_error)
            {
                if (_error.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
            }

            Assert.False(_errorRead.IsCompleted && _errorGrew.CurrentCount == 0, $"The command ended without '{text}': {_error}");
            await _errorGrew.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    public async Task<Result> Finish()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_longest);
        byte[] output = await _output;
        await _errorRead;
        return new Result(_process.ExitCode, output, _error.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status";
        string? ignored = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return ignored is not null && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) >> (signal - 1) & 1) == 1;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    private async Task<byte[]> ReadOutput()
    {
        using var copy = new MemoryStream();
        await _process.StandardOutput.BaseStream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task ReadError()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
            {
                _error.Append(line).Append('\n');
            }

            _errorGrew.Release();
        }
    }

    public sealed record Result(int Code, byte[] OutputBytes, string Error)
    {
        public string Output => Encoding.UTF8.GetString(OutputBytes);
    }
}
