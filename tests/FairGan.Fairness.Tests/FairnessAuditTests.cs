using System.Text.Json;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Tests;

public sealed class FairnessAuditTests
{
    private const string Hostile = "<script>alert('x')</script>|*a*&[b](c)";

    [Fact]
    public void A_category_that_is_a_script_is_shown_and_not_run()
    {
        FairnessAudit audit = Example(Hostile, 20);
        string html = audit.ToHtml();
        Assert.DoesNotContain("<script>", html);
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;", html);
        string markdown = audit.ToMarkdown();
        Assert.DoesNotContain("<script>", markdown);
        Assert.Contains("&lt;script&gt;", markdown);
        Assert.Contains(@"\|\*a\*&amp;\[b\](c)", markdown);
        using JsonDocument json = JsonDocument.Parse(audit.ToJson());
        Assert.Contains(Hostile, json.RootElement.GetProperty("counts").EnumerateArray().Select(row => row.GetProperty("cell")[0].GetString()));
    }

    [Fact]
    public void A_frame_is_written_as_tables_too()
    {
        GroupColumn[] groups = [new("s", ["a", Hostile])];
        MetricFrame frame = MetricFrame.Create([0, 1], [0, 1], groups, [new GroupColumn("c", ["x", "x"])], metrics: [GroupMetrics.SelectionRate]);
        Assert.Contains("| x | selection rate | 1 | 0.5 | 0 | 0 |", frame.ToMarkdown());
        Assert.DoesNotContain("<script>", frame.ToHtml());
        Assert.Equal("section", System.Xml.Linq.XElement.Parse(frame.ToHtml()).Name.LocalName);
    }

    [Fact]
    public void The_html_is_a_well_formed_fragment()
    {
        System.Xml.Linq.XElement fragment = System.Xml.Linq.XElement.Parse(Example("b", 20).ToHtml());
        Assert.Equal("section", fragment.Name.LocalName);
        Assert.All(fragment.Descendants("table"), table =>
            Assert.Single(table.Descendants("tr").Select(row => row.Elements().Count()).Distinct()));
    }

    [Fact]
    public void Every_row_of_a_markdown_table_has_as_many_cells_as_its_header()
    {
        string[] lines = Example("b", 20).ToMarkdown().Split('\n');
        int columns = 0;
        foreach (string line in lines)
        {
            if (!line.StartsWith('|'))
            {
                columns = 0;
                continue;
            }

            int cells = line.Count(character => character == '|');
            columns = columns == 0 ? cells : columns;
            Assert.Equal(columns, cells);
        }
    }

    [Fact]
    public void The_json_holds_counts_intervals_impact_small_cells_unknown_groups_and_data_fairness()
    {
        using JsonDocument json = JsonDocument.Parse(Example("b", 20).ToJson());
        JsonElement root = json.RootElement;
        JsonElement count = root.GetProperty("counts")[0];
        Assert.Equal("a", count.GetProperty("cell")[0].GetString());
        Assert.Equal(40, count.GetProperty("count").GetInt32());
        Assert.Equal(10, count.GetProperty("true_positive").GetDouble());
        JsonElement intervals = root.GetProperty("intervals");
        Assert.Equal(20, intervals.GetProperty("replicates").GetInt32());
        Assert.Equal(2, intervals.GetProperty("scalars").GetProperty("demographic_parity_difference|between_groups").GetArrayLength());
        Assert.Equal(2, intervals.GetProperty("metric_frame").GetProperty("by_group")[0].GetProperty("accuracy").GetArrayLength());
        Assert.Equal(2, intervals.GetProperty("metric_frame").GetProperty("overall").GetProperty("f1").GetArrayLength());
        Assert.False(root.GetProperty("impact_ratio")[0].GetProperty("four_fifths_rule").GetProperty("passes").GetBoolean());
        Assert.Equal(30, root.GetProperty("small_cells").GetProperty("limit").GetInt32());
        Assert.Equal("b", root.GetProperty("small_cells").GetProperty("cells")[0].GetProperty("cell")[0].GetString());
        Assert.Equal(0, root.GetProperty("unknown_groups").GetProperty("s").GetInt32());
        Assert.Equal(0.25, root.GetProperty("data").GetProperty("label_parity_difference").GetDouble());
    }

    [Fact]
    public void Without_replicates_there_are_no_intervals()
    {
        FairnessAudit audit = Example("b", 0);
        Assert.Null(audit.Intervals);
        Assert.Null(audit.ScalarIntervals);
        using JsonDocument json = JsonDocument.Parse(audit.ToJson());
        Assert.False(json.RootElement.TryGetProperty("intervals", out _));
    }

    [Fact]
    public void The_audit_of_a_label_has_the_parity_figures_alone()
    {
        var view = new ColumnView(("y", new[] { "bad", "good", "good", "good" }), ("s", new[] { "a", "a", "b", "b" }));
        FairnessAudit audit = FairnessAudit.Run(view, new FairnessAuditOptions { LabelColumn = "y", SensitiveColumns = ["s"], PositiveValue = "good" });
        Assert.Equal(0.5, audit.Scalars["demographic_parity_difference|between_groups"]);
        Assert.DoesNotContain(audit.Scalars.Keys, name => name.StartsWith("equalized_odds", StringComparison.Ordinal));
        Assert.Contains("the label y itself", audit.ToMarkdown());
    }

    [Fact]
    public void A_true_positive_rate_ratio_that_is_not_defined_makes_the_worst_case_undefined_but_not_the_mean()
    {
        // Nobody with a positive label is selected, so all true positive rates are 0 and their ratio is 0 ÷ 0. Fairlearn
        // takes the smaller of (NaN, ratio of false positive rates) in this order, which is NaN; its mean leaves NaN out.
        MetricFrame frame = MetricFrame.Create(
            [1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 1], [new GroupColumn("s", ["a", "a", "a", "b", "b", "b"])]);
        Assert.True(double.IsNaN(FairnessMetrics.EqualizedOddsRatio(frame)));
        Assert.Equal(0.5, FairnessMetrics.EqualizedOddsRatio(frame, aggregation: OddsAggregation.Mean));
        Assert.Equal(0.5, FairnessMetrics.EqualizedOddsDifference(frame));

        // The other way round the worst case is the true positive rates' ratio.
        MetricFrame reversed = MetricFrame.Create(
            [0, 1, 1, 0, 1, 1], [0, 1, 0, 0, 1, 1], [new GroupColumn("s", ["a", "a", "a", "b", "b", "b"])]);
        Assert.Equal(0.5, FairnessMetrics.EqualizedOddsRatio(reversed));
        Assert.Equal(0.5, FairnessMetrics.EqualizedOddsRatio(reversed, DisparityMethod.BetweenGroups, OddsAggregation.Mean));
    }

    [Fact]
    public void Scalars_leave_control_columns_aside()
    {
        int[] labels = [1, 0, 1, 0, 1, 1, 0, 0];
        int[] predictions = [1, 1, 0, 0, 1, 0, 0, 1];
        string[] groups = ["a", "b", "a", "b", "a", "b", "a", "b"];
        string[] controls = ["x", "x", "x", "x", "y", "y", "y", "y"];
        var view = new ColumnView(("y", labels), ("p", predictions), ("s", groups), ("c", controls));
        FairnessAuditOptions options = new() { LabelColumn = "y", PredictionColumn = "p", SensitiveColumns = ["s"] };
        FairnessAudit plain = FairnessAudit.Run(view, options with { BootstrapReplicates = 50 });
        FairnessAudit controlled = FairnessAudit.Run(view, options with { ControlColumns = ["c"], BootstrapReplicates = 50 });
        Assert.Equal(plain.Scalars, controlled.Scalars);
        Assert.Equal(2, controlled.Frame.Overall.Count);
        Assert.Equal(2, controlled.Intervals!.Overall.Count);
        Assert.Equal(plain.ScalarIntervals!.Keys, controlled.ScalarIntervals!.Keys);
    }

    private static FairnessAudit Example(string secondGroup, int replicates)
    {
        string[] groups = [.. Enumerable.Repeat("a", 40), .. Enumerable.Repeat(secondGroup, 20)];
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? 1 : 0), .. Enumerable.Range(0, 20).Select(i => i < 5 ? 1 : 0)];
        int[] predictions = [.. Enumerable.Range(0, 40).Select(i => i is < 10 or > 30 ? 1 : 0), .. Enumerable.Range(0, 20).Select(i => i < 3 ? 1 : 0)];
        return FairnessAudit.Run(new ColumnView(("y", labels), ("p", predictions), ("s", groups)), new FairnessAuditOptions
        {
            LabelColumn = "y",
            PredictionColumn = "p",
            SensitiveColumns = ["s"],
            BootstrapReplicates = replicates,
        });
    }
}
