using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FairGan.Pages.Tests;

/// <summary>Every example in the libraries' XML documentation compiles as a program of its own, and every entry point has one.</summary>
public sealed class ExampleTests
{
    private static readonly string[] s_libraries = ["Export", "Formats", "Tables", "Fairness", "MLNet", "Reporting"];

    private static readonly string[] s_entryPoints =
    [
        "T:FairGan.Export.OnnxGenerator",
        "T:FairGan.Export.Sampling.SamplingOptions",
        "T:FairGan.Export.Sampling.SyntheticBatch",
        "T:FairGan.Export.Sampling.Writers.CsvBatchWriter",
        "T:FairGan.Export.Vectors.VectorGenerator",
        "T:FairGan.Export.Vectors.VectorSamplingOptions",
        "T:FairGan.Formats.ArrowRows",
        "T:FairGan.Formats.ParquetRows",
        "T:FairGan.Tables.TableReader",
        "T:FairGan.Tables.TableWriter",
        "T:FairGan.Tables.IdxReader",
        "T:FairGan.Fairness.Audits.FairnessAudit",
        "T:FairGan.Fairness.Counts.GroupCounts",
        "T:FairGan.Fairness.Fairlearn.FairlearnCatalog",
        "T:FairGan.Fairness.Metrics.MetricFrame",
        "T:FairGan.Fairness.Sql.SqlGroupCounts",
        "T:FairGan.MLNet.Catalog.FairGanCatalog",
        "T:FairGan.MLNet.Components.Synthesizer",
        "T:FairGan.MLNet.Components.VectorSynthesizer",
        "T:FairGan.Reporting.Quality.Leakage.LeakageEvaluator",
        "T:FairGan.Reporting.Quality.Privacy.Attacks.PrivacyAttacks",
        "T:FairGan.Reporting.Report.ModelCard",
        "T:FairGan.Reporting.Report.SyntheticDataReport",
    ];

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.Latest);
    private static readonly CSharpCompilationOptions s_program = new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
    private static readonly XElement[] s_members = [.. s_libraries.SelectMany(library =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"FairGan.{library}.xml")).Descendants("member"))];

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    // What an editor adds by itself: implicit usings, the libraries' namespaces, and those of ML.NET and ADO.NET that the examples are about.
    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(string.Concat(
        new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks", "System.Data.Common", "Microsoft.ML", "Microsoft.ML.Data" }
            .Concat(s_libraries.SelectMany(library => System.Reflection.Assembly.Load($"FairGan.{library}").GetExportedTypes()).Select(type => type.Namespace!))
            .Distinct()
            .Select(name => $"global using {name};\n")),
        s_parsing);

    public static TheoryData<string> MembersWithExamples => [.. s_members.Where(member => member.Elements("example").Any()).Select(Name)];

    [Theory]
    [MemberData(nameof(MembersWithExamples))]
    public void An_example_compiles(string name)
    {
        string[] examples = [.. s_members.Single(member => Name(member) == name).Elements("example").Select(example => example.Element("code")!.Value)];
        Assert.All(examples, example =>
        {
            var compilation = CSharpCompilation.Create("Example", [s_usings, CSharpSyntaxTree.ParseText(example, s_parsing)], s_references, s_program);
            string[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{diagnostic}")];
            Assert.True(errors.Length == 0, $"{string.Join('\n', errors)}\nin the example{example}");
        });
    }

    [Fact]
    public void Every_entry_point_and_every_method_of_the_catalog_has_an_example()
    {
        string[] methods = [.. s_members.Select(Name).Where(name => name.StartsWith("M:FairGan.MLNet.Catalog.FairGanCatalog.", StringComparison.Ordinal))];
        Assert.InRange(methods.Length, 8, 20);
        Assert.Empty(s_entryPoints.Concat(methods).Except(MembersWithExamples.Select(row => row.Data)));
    }

    private static string Name(XElement member) => (string)member.Attribute("name")!;
}
