namespace FairGan.Architecture.Tests;

/// <summary>The product's compiled assemblies obey the table of arrows.</summary>
public sealed class ArrowTests
{
    private static readonly string s_path = Product.Metadata("Table");

    private static readonly Lazy<ArrowTable> s_table = new(ReadTable);

    [Fact]
    public void Projects_refer_to_each_other_as_the_table_allows() => AssertNone(ArrowCheck.Compare(Product.Built.ProjectArrows, s_table.Value.Projects));

    [Fact]
    public void Rooms_refer_to_each_other_as_the_table_allows() => AssertNone(ArrowCheck.Compare(Product.Built.RoomArrows, s_table.Value.Rooms));

    [Fact]
    public void There_is_no_circle_between_rooms() => AssertNone(ArrowCheck.Circles(Product.Built.RoomArrows));

    // With FAIRGAN_REFRESH=1 the arrows of today become the table.
    private static ArrowTable ReadTable()
    {
        if (Environment.GetEnvironmentVariable("FAIRGAN_REFRESH") == "1")
        {
            var today = new ArrowTable(Keys(Product.Built.ProjectArrows), Keys(Product.Built.RoomArrows));
            File.WriteAllText(s_path, today.ToString());
        }

        return ArrowTable.Parse(File.ReadAllText(s_path));
    }

    private static HashSet<Arrow> Keys(ILookup<Arrow, TypeReference> arrows) => [.. arrows.Select(arrow => arrow.Key)];

    private static void AssertNone(IReadOnlyList<string> problems) => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
