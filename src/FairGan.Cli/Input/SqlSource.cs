using System.Data.Common;
using System.Net.Sockets;
using DuckDB.NET.Data;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Sql;
using Npgsql;

namespace FairGan.Cli.Input;

/// <summary>A table of a database, as <c>--sql CONNECTION --table NAME</c> names it.</summary>
/// <remarks>
/// <c>duckdb:FILE.db</c> is a table of a DuckDB file, which is opened for reading alone. <c>duckdb:</c> is a DuckDB in memory, in
/// which <c>--table</c> names CSV or Parquet files by a path, wildcards included. <c>postgres:</c> is followed by a connection
/// string (<c>Host=…;Username=…</c>), or by <c>//</c> and the rest of a URI.
/// </remarks>
internal sealed class SqlSource : IDisposable
{
    /// <summary>What <c>--sql</c> has to be.</summary>
    public const string Forms = "duckdb:FILE.db, duckdb: (with a CSV or Parquet file as the table), postgres:CONNECTIONSTRING or postgres://USER@HOST/DATABASE";

    private const string DuckDb = "duckdb:";
    private const string CsvOptions = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', comment = '', skip = 0, union_by_name = true";

    private static readonly string[] s_postgresSchemes = ["postgres:", "postgresql:"];

    private readonly DbConnection _connection;
    private readonly string _table;
    private readonly bool _isCsv;

    private SqlSource(DbConnection connection, string table, bool isCsv)
    {
        _connection = connection;
        _table = table;
        _isCsv = isCsv;
    }

    /// <summary>Opens the database.</summary>
    /// <param name="connection">The value of <c>--sql</c>.</param>
    /// <param name="table">The value of <c>--table</c>.</param>
    /// <param name="threads">How many threads an embedded database works with.</param>
    /// <exception cref="UsageException">The connection has none of the forms, or there is no such file.</exception>
    /// <exception cref="DbException">The database cannot be opened.</exception>
    public static SqlSource Open(string connection, string table, int threads)
    {
        if (table.Length == 0)
        {
            throw new UsageException("--table names no table.");
        }

        if (connection.StartsWith(DuckDb, StringComparison.OrdinalIgnoreCase))
        {
            string file = connection[DuckDb.Length..];
            return file.Length == 0 ? OpenFiles(table, threads) : new SqlSource(OpenDatabase(file, threads), table, isCsv: false);
        }

        foreach (string scheme in s_postgresSchemes)
        {
            if (connection.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return new SqlSource(OpenPostgres(connection, connection[scheme.Length..]), table, isCsv: false);
            }
        }

        // The connection may contain a password, so the message does not repeat it.
        throw new UsageException($"--sql has to be {Forms}.");
    }

    /// <summary>Counts the table.</summary>
    /// <param name="options">The columns and their roles.</param>
    /// <param name="textColumns">Columns of a CSV file that are text even if they hold numbers.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public GroupCounts Count(FairnessAuditOptions options, IReadOnlyCollection<string> textColumns, CancellationToken cancellationToken) =>
        SqlGroupCounts.Read(_connection, _table, options, new SqlReadOptions { TextIsCells = _isCsv, TextColumns = textColumns }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static DuckDBConnection OpenDatabase(string file, int threads)
    {
        if (!File.Exists(file))
        {
            throw new UsageException("--sql: there is no such DuckDB file. Check its name and folder.");
        }

        try
        {
            return OpenDuckDb($"{new DbConnectionStringBuilder { ["Data Source"] = file, ["access_mode"] = "READ_ONLY" }}", threads);
        }
        catch (DbException problem)
        {
            // The database's message repeats what was typed.
            throw new UsageException(problem.Message.Contains("lock", StringComparison.OrdinalIgnoreCase)
                ? "--sql: another process has the DuckDB file open for writing. Wait until it is done."
                : "--sql: the file is no DuckDB database of a version that can be read.");
        }
    }

    private static SqlSource OpenFiles(string path, int threads)
    {
        bool isCsv = Ends(".csv") || Ends(".csv.gz");
        if (!isCsv && !Ends(".parquet"))
        {
            throw new UsageException($"'{path}': with --sql duckdb: the table is a file, or a pattern of files, whose name ends in .csv, .csv.gz or .parquet.");
        }

        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new UsageException($"'{path}' is not a file of this machine.");
        }

        if (path.AsSpan().IndexOfAny('*', '?', '[') < 0)
        {
            InputTable.CheckExists(path);
        }

        DuckDBConnection connection = OpenDuckDb("Data Source=:memory:", threads);
        try
        {
            // The view has the name of the file, which messages then show.
            string name = $"\"{Path.GetFileName(path).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            string literal = $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
            Execute(connection, $"CREATE VIEW {name} AS SELECT * FROM {(isCsv ? $"read_csv({literal}, {CsvOptions})" : $"read_parquet({literal})")}");
            return new SqlSource(connection, name, isCsv);
        }
        catch (DbException problem)
        {
            connection.Dispose();
            throw new UsageException($"'{path}' cannot be read: {SqlGroupCounts.Reason(problem)}");
        }

        bool Ends(string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
    }

    private static DuckDBConnection OpenDuckDb(string connectionString, int threads)
    {
        var connection = new DuckDBConnection(connectionString);
        try
        {
            connection.Open();

            // An audit never loads code over the network, whatever the data asks for.
            Execute(connection, "SET autoinstall_known_extensions = false");
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"SET threads = {threads}"));

            // The order of the rows means nothing to a count, and keeping it costs memory.
            Execute(connection, "SET preserve_insertion_order = false");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static NpgsqlConnection OpenPostgres(string whole, string rest)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = rest.StartsWith("//", StringComparison.Ordinal) ? OfUri(whole) : new NpgsqlConnectionStringBuilder(rest);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new UsageException("--sql: this is no connection to PostgreSQL. Write postgres: and Host=…;Username=…;Database=…, or postgres://USER@HOST/DATABASE.");
        }

        builder.Pooling = false;
        builder.ApplicationName ??= "fairgan";
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (Exception problem)
        {
            connection.Dispose();

            // The driver's message repeats hosts, users and databases, and other exceptions even more.
            throw new IOException($"--sql: PostgreSQL cannot be reached: {Reason(problem)}.");
        }
    }

    private static string Reason(Exception problem) => problem switch
    {
        PostgresException { SqlState: { } state } when state.StartsWith("28", StringComparison.Ordinal) => "the server refuses the user or the password",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "the server has no such database",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "the server has too many connections",
        PostgresException { SqlState: { } state } => $"the server answers with error {state}",
        { InnerException: SocketException socket } => new SocketException(socket.ErrorCode).Message,
        { InnerException: TimeoutException } or TimeoutException => "it does not answer in time",
        _ => "the connection fails; check host, port and TLS",
    };

    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        // PostgreSQL allows a URI without a host, which is this machine; a Uri does not.
        int start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        int end = text.AsSpan(start).IndexOfAny('/', '?') is var length && length < 0 ? text.Length : start + length;
        bool hasHost = end > start && text[end - 1] != '@';
        var uri = new Uri(hasHost ? text : text.Insert(end, "localhost"));
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        string[] user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            (string key, value) = Uri.UnescapeDataString(parts[0]) switch
            {
                "dbname" => ("Database", value),
                "user" => ("Username", value),
                "sslmode" => ("SSL Mode", value.Replace("-", "", StringComparison.Ordinal)),
                "sslrootcert" => ("Root Certificate", value),
                "sslcert" => ("SSL Certificate", value),
                "sslkey" => ("SSL Key", value),
                "connect_timeout" => ("Timeout", value),
                "application_name" => ("Application Name", value),
                string other => (other, value),
            };
            builder[key] = value;
        }

        return builder;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
