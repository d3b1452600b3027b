using System.Text.Json;
using DuckDB.NET.Data;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using FairGan.Fairness.Sql;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Fairness.Tests;

public sealed class ConformanceTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> CaseNames => [.. ConformanceCase.All.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_table_of_the_metric_frame_agrees_with_Fairlearn(string name)
    {
        ConformanceCase golden = ConformanceCase.All.Single(candidate => candidate.Name == name);
        MetricFrame frame = FrameOf(golden);
        JsonElement tables = golden.Expected.GetProperty("metric_frame");
        AssertTable(tables.GetProperty("overall"), frame.Overall);
        AssertTable(tables.GetProperty("by_group"), frame.ByGroup);
        AssertTable(tables.GetProperty("group_min"), frame.GroupMin);
        AssertTable(tables.GetProperty("group_max"), frame.GroupMax);
        AssertTable(tables.GetProperty("difference_between_groups"), frame.Difference());
        AssertTable(tables.GetProperty("difference_to_overall"), frame.Difference(DisparityMethod.ToOverall));
        AssertTable(tables.GetProperty("ratio_between_groups"), frame.Ratio());
        AssertTable(tables.GetProperty("ratio_to_overall"), frame.Ratio(DisparityMethod.ToOverall));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_scalar_metric_agrees_with_Fairlearn(string name)
    {
        ConformanceCase golden = ConformanceCase.All.Single(candidate => candidate.Name == name);
        using JsonDocument written = JsonDocument.Parse(AuditOf(golden, ViewOf(golden)).ToJson());
        JsonElement scalars = written.RootElement.GetProperty("scalars");
        if (!golden.Expected.TryGetProperty("scalars", out JsonElement expected))
        {
            Assert.NotEmpty(golden.Control);
            return;
        }

        foreach (JsonProperty scalar in expected.EnumerateObject())
        {
            AssertClose(Number(scalar.Value), Number(scalars.GetProperty(scalar.Name)), scalar.Name);
        }
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_written_tables_agree_with_Fairlearn_in_figures_and_layout(string name)
    {
        ConformanceCase golden = ConformanceCase.All.Single(candidate => candidate.Name == name);
        AssertWritten(golden, ViewOf(golden));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_figures_survive_the_way_through_a_CSV_file(string name)
    {
        ConformanceCase golden = ConformanceCase.All.Single(candidate => candidate.Name == name);
        using var file = new MemoryStream();
        TableWriter.Save(ViewOf(golden), file, TableFormat.Csv);
        using var copy = new MemoryStream(file.ToArray());
        AssertWritten(golden, TableReader.Load(new MLContext(1), copy, TableFormat.Csv));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_figures_survive_the_way_through_a_database(string name)
    {
        ConformanceCase golden = ConformanceCase.All.Single(candidate => candidate.Name == name);
        using TemporaryFolder folder = new();
        TableWriter.Save(ViewOf(golden), folder.File("t.csv"));
        TableWriter.Save(ViewOf(golden), folder.File("t.parquet"));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE VIEW csv AS SELECT * FROM read_csv('{folder.File("t.csv")}', header = true, all_varchar = true, delim = ',');"
            + $"CREATE VIEW parquet AS SELECT * FROM read_parquet('{folder.File("t.parquet")}')";
        command.ExecuteNonQuery();
        FairnessAuditOptions options = OptionsOf(golden);
        AssertWritten(golden, FairnessAudit.Run(SqlGroupCounts.Read(connection, "csv", options, new SqlReadOptions { TextIsCells = true }), options));
        AssertWritten(golden, FairnessAudit.Run(SqlGroupCounts.Read(connection, "parquet", options), options));
    }

    private static void AssertWritten(ConformanceCase golden, IDataView view) => AssertWritten(golden, AuditOf(golden, view));

    private static void AssertWritten(ConformanceCase golden, FairnessAudit audit)
    {
        using JsonDocument written = JsonDocument.Parse(audit.ToJson());
        JsonElement tables = written.RootElement.GetProperty("metric_frame");
        JsonElement expected = golden.Expected.GetProperty("metric_frame");
        Assert.Equal(expected.EnumerateObject().Select(table => table.Name).Order(), tables.EnumerateObject().Select(table => table.Name).Order());
        foreach (JsonProperty table in expected.EnumerateObject())
        {
            JsonElement found = tables.GetProperty(table.Name);
            Assert.Equal(table.Value.ValueKind, found.ValueKind);
            if (table.Value.ValueKind == JsonValueKind.Object)
            {
                AssertRow(table.Value, found, table.Name);
                continue;
            }

            Dictionary<string, JsonElement> rows = found.EnumerateArray().ToDictionary(CellOf);
            foreach (JsonElement row in table.Value.EnumerateArray())
            {
                AssertRow(row, rows[CellOf(row)], $"{table.Name} of {CellOf(row)}");
            }
        }
    }

    private static string CellOf(JsonElement row) => string.Join(" × ", row.GetProperty("cell").EnumerateArray().Select(value => value.ToString()));

    private static void AssertRow(JsonElement expected, JsonElement found, string where)
    {
        Assert.Equal(expected.EnumerateObject().Select(figure => figure.Name), found.EnumerateObject().Select(figure => figure.Name));
        foreach (JsonProperty figure in expected.EnumerateObject().Where(figure => figure.Name != "cell"))
        {
            AssertClose(Number(figure.Value), Number(found.GetProperty(figure.Name)), $"{figure.Name} in {where}");
        }
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();

    private static ColumnView ViewOf(ConformanceCase golden)
    {
        var columns = new List<(string, Array)> { ("y_true", golden.Labels), ("y_pred", golden.Predictions) };
        columns.AddRange(golden.Sensitive.Concat(golden.Control).Select(column => (column.Name, (Array)column.Values.ToArray())));
        if (golden.Weights is not null)
        {
            columns.Add(("weight", golden.Weights));
        }

        return new ColumnView([.. columns]);
    }

    private static FairnessAudit AuditOf(ConformanceCase golden, IDataView view) => FairnessAudit.Run(view, OptionsOf(golden));

    private static FairnessAuditOptions OptionsOf(ConformanceCase golden) => new()
    {
        LabelColumn = "y_true",
        PredictionColumn = "y_pred",
        SensitiveColumns = [.. golden.Sensitive.Select(column => column.Name)],
        ControlColumns = [.. golden.Control.Select(column => column.Name)],
        WeightColumn = golden.Weights is null ? null : "weight",
    };

    private static MetricFrame FrameOf(ConformanceCase golden) =>
        MetricFrame.Create(golden.Labels, golden.Predictions, golden.Sensitive, golden.Control, golden.Weights);

    private static void AssertTable(JsonElement expected, MetricTable actual)
    {
        JsonElement[] rows = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray()] : [expected];
        foreach (JsonElement row in rows)
        {
            string[] cell = row.TryGetProperty("cell", out JsonElement values)
                ? [.. values.EnumerateArray().Select(value => value.ToString())]
                : [];
            foreach (JsonProperty figure in row.EnumerateObject().Where(property => property.Name != "cell"))
            {
                AssertClose(Number(figure.Value), actual[figure.Name, cell], $"{figure.Name} of ({string.Join(", ", cell)})");
            }
        }
    }

    private static void AssertClose(double wanted, double found, string what) => Assert.True(
        (double.IsNaN(wanted) && double.IsNaN(found)) || Math.Abs(wanted - found) <= Tolerance,
        $"{what}: {found:R} where Fairlearn has {wanted:R}.");
}
