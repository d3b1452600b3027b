using DuckDB.NET.Data;
using Npgsql;

namespace FairGan.Cli.Tests;

public sealed class AuditSqlTests
{
    private static readonly string[] s_roles =
        ["--label", "deny", "--positive", "no", "--sensitive", "afam,single", "--control", "chist", "--weight", "chist", "--bootstrap", "50", "--json", "-"];

    [Fact]
    public async Task DuckDB_gives_the_same_audit_of_csv_and_parquet_files_and_of_its_own_tables()
    {
        using var place = new Workplace();
        using (var connection = new DuckDBConnection($"Data Source={place.PathOf("own.db")}"))
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"""
                CREATE TABLE hmda AS SELECT * FROM read_csv('{Workplace.Mortgages}', header = true, types = ['VARCHAR', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'INTEGER', 'INTEGER', 'VARCHAR', 'DOUBLE', 'VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR']);
                COPY (SELECT * FROM hmda WHERE unemp < 4) TO '{place.PathOf("part 1.parquet")}' (FORMAT parquet);
                COPY (SELECT * FROM hmda WHERE unemp >= 4) TO '{place.PathOf("part 2.parquet")}' (FORMAT parquet);
                """;
            command.ExecuteNonQuery();
        }

        File.Copy(Workplace.Mortgages, place.PathOf("it's a copy.csv"));
        string expected = (await place.Succeed(["audit", Workplace.Mortgages, .. s_roles])).Output;
        (string Sql, string Table)[] sources = [("duckdb:", Workplace.Mortgages), ("duckdb:", "it's a copy.csv"), ("duckdb:", "part *.parquet"), ("duckdb:own.db", "main.hmda")];
        foreach ((string sql, string table) in sources)
        {
            Assert.Equal(expected, (await place.Succeed(["audit", "--sql", sql, "--table", table, .. s_roles])).Output);
        }

        RunningCommand.Result damaged = await place.Run(["audit", "--sql", "duckdb:", "--table", "nothing *.parquet", .. s_roles]);
        Assert.Equal(2, damaged.Code);
        Assert.Contains("'nothing *.parquet' cannot be read", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostgreSQL_gives_the_same_audit_by_connection_string_and_by_uri()
    {
        using PostgreSqlServer server = PostgreSqlServer.Start();
        using var place = new Workplace();
        await using (NpgsqlConnection connection = server.Connect())
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using NpgsqlCommand command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE hmda (deny text, pirat real, hirat real, lvrat real, chist integer, mhist integer, phist text, unemp real,
                    selfemp text, insurance text, condomin text, afam text, single text, hschool text)
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using TextWriter rows = await connection.BeginTextImportAsync("COPY hmda FROM STDIN (FORMAT csv)", TestContext.Current.CancellationToken);
            foreach (string line in File.ReadLines(Workplace.Mortgages).Skip(1))
            {
                await rows.WriteLineAsync(line);
            }
        }

        string expected = (await place.Succeed(["audit", Workplace.Mortgages, .. s_roles])).Output;
        string[] connections = [$"postgres:{server.ConnectionString}", $"postgres://postgres@/postgres?host={Uri.EscapeDataString(server.Folder)}"];
        foreach (string sql in connections)
        {
            Assert.Equal(expected, (await place.Succeed(["audit", "--sql", sql, "--table", "public.hmda", .. s_roles])).Output);
        }

        RunningCommand.Result absent = await place.Run(["audit", "--sql", connections[0], "--table", "absent", .. s_roles]);
        Assert.Equal(2, absent.Code);
        Assert.Contains("table 'absent'", absent.Error, StringComparison.Ordinal);
    }
}
