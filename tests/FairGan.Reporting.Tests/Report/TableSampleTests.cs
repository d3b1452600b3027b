using System.Text.RegularExpressions;
using FairGan.Reporting.Report;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Report;

public sealed partial class TableSampleTests
{
    [Fact]
    public void The_first_rows_are_shown_and_nothing_in_them_runs()
    {
        var context = new MLContext(1);
        IDataView table = Of(Text("<b>", "<script>", null, "c"), Numbers("n", 1.5, double.NaN, 3));
        IDataView keyed = context.Transforms.Conversion.MapValueToKey("key", "<b>").Append(context.Transforms.Concatenate("vector", "n", "n")).Fit(table).Transform(table);

        string html = TableSample.Of(keyed, 2).ToHtml();

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "<th scope=\"row\">"));
        string[] cells = [.. CellElement().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.Equal(
            ["<bdi>&lt;script&gt;</bdi>", "<bdi>1.5</bdi>", "<bdi>&lt;script&gt;</bdi>", "<bdi>Double × 2</bdi>", "<i>missing</i>", "<i>missing</i>", "<i>missing</i>", "<bdi>Double × 2</bdi>"],
            cells);
        Assert.Throws<ArgumentOutOfRangeException>(() => TableSample.Of(keyed, 0));
    }

    [GeneratedRegex("<td[^>]*>(.*?)</td>")]
    private static partial Regex CellElement();
}
