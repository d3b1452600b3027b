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

    [Fact]
    public async Task An_audit_changes_nothing_in_PostgreSQL_whatever_a_view_does()
    {
        using PostgreSqlServer server = PostgreSqlServer.Start();
        using var place = new Workplace();
        await using NpgsqlConnection connection = server.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE rows AS SELECT i % 2 AS y, i % 3 AS g FROM generate_series(1, 60) AS i;
            CREATE TABLE seen (who text);
            CREATE FUNCTION spy() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen VALUES (current_user); RETURN 1; END $$;
            CREATE VIEW watched AS SELECT y, g FROM rows WHERE spy() = 1;
            """;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        string sql = $"postgres:{server.ConnectionString}";
        await place.Succeed("audit", "--sql", sql, "--table", "rows", "--label", "y", "--sensitive", "g");
        RunningCommand.Result watched = await place.Run("audit", "--sql", sql, "--table", "watched", "--label", "y", "--sensitive", "g");
        Assert.Equal(2, watched.Code);
        Assert.Contains("read-only transaction", watched.Error, StringComparison.Ordinal);
        command.CommandText = "SELECT COUNT(*) FROM seen";
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("postgres:Host=127.0.0.1;Port=1;Username=hidden1;Password=hidden2;Database=hidden3;Timeout=5")]
    [InlineData("postgres://hidden1:hidden2@127.0.0.1:1/hidden3")]
    [InlineData("postgres:Host=127.0.0.1;Port=hidden1")]
    [InlineData("postgres:Host=127.0.0.1;Pasword=a;hidden1=hidden2")]
    [InlineData("postgres://hidden1:hidden2@[")]
    [InlineData("duckdb:hidden1/hidden2.db")]
    [InlineData("mysql://hidden1:hidden2@host")]
    public async Task No_part_of_a_connection_is_in_an_error(string sql)
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Run("audit", "--sql", sql, "--table", "t", "--label", "y", "--sensitive", "g");
        Assert.InRange(result.Code, 1, 2);
        Assert.StartsWith("fairgan: --sql", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("127.0.0.1", result.Error, StringComparison.Ordinal);
    }
}
