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
        Assert.Empty(RareValues.Of(table, table, 10, [])[0].Texts);
    }

    [Fact]
    public void The_name_of_a_small_group_is_no_leak()
    {
        var table = new ColumnarTable([Column("race", [.. Enumerable.Repeat("white", 18), "Samoan", "Samoan"])], 20);
        Assert.Equal(["Samoan"], RareValues.Of(table, table, 10, [])[0].Texts);
        Assert.Empty(RareValues.Of(table, table, 10, ["race"])[0].Texts);
    }

    [Fact]
    public void A_quarter_of_a_year_that_few_rows_hold_is_no_leak_but_the_first_of_all_is()
    {
        ColumnarTable training = Table("1979 Q3", "1979 Q4", "1978 Q1"), heldOut = Table("1979 Q3", "1979 Q3", "1979 Q4");
        var scan = new ValueScan(RareValues.Of(training, heldOut, 10, []));
        Assert.Empty(scan.Rows(Table("1979 Q3", "1979 Q4", "1979 Q4")));
        Assert.Equal("extremes", Assert.Single(scan.Rows(Table("1979 Q3", "1979 Q4", "1978 Q1"))).What);

        static ColumnarTable Table(params string[] rare) => new([Column("born", [.. Enumerable.Repeat("1979 Q2", 40), .. Enumerable.Repeat("1980 Q1", 40), .. rare])], 80 + rare.Length);
    }

    [Fact]
    public void Numbers_are_a_leak_only_where_they_are_more_than_chance_and_extremes_always()
    {
        double[] own = [.. Enumerable.Range(0, 500).Select(row => row + 0.25)], others = [.. Enumerable.Range(0, 500).Select(row => row + 0.75)];
        RareValues rare = RareValues.Of(Of(own), Of(others), 10, [])[0];

        Assert.Equal([("numbers", 500), ("extremes", 2)], Found([.. own]));
        Assert.Empty(Found([.. others]));
        Assert.Empty(Found([.. own[100..200], .. others[100..200]]));
        Assert.Equal([("extremes", 1)], Found([own[^1], .. others[100..200]]));

        IEnumerable<(string, int)> Found(HashSet<double> numbers) => ValueScan.Numbers("file", rare, numbers).Select(leak => (leak.What, leak.Count));
    }

    [Theory]
    [InlineData(3_200, 800)]
    [InlineData(800, 3_200)]
    [InlineData(2_000, 2_000)]
    public void Dense_whole_numbers_are_a_leak_only_where_training_rows_are_copied(int trainingRows, int heldOutRows)
    {
        for (int seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            double[] training = Days(trainingRows), heldOut = Days(heldOutRows), generated = Days(2 * trainingRows);
            RareValues rare = RareValues.Of(Of(training), Of(heldOut), 10, [])[0];

            Assert.DoesNotContain(ValueScan.Numbers("rows", rare, new HashSet<double>(generated)), leak => leak.What == "numbers");
            double[] copies = [.. generated.Select((day, row) => row % 4 == 0 ? training[random.Next(trainingRows)] : day)];
            Assert.Contains(ValueScan.Numbers("rows", rare, new HashSet<double>(copies)), leak => leak.What == "numbers");

            // Days under observation: most of those who live are seen within some hundred days of each other, deaths spread over all before.
            double[] Days(int rows) => [.. Enumerable.Range(0, rows).Select(_ => Math.Floor(random.NextDouble() < 0.3
                ? 4_200 * Math.Sqrt(random.NextDouble()) : 4_300 + (800 * Math.Pow(random.NextDouble(), 1.5))))];
        }
    }

    private static ColumnarTable Of(double[] numbers) => new([new TableColumn("x", numbers)], numbers.Length);

    private static TableColumn Column(string name, string[] cells)
    {
        var categories = new CategoryIndex();
        return new TableColumn(name, Array.ConvertAll(cells, cell => categories.CodeOf(cell)), categories);
    }
}
