using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FairGan.Cli.Tests;

/// <summary>What others read by machine or by habit changes only on purpose.</summary>
public sealed partial class SnapshotTests
{
    private static readonly string[] s_roles = ["--label", "deny", "--positive", "no", "--sensitive", "afam"];

    [Theory]
    [InlineData("demo")]
    [InlineData("train")]
    [InlineData("sample")]
    [InlineData("fill")]
    [InlineData("audit")]
    [InlineData("report")]
    [InlineData("attack")]
    [InlineData("inspect")]
    public async Task The_help_of_a_verb(string verb)
    {
        using var place = new Workplace();
        Snapshot.Match((await place.Succeed(verb, "--help")).Output, $"help-{verb}.txt");
    }

    [Fact]
    public async Task The_audit_as_JSON()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Succeed(["audit", Workplace.Mortgages, .. s_roles, "--json", "-"]);
        Snapshot.Match(result.Output, "audit.json");
    }

    [Fact]
    public async Task The_report_as_JSON_and_as_a_page()
    {
        using var place = new Workplace();
        string[] lines = await File.ReadAllLinesAsync(Workplace.Mortgages, TestContext.Current.CancellationToken);
        place.Write("real.csv", string.Join('\n', lines.Take(601)) + "\n");
        place.Write("synthetic.csv", string.Join('\n', [lines[0], .. lines.Skip(601).Take(600)]) + "\n");
        await place.Succeed(["report", "real.csv", "synthetic.csv", .. s_roles, "--out", "report.html", "--seed", "1", "--threads", "2"]);
        using JsonDocument json = JsonDocument.Parse(place.Text("report.json"));
        Snapshot.Match(Shape(json.RootElement), "report.json.txt");
        Snapshot.Match(Skeleton(place.Text("report.html")), "report.html.txt");
    }

    // Names and kinds without figures, which depend on the machine in their last digits; of a list, the first member.
    private static string Shape(JsonElement root)
    {
        var text = new StringBuilder();
        Append(root, 0);
        return text.ToString();

        void Append(JsonElement element, int depth)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    text.Append(' ', 2 * depth).Append(property.Name).Append(": ").Append(Kind(property.Value)).Append('\n');
                    Append(property.Value, depth + 1);
                }
            }
            else if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
            {
                Append(element[0], depth);
            }
        }
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "Boolean",
        JsonValueKind.Array when element.GetArrayLength() > 0 => $"Array of {Kind(element[0])}",
        _ => element.ValueKind.ToString(),
    };

    private static string Skeleton(string html) =>
        string.Join('\n', Marks().Matches(html).Select(mark =>
            mark.Groups["level"].Success
                ? $"{mark.Groups["level"].Value} {Digits().Replace(Tags().Replace(mark.Groups["text"].Value, ""), "0")}"
                : $"#{mark.Groups["id"].Value}"));

    [GeneratedRegex("""<(?<level>h[1-6])[^>]*>(?<text>.*?)</h[1-6]>|\sid="(?<id>[^"]+)""", RegexOptions.Singleline)]
    private static partial Regex Marks();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex("[0-9][0-9.,]*")]
    private static partial Regex Digits();
}
