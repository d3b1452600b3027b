using System.Diagnostics;
using Npgsql;

namespace FairGan.Testing;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, on a Unix socket there, stopped and deleted at the end. Where there is
/// none to start, the test is skipped.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    private const string Root = "/usr/lib/postgresql";

    // PostgreSQL refuses to run as root; its package brings an account for it.
    private const string Account = "postgres";

    private readonly string _programs;

    private PostgreSqlServer(string programs, string folder)
    {
        _programs = programs;
        Folder = folder;
    }

    /// <summary>The folder of the socket.</summary>
    public string Folder { get; }

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder { Host = Folder, Username = Account, Database = Account, Pooling = false }.ConnectionString;

    private string Data => Path.Combine(Folder, "data");

    public static PostgreSqlServer Start()
    {
        string? programs = Directory.Exists(Root)
            ? Directory.GetDirectories(Root).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
            : null;
        Assert.SkipWhen(programs is null, $"PostgreSQL is not installed (there is no {Root}/*/bin/initdb).");
        Assert.SkipWhen(
            Environment.IsPrivilegedProcess && (!File.Exists("/usr/sbin/runuser") || !File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{Account}:", StringComparison.Ordinal))),
            $"PostgreSQL does not run as root, and there is no account {Account} to run it as.");
        string folder = Run("mktemp", "--directory", "--tmpdir", "fairgan-sql-XXXXXX").Trim();
        var server = new PostgreSqlServer(programs!, folder);
        try
        {
            Run(server.Program("initdb"), "--pgdata", server.Data, "--username", Account, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
            Run(
                server.Program("pg_ctl"), "start", "--wait", "--silent", "--pgdata", server.Data, "--log", Path.Combine(folder, "log"),
                "--options", $"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public NpgsqlConnection Connect() => new(ConnectionString);

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")) || Environment.IsPrivilegedProcess)
        {
            TryRun(Program("pg_ctl"), "stop", "--wait", "--silent", "--mode", "immediate", "--pgdata", Data);
        }

        TryRun("rm", "--recursive", "--force", Folder);
    }

    private string Program(string name) => Path.Combine(_programs, name);

    private static string Run(string program, params string[] arguments)
    {
        (int code, string output, string errors) = TryRun(program, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} failed with {code}: {errors}");
    }

    private static (int Code, string Output, string Errors) TryRun(string program, params string[] arguments)
    {
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("/usr/sbin/runuser", ["--user", Account, "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);

        // The server that pg_ctl leaves behind would hold a pipe open for ever, so what it prints goes to its log file.
        bool isStart = arguments is ["start", ..];
        start.RedirectStandardOutput = !isStart;
        start.RedirectStandardError = !isStart;
        start.WorkingDirectory = "/";
        using Process process = Process.Start(start)!;
        if (isStart)
        {
            process.WaitForExit();
            return (process.ExitCode, "", "see its log");
        }

        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
