using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FairGan.Architecture.Tests;

/// <summary>The checker itself: a wrong arrow, wherever in the code it hides, is found, and the message says what it is and what to do.</summary>
public sealed class CheckerTests : IDisposable
{
    private const string Allowed = "[projects]\n[rooms]\nFixture.Upper -> Fixture.Lower\n";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("private readonly Upper.Top _top = new();")]
    [InlineData("public Upper.Top? Property => null;")]
    [InlineData("public void Method() { object top = new Upper.Top(); System.Console.WriteLine(top); }")]
    [InlineData("public void Method() => System.Console.WriteLine(Upper.Top.Number());")]
    [InlineData("public object Method() => typeof(Upper.Top);")]
    [InlineData("public object Method() => new System.Collections.Generic.List<Upper.Top[]>();")]
    [InlineData("public System.Func<int> Method() => () => Upper.Top.Number();")]
    [InlineData("public System.Collections.Generic.IEnumerable<int> Method() { yield return Upper.Top.Number(); }")]
    [InlineData("public void Method<T>() where T : Upper.Top { }")]
    public void A_wrong_arrow_is_found_and_explained(string member)
    {
        Product product = Compile(member);
        string problem = Assert.Single(ArrowCheck.Compare(product.RoomArrows, ArrowTable.Parse(Allowed).Rooms));
        Assert.Equal(
            "FairGan.Fixture.Lower -> FairGan.Fixture.Upper is a new arrow: FairGan.Fixture.Lower.Bottom refers to FairGan.Fixture.Upper.Top. "
            + "It is not allowed because FairGan.Fixture.Upper -> FairGan.Fixture.Lower is: the two would know each other in a circle. "
            + "Move what both need into a room below them, or hand it in through a parameter or an interface.",
            problem);
        string circle = Assert.Single(ArrowCheck.Circles(product.RoomArrows));
        Assert.StartsWith("FairGan.Fixture.Lower -> FairGan.Fixture.Upper -> FairGan.Fixture.Lower is a circle", circle, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_table_allows_is_no_problem()
    {
        Product product = Compile("");
        Assert.Empty(ArrowCheck.Compare(product.RoomArrows, ArrowTable.Parse(Allowed).Rooms));
        Assert.Empty(ArrowCheck.Circles(product.RoomArrows));
    }

    [Fact]
    public void A_new_arrow_that_closes_no_circle_asks_for_a_decision()
    {
        string problem = Assert.Single(ArrowCheck.Compare(Compile("").RoomArrows, ArrowTable.Parse("[rooms]\n").Rooms));
        Assert.Contains("FairGan.Fixture.Upper -> FairGan.Fixture.Lower is a new arrow", problem, StringComparison.Ordinal);
        Assert.Contains("add it to the table", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_allowed_arrow_that_nothing_uses_is_a_problem()
    {
        ArrowTable table = ArrowTable.Parse(Allowed + "Fixture.Upper -> Fixture.Gone\n");
        string problem = Assert.Single(ArrowCheck.Compare(Compile("").RoomArrows, table.Rooms));
        Assert.StartsWith("FairGan.Fixture.Upper -> FairGan.Fixture.Gone is allowed in arrows.txt, but nothing uses it any more", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_read_as_it_is_written()
    {
        Arrow[] many = [.. Enumerable.Range(0, 30).Select(room => new Arrow("FairGan.Fixture.Upper", $"FairGan.Fixture.Room{room}"))];
        var table = new ArrowTable(new HashSet<Arrow> { new("FairGan.One", "FairGan.Two") }, many.ToHashSet());
        ArrowTable read = ArrowTable.Parse(table.ToString());
        Assert.Equal(table.Projects, read.Projects);
        Assert.Equal(table.Rooms, read.Rooms);
        Assert.All(table.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 125));
    }

    public void Dispose() => _folder.Dispose();

    private Product Compile(string member)
    {
        string source = $$"""
            #nullable enable
            namespace FairGan.Fixture.Upper { public class Top { public static int Number() => 1; public Lower.Bottom? Below => null; } }
            namespace FairGan.Fixture.Lower { public class Bottom { {{member}} } }
            """;
        var compilation = CSharpCompilation.Create(
            "FairGan.Fixture",
            [CSharpSyntaxTree.ParseText(source)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        string path = _folder.File("FairGan.Fixture.dll");
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return new Product([path]);
    }
}
