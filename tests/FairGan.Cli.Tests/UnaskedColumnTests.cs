using System.Text.Json;
using DuckDB.NET.Data;
using Npgsql;

namespace FairGan.Cli.Tests;

public sealed class UnaskedColumnTests
{
    private static readonly string[] s_roles = ["--label", "y", "--positive", "yes", "--sensitive", "sex"];

    [Fact]
    public async Task An_audit_of_a_file_does_not_mind_what_other_columns_hold()
    {
        using var place = new Workplace();
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "F" : "M")},{(i % 3 == 0 ? "yes" : "no")},{(i % 20 == 7 ? "N/A, or so" : i)},{i},{i}\n".Replace("N/A, or so", "\"N/A, or so\"", StringComparison.Ordinal)));
        place.Write("t.csv", "sex,y,bmi,twice,twice\n" + rows);
        RunningCommand.Result csv = await place.Succeed(["audit", "t.csv", .. s_roles]);
        Assert.DoesNotContain("bmi", csv.Error, StringComparison.Ordinal);
        DuckDb(place, "COPY (SELECT sex, y, [1, 2] AS list, INTERVAL 3 MONTH AS span, '\\xFF'::BLOB AS bytes FROM read_csv('t.csv', names = ['sex', 'y', 'bmi', 'a', 'b'], header = false, skip = 1, all_varchar = true)) TO 't.parquet' (FORMAT parquet)");
        Assert.Equal(csv.Output, (await place.Succeed(["audit", "t.parquet", .. s_roles])).Output);
        Assert.Equal(csv.Output, (await place.Succeed(["audit", "t.csv", .. s_roles, "--clean"])).Output);
    }

    [Fact]
    public async Task A_report_without_a_generator_needs_the_label_and_the_sensitive_columns_alone()
    {
        using var place = new Workplace();
        string rows = string.Concat(Enumerable.Range(0, 200).Select(i => $"{(i % 2 == 0 ? "F" : "M")},{(i % 3 == 0 ? "yes" : "no")},{(i % 20 == 7 ? "odd" : i % 9)}\n"));
        place.Write("t.csv", "sex,y,mixed\n" + rows);
        RunningCommand.Result raw = await place.Succeed(["report", "t.csv", "t.csv", .. s_roles, "--out", "r.html"]);
        Assert.Contains("mixed: ", raw.Error, StringComparison.Ordinal);
        await place.Succeed(["report", "t.csv", "t.csv", .. s_roles, "--as-written", "--out", "r.html"]);
        DuckDb(place, "COPY (SELECT *, '\\xFF'::BLOB AS bytes FROM read_csv('t.csv', all_varchar = true)) TO 't.parquet' (FORMAT parquet)");
        RunningCommand.Result parquet = await place.Succeed(["report", "t.parquet", "t.parquet", .. s_roles, "--out", "r.html"]);
        Assert.Contains("'bytes'", parquet.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_PostgreSQL_may_hold_columns_that_its_driver_does_not_know()
    {
        using PostgreSqlServer server = PostgreSqlServer.Start();
        using var place = new Workplace();
        await using (NpgsqlConnection connection = server.Connect())
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using NpgsqlCommand command = connection.CreateCommand();
            command.CommandText = """
                CREATE TYPE address AS (street text, town text);
                CREATE TYPE mood AS ENUM ('sad', 'glad');
                CREATE TABLE people AS SELECT CASE WHEN i % 2 = 0 THEN 'F' ELSE 'M' END AS sex, CASE WHEN i % 3 = 0 THEN 'yes' ELSE 'no' END AS y,
                    ROW('a', 'b')::address AS home, 'pg_class'::regclass AS class, repeat('9', 60)::numeric AS huge, ARRAY[i] AS list, '{}'::jsonb AS doc,
                    'glad'::mood AS mood, '1 month'::interval AS span, 'infinity'::timestamptz AS never, int4range(1, i + 2) AS span2, '\xFF'::bytea AS bytes
                    FROM generate_series(0, 59) i;
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        string[] source = ["audit", "--sql", $"postgres:{server.ConnectionString}", "--table", "people"];
        Assert.StartsWith("60 rows", (await place.Succeed([.. source, .. s_roles])).Output, StringComparison.Ordinal);
        Assert.StartsWith("60 rows", (await place.Succeed([.. source, "--label", "y", "--positive", "yes", "--sensitive", "mood"])).Output, StringComparison.Ordinal);
        foreach (string odd in (string[])["home", "huge", "list", "span2"])
        {
            RunningCommand.Result refused = await place.Run([.. source, "--label", "y", "--positive", "yes", "--sensitive", odd]);
            Assert.Equal(2, refused.Code);
            Assert.Contains($"'{odd}'", refused.Error, StringComparison.Ordinal);
            Assert.Contains("ast it to text", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Labels_that_differ_by_case_or_blanks_are_pointed_out_as_groups_are()
    {
        using var place = new Workplace();
        place.Write("t.csv", "sex,y,p\nF,yes,1\nf,Yes,0\nM,\"yes \",1\nM,no,0\n");
        RunningCommand.Result result = await place.Succeed("audit", "t.csv", "--label", "y", "--positive", "yes", "--sensitive", "sex");
        Assert.Contains("sex: 'F', 'f' count as different groups", result.Error, StringComparison.Ordinal);
        Assert.Contains("y: 'Yes', 'yes', 'yes ' count as different values of the label", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_without_weight_have_no_rate_and_weights_of_zero_name_their_column()
    {
        using var place = new Workplace();
        place.Write("t.csv", "g,y,w,z\na,1,1,0\na,0,1,0\nb,1,1,0\nb,1,2,0\nc,1,0,0\nc,0,0,0\n");
        string[] roles = ["audit", "t.csv", "--label", "y", "--sensitive", "g"];
        RunningCommand.Result some = await place.Succeed([.. roles, "--weight", "w"]);
        Assert.Contains("four-fifths rule by g: broken (smallest impact ratio 0.5000)", some.Output, StringComparison.Ordinal);
        RunningCommand.Result none = await place.Run([.. roles, "--weight", "z"]);
        Assert.Equal(2, none.Code);
        Assert.Contains("Column 'z' is 0 in every row", none.Error, StringComparison.Ordinal);
        RunningCommand.Result sql = await place.Run("audit", "--sql", "duckdb:", "--table", "t.csv", "--label", "y", "--sensitive", "g", "--weight", "z");
        Assert.Contains("Column 'z' is 0 in every row", sql.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_without_a_label_are_left_out_of_an_audit_of_a_file_and_of_a_database_and_counted()
    {
        using var place = new Workplace();
        string[] roles = ["--label", "y", "--positive", "yes", "--sensitive", "sex", "--prediction", "p", "--json", "-"];
        place.Write("t.csv", "sex,y,p\nF,yes,yes\nF,no,yes\nM,yes,no\nM,no,yes\nF,,no\nX,,\n");
        RunningCommand.Result file = await place.Succeed(["audit", "t.csv", .. roles]);
        using JsonDocument audit = JsonDocument.Parse(file.Output);
        Assert.Equal((4, 2), (audit.RootElement.GetProperty("rows").GetInt32(), audit.RootElement.GetProperty("unlabelled_rows").GetInt32()));
        Assert.Equal(["F", "M"], audit.RootElement.GetProperty("counts").EnumerateArray().Select(row => row.GetProperty("cell")[0].GetString()!));
        Assert.Equal(file.Output, (await place.Succeed(["audit", "--sql", "duckdb:", "--table", "t.csv", .. roles])).Output);
        Assert.Contains("2 rows without a label left out", (await place.Succeed(["audit", "t.csv", .. roles[..6]])).Output, StringComparison.Ordinal);
    }

    private static void DuckDb(Workplace place, string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql.Replace("'t.", $"'{place.Folder}/t.", StringComparison.Ordinal);
        command.ExecuteNonQuery();
    }
}
