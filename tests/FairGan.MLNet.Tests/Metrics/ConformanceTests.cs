using System.Text.Json;
using FairGan.MLNet.Metrics;

namespace FairGan.MLNet.Tests.Metrics;

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
                double wanted = figure.Value.ValueKind == JsonValueKind.Null ? double.NaN : figure.Value.GetDouble();
                AssertClose(wanted, actual[figure.Name, cell], $"{figure.Name} of ({string.Join(", ", cell)})");
            }
        }
    }

    private static void AssertClose(double wanted, double found, string what) => Assert.True(
        (double.IsNaN(wanted) && double.IsNaN(found)) || Math.Abs(wanted - found) <= Tolerance,
        $"{what}: {found:R} where Fairlearn has {wanted:R}.");
}
