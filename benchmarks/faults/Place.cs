using System.Diagnostics;

namespace FairGan.Faults;

/// <summary>A folder in which the command is run, with inputs of its own.</summary>
internal sealed class Place : IDisposable
{
    private readonly string _command;

    public Place(string command, string mortgages)
    {
        _command = Path.GetFullPath(command);
        Root = Directory.CreateTempSubdirectory("fairgan-faults-").FullName;
        Table = Path.Combine(Root, "hmda.csv");
        File.Copy(mortgages, Table);
    }

    public string Root { get; }

    /// <summary>Real rows.</summary>
    public string Table { get; }

    /// <summary>A trained generator.</summary>
    public string Model => Path.Combine(Root, "inputs", "generator.onnx");

    /// <summary>Runs the command to its end.</summary>
    public RunResult Run(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        return RunResult.Of(process);
    }

    /// <summary>Runs the command; it has to succeed.</summary>
    public void Succeed(string folder, params string[] arguments)
    {
        RunResult result = Run(folder, arguments);
        if (result.Code != 0)
        {
            throw new InvalidOperationException($"fairgan {string.Join(' ', arguments)} returned {result.Code}: {result.Error}");
        }
    }

    /// <summary>Starts the command.</summary>
    public Process Start(string folder, params string[] arguments) => Begin(folder, "dotnet", [_command, .. arguments]);

    /// <summary>Runs a script of the shell, in which $fairgan is the command.</summary>
    public RunResult Shell(string folder, string script)
    {
        using Process process = Begin(folder, "bash", ["-c", $"fairgan='dotnet {_command}'; {script}"]);
        return RunResult.Of(process);
    }

    /// <summary>What runs in a folder left among their temporary files.</summary>
    public static string[] LeftInTemporary(string folder) => Directory.GetFileSystemEntries(Temporary(folder));

    /// <summary>The folder of temporary files of runs in a folder.</summary>
    public static string Temporary(string folder) => Directory.CreateDirectory(folder + ".tmp").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static Process Begin(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = Temporary(folder);

        // The runtime's own sockets for debuggers are left by every process that is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}
