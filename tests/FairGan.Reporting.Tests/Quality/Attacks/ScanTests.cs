using System.Text;
using System.Text.Json;
using FairGan.Reporting.Quality.Privacy.Scan;
using FairGan.Reporting.Quality.Tables;

namespace FairGan.Reporting.Tests.Quality.Attacks;

public sealed class ScanTests
{
    private const string Name = "Zoë Müller-Lüdenscheidt";

    [Fact]
    public void A_long_text_is_found_anywhere_in_each_way_of_writing_it()
    {
        byte[][] files = [Encoding.UTF8.GetBytes($"xx{Name}xx"), Encoding.Unicode.GetBytes($"x{Name}"), Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(Name)}\"")];
        Assert.All(files, file => Assert.Equal([Name], new ScannedTexts(file, []).Find(new HashSet<string> { Name, "Somebody Else" })));
    }

    [Fact]
    public void A_short_text_is_found_where_it_stands_by_itself()
    {
        var texts = new ScannedTexts([], ["the cat sat", "female", "B7", "80331"]);
        Assert.Equal(["80331", "B7"], texts.Find(new HashSet<string> { "B7", "male", "80331", "cat" }).Order());
        Assert.Equal(["gout"], new ScannedTexts([], ["has gout, probably"]).Find(new HashSet<string> { "gout" }));
    }

    [Fact]
    public void A_rare_text_that_is_common_in_another_column_is_none()
    {
        TableColumn[] columns = [Column("first", [.. Enumerable.Repeat("common", 19), "rare one"]), Column("second", [.. Enumerable.Repeat("rare one", 20)])];
        var table = new ColumnarTable(columns, 20);
        Assert.Empty(RareValues.Of(table, table, 10)[0].Texts);
    }

    [Fact]
    public void Numbers_are_a_leak_only_where_they_are_more_than_chance_and_extremes_always()
    {
        double[] own = [.. Enumerable.Range(0, 500).Select(row => row + 0.25)], others = [.. Enumerable.Range(0, 500).Select(row => row + 0.75)];
        RareValues rare = RareValues.Of(Of(own), Of(others), 10)[0];

        Assert.Equal([("numbers", 500), ("extremes", 2)], Found([.. own]));
        Assert.Empty(Found([.. others]));
        Assert.Empty(Found([.. own[100..200], .. others[100..200]]));
        Assert.Equal([("extremes", 1)], Found([own[^1], .. others[100..200]]));

        IEnumerable<(string, int)> Found(HashSet<double> numbers) => ValueScan.Numbers("file", rare, numbers).Select(leak => (leak.What, leak.Count));
    }

    private static ColumnarTable Of(double[] numbers) => new([new TableColumn("x", numbers)], numbers.Length);

    private static TableColumn Column(string name, string[] cells)
    {
        var categories = new CategoryIndex();
        return new TableColumn(name, Array.ConvertAll(cells, cell => categories.CodeOf(cell)), categories);
    }
}
