using System.Data;
using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Sql;
using FairGan.Tables;
using Microsoft.ML;
using Npgsql;

namespace FairGan.Fairness.Tests;

public sealed class SqlGroupCountsTests
{
    private static readonly FairnessAuditOptions s_options = new()
    {
        LabelColumn = "y",
        PredictionColumn = "p",
        SensitiveColumns = ["s"],
        BootstrapReplicates = 20,
    };

    private static readonly FairnessAuditOptions s_mortgages = new()
    {
        LabelColumn = "deny",
        PositiveValue = "no",
        PredictionColumn = "insurance",
        SensitiveColumns = ["afam", "single"],
        ControlColumns = ["hschool", "chist"],
        WeightColumn = "chist",
        BootstrapReplicates = 50,
    };

    [Fact]
    public void Mortgages_give_the_same_audit_to_the_last_digit_from_a_table_and_from_DuckDB_over_csv_and_parquet()
    {
        string csv = Path.Combine(Repository.Root, "src/FairGan.Cli/Data/hmda.csv");
        IDataView table = TableReader.Load(new MLContext(1), csv);
        string expected = FairnessAudit.Run(table, s_mortgages).ToJson();
        using TemporaryFolder folder = new();
        string parquet = folder.File("hmda.parquet");
        TableWriter.Save(table, parquet);
        using DuckDBConnection connection = Connect(
            $"CREATE VIEW cells AS SELECT * FROM read_csv('{csv}', header = true, all_varchar = true)",
            $"CREATE VIEW parquet AS SELECT * FROM read_parquet('{parquet}')");
        Assert.Equal(expected, Audit(connection, "cells", s_mortgages, new SqlReadOptions { TextIsCells = true }));
        Assert.Equal(expected, Audit(connection, "parquet", s_mortgages));
    }

    [Fact]
    public void Mortgages_give_the_same_audit_to_the_last_digit_from_PostgreSQL()
    {
        string csv = Path.Combine(Repository.Root, "src/FairGan.Cli/Data/hmda.csv");
        string expected = FairnessAudit.Run(TableReader.Load(new MLContext(1), csv), s_mortgages).ToJson();
        using PostgreSqlServer server = PostgreSqlServer.Start();
        using NpgsqlConnection connection = server.Connect();
        connection.Open();
        string[] lines = File.ReadAllLines(csv);
        string[] texts = ["deny", "phist", "selfemp", "insurance", "condomin", "afam", "single", "hschool"];
        string columns = string.Join(", ", lines[0].Split(',').Select(name =>
            $"\"{name}\" {(texts.Contains(name) ? "text" : name.EndsWith("hist", StringComparison.Ordinal) ? "smallint" : "double precision")}"));
        Run(connection, $"CREATE SCHEMA \"lending.1991\"; CREATE TABLE \"lending.1991\".hmda ({columns})");
        using (TextWriter rows = connection.BeginTextImport("COPY \"lending.1991\".hmda FROM STDIN (FORMAT csv)"))
        {
            foreach (string line in lines.Skip(1))
            {
                rows.WriteLine(line);
            }
        }

        Assert.Equal(expected, Audit(connection, "\"lending.1991\".hmda", s_mortgages));
        connection.Close();
        Assert.Equal(expected, Audit(connection, "\"lending.1991\".hmda", s_mortgages));
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void PostgreSQL_has_the_same_errors_and_types()
    {
        using PostgreSqlServer server = PostgreSqlServer.Start();
        using NpgsqlConnection connection = server.Connect();
        connection.Open();
        CheckTypes(connection, "double precision");
        CheckErrors(connection);
    }

    [Fact]
    public void Text_bool_integers_reals_decimals_and_dates_read_as_in_a_table()
    {
        using DuckDBConnection connection = Connect();
        CheckTypes(connection, "DOUBLE");
    }

    [Fact]
    public void Bad_values_are_named_with_column_and_number_of_rows()
    {
        using DuckDBConnection connection = Connect();
        CheckErrors(connection);
    }

    [Fact]
    public void Cells_of_a_csv_file_read_as_in_a_table()
    {
        // Numbers written in two ways, text that other readers take for missing, postal codes, and a column that is mostly numbers.
        string csv = "y,p,s,z,m\n1,1.0,0.8,01234,1\n0,0,0.80,01234,2\n1,0,NA,99999,3\n0,1,?,99999,4\n1,1,None,99999,x\n0,1,,01234,6\n";
        FairnessAuditOptions options = s_options with { SensitiveColumns = ["s", "z"] };
        string expected = FairnessAudit.Run(TestTables.FromCsv(csv, "m"), options).ToJson();
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("t.csv"), csv);
        using DuckDBConnection connection = Connect(
            $"CREATE VIEW t AS SELECT * FROM read_csv('{folder.File("t.csv")}', header = true, all_varchar = true, delim = ',')");
        SqlReadOptions cells = new() { TextIsCells = true };
        Assert.Equal(expected, Audit(connection, "t", options, cells));
        FairnessAudit numbers = Run(connection, s_options with { SensitiveColumns = ["m"] }, cells);
        Assert.Equal(["1", "2", "3", "4", "6", "x"], numbers.Frame.Groups.Select(group => group.Cell[0]));

        string[] plain = ["y,p,s", "1,1,0.8", "0,0,0.80", "1,1,1"];
        File.WriteAllLines(folder.File("n.csv"), plain);
        Run(connection, $"CREATE OR REPLACE VIEW t AS SELECT * FROM read_csv('{folder.File("n.csv")}', header = true, all_varchar = true, delim = ',')");
        Assert.Equal(["0.8", "1"], Run(connection, s_options, cells).Frame.Groups.Select(group => group.Cell[0]));
        Assert.Equal(["0.8", "0.80", "1"], Run(connection, s_options, cells with { TextColumns = ["s"] }).Frame.Groups.Select(group => group.Cell[0]));
        Assert.Equal(["0.8", "0.80", "1"], Run(connection, s_options).Frame.Groups.Select(group => group.Cell[0]));
    }

    [Fact]
    public void Hostile_names_of_tables_and_columns_are_names_and_nothing_else()
    {
        const string Column = "s\" FROM t; DROP TABLE precious; --";
        const string Table = "t\"; DROP TABLE precious; --";
        using DuckDBConnection connection = Connect(
            "CREATE TABLE precious (y INTEGER)",
            $"CREATE TABLE {Quoted(Table)} ({Quoted(Column)} VARCHAR, y INTEGER, p INTEGER)",
            $"INSERT INTO {Quoted(Table)} VALUES ('a', 1, 1), ('b', 0, 1), ('''; DROP TABLE precious; --', 1, 0)");
        FairnessAudit audit = FairnessAudit.Run(
            SqlGroupCounts.Read(connection, Table, s_options with { SensitiveColumns = [Column] }), s_options with { SensitiveColumns = [Column] });
        Assert.Equal(3, audit.Rows);
        Assert.Throws<InvalidDataException>(() => SqlGroupCounts.Read(connection, "precious; DROP TABLE precious", s_options));
        Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "t\\\" x", s_options));
        Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "\"t", s_options));
        Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "\"t\"x", s_options));
        Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "main.", s_options));
        Run(connection, "SELECT * FROM precious");
    }

    [Fact]
    public void Rows_of_a_database_may_come_in_any_order()
    {
        using DuckDBConnection connection = Connect();
        string[] rows = ["(1, 1, 'b', 0.25)", "(0, 1, 'a', 3)", "(1, 0, 'c', 1.5)", "(0, 0, 'b', 2)", "(1, 1, 'a', 0)", "(0, 1, 'c', 8)", "(1, 1, 'b', 1)"];
        List<string> audits = [];
        for (int turn = 0; turn < rows.Length; turn++)
        {
            Run(connection, "CREATE OR REPLACE TABLE t (y INTEGER, p INTEGER, s VARCHAR, w DOUBLE)");
            Run(connection, $"INSERT INTO t VALUES {string.Join(", ", [.. rows.Skip(turn), .. rows.Take(turn)])}");
            audits.Add(Audit(connection, "t", s_options with { WeightColumn = "w" }));
        }

        Assert.Single(audits.Distinct());
    }

    [Fact]
    public void A_cancelled_token_stops_the_query()
    {
        using DuckDBConnection connection = Connect(
            "CREATE VIEW t AS SELECT range % 2 AS y, range % 3 % 2 AS p, md5(md5(range::VARCHAR))[1] AS s FROM range(0, 1000000000000)");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => SqlGroupCounts.Read(connection, "t", s_options, cancellationToken: stop.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => SqlGroupCounts.Read(connection, "t", s_options, cancellationToken: stop.Token));
        Run(connection, "SELECT 1");
    }

    private static void CheckTypes(DbConnection connection, string real)
    {
        Run(connection, $"CREATE TABLE t (y BOOLEAN, p INTEGER, s {real}, c NUMERIC(5, 2), d DATE, b BOOLEAN, i BIGINT, f REAL, t VARCHAR(9), w INTEGER)");
        Run(connection, """
            INSERT INTO t VALUES
            (true, 1, 0.5, 1.50, '2024-01-31', true, 9007199254740993, 0.1, '', 1), (false, 0, 0.5, 1.5, '2024-01-31', NULL, 2, 0.1, NULL, 2),
            (true, 1, 'NaN', 2, NULL, false, 3, 0.1, 'x', 3), (false, 1, NULL, 2, NULL, false, NULL, NULL, 'x', 4)
            """);
        FairnessAuditOptions options = s_options with { ControlColumns = ["c", "d", "b", "i", "f", "t"], WeightColumn = "w" };
        IDataView table = ColumnarDataView.Create(
            ("y", ColumnData.Of<bool>([true, false, true, false])),
            ("p", ColumnData.Of<long>([1, 0, 1, 1])),
            ("s", ColumnData.Of<double>([0.5, 0.5, double.NaN, double.NaN])),
            ("c", ColumnData.Of<double>([1.5, 1.5, 2, 2])),
            ("d", ColumnData.Text(["2024-01-31", "2024-01-31", null, null])),
            ("b", ColumnData.Text(["true", null, "false", "false"])),
            ("i", ColumnData.Text(["9007199254740993", "2", "3", null])),
            ("f", ColumnData.Of<float>([0.1f, 0.1f, 0.1f, float.NaN])),
            ("t", ColumnData.Text(["", null, "x", "x"])),
            ("w", ColumnData.Of<long>([1, 2, 3, 4])));
        Assert.Equal(FairnessAudit.Run(table, options).ToJson(), Audit(connection, "t", options));
        FairnessAuditOptions truths = s_options with { WeightColumn = "y", SensitiveColumns = ["c"] };
        Assert.Equal(FairnessAudit.Run(table, truths).ToJson(), Audit(connection, "t", truths));
    }

    private static void CheckErrors(DbConnection connection)
    {
        Run(connection, "CREATE TABLE bad (y INTEGER, p INTEGER, s VARCHAR(9), w DOUBLE PRECISION, n VARCHAR(9), e VARCHAR(9))");
        ArgumentException column = Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "bad", s_options with { SensitiveColumns = ["race"] }));
        Assert.Contains("no column 'race' in table 'bad'. The columns are 'y', 'p', 's', 'w', 'n', 'e'", column.Message);
        Assert.Contains("'bad' has no rows", Assert.Throws<InvalidDataException>(() => SqlGroupCounts.Read(connection, "bad", s_options)).Message);
        Assert.Contains("table 'absent'", Assert.Throws<InvalidDataException>(() => SqlGroupCounts.Read(connection, "absent", s_options)).Message);
        Run(connection, "INSERT INTO bad VALUES (1, 1, 'a', 1, 'x', NULL), (0, NULL, 'b', -2, 'x', ''), (0, NULL, NULL, -3, 'x', NULL), (0, 1, 'b', NULL, 'x', NULL)");
        Assert.Contains("'p' is missing in 2 rows of table 'bad'", Refused(s_options));
        Assert.Contains("'s' is missing in 1 row", Refused(s_options with { PredictionColumn = null, MissingGroups = MissingGroupPolicy.Refuse }));
        Assert.Contains("'e' is missing in every row (rows 1 to 4)", Refused(s_options with { PredictionColumn = null, SensitiveColumns = ["e"] }));
        FairnessAuditOptions weighted = s_options with { PredictionColumn = null, SensitiveColumns = ["n"], WeightColumn = "w" };
        Assert.Contains("'w' is missing in 1 row of table 'bad' where n is 'x' and y is '0'", Refused(weighted));
        Run(connection, "DELETE FROM bad WHERE w IS NULL");
        Assert.Contains("'w' is below 0 in 2 rows of table 'bad' where n is 'x' and y is '0', down to -3", Refused(weighted));
        Run(connection, "UPDATE bad SET w = 'NaN' WHERE w < 0");
        Assert.Contains("'w' is not a finite number in some rows of table 'bad'", Refused(weighted));
        ArgumentException text = Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "bad", weighted with { WeightColumn = "s" }));
        Assert.Contains("it must contain numbers. Cast it in a view first.", text.Message);
        ArgumentException score = Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "bad", s_options with { ScoreColumn = "w" }));
        Assert.Contains("Score column 'w'", score.Message);
        Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "bad", s_options with { ControlColumns = ["s"] }));
        Assert.Throws<ArgumentException>(() => SqlGroupCounts.Read(connection, "bad", s_options with { SensitiveColumns = [] }));

        string Refused(FairnessAuditOptions options) => Assert.Throws<InvalidDataException>(() => SqlGroupCounts.Read(connection, "bad", options)).Message;
    }

    private static string Audit(DbConnection connection, string table, FairnessAuditOptions options, SqlReadOptions? readOptions = null) =>
        FairnessAudit.Run(SqlGroupCounts.Read(connection, table, options, readOptions, TestContext.Current.CancellationToken), options).ToJson();

    private static FairnessAudit Run(DuckDBConnection connection, FairnessAuditOptions options, SqlReadOptions? readOptions = null) =>
        FairnessAudit.Run(SqlGroupCounts.Read(connection, "t", options, readOptions), options);

    private static DuckDBConnection Connect(params string[] statements)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (string statement in statements)
        {
            Run(connection, statement);
        }

        return connection;
    }

    private static string Quoted(string name) => string.Create(CultureInfo.InvariantCulture, $"\"{name.Replace("\"", "\"\"")}\"");

    private static void Run(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
