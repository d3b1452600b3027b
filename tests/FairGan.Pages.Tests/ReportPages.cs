using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Pages.Tests;
using FairGan.Reporting.Report;
using FairGan.Reporting.Report.Figures;
using FairGan.Tables;
using Microsoft.ML;

[assembly: AssemblyFixture(typeof(ReportPages))]

namespace FairGan.Pages.Tests;

/// <summary>The reports that the browser opens: one of the mortgages, one of a table that means harm.</summary>
public sealed class ReportPages
{
    public const int HostileColumns = 300;
    public const int HostileCategories = 10_000;

    private readonly Lazy<string> _mortgages = new(Mortgages);
    private readonly Lazy<string> _hostile = new(Hostile);

    public string MortgagesPath => _mortgages.Value;

    public string HostilePath => _hostile.Value;

    private static string Mortgages()
    {
        var context = new MLContext(1);
        string table = Repository.PathOf("src", "FairGan.Cli", "Data", "hmda.csv");
        DataOperationsCatalog.TrainTestData split = context.Data.TrainTestSplit(TableReader.Load(context, table), 0.2, seed: 1);
        using SynthesizerTransformer synthesizer = context.FairGan().Synthesizer(new SynthesizerOptions
        {
            LabelColumn = "deny",
            PositiveValue = "no",
            SensitiveColumns = ["afam"],
            Training = new GanOptions { Seed = 1, Steps = 20, Threads = 2 },
        }).Fit(split.TrainSet);
        SyntheticDataReport report = SyntheticDataReport.Create(context, split.TrainSet, synthesizer.Generate(2_000), new SyntheticDataReportOptions
        {
            LabelColumn = "deny",
            PositiveValue = "no",
            SensitiveColumns = ["afam", "single"],
            Test = split.TestSet,
            Generator = ReportGenerator.Of(synthesizer, 1_000),
            Sources = [ReportSource.OfFile("real", table)],
        });
        return Write("report.html", report);
    }

    private static string Hostile()
    {
        const string Attack = "<script>alert('run')</script>";
        const string Attribute = "\" onmouseover=\"alert('run')\" x=\"";
        var context = new MLContext(1);
        IDataView Draw(int rows, int seed)
        {
            var random = new Random(seed);
            string[] names = ["label", Attack, "</svg></style></figure>", "עברית", new string('W', 300), .. Enumerable.Range(0, HostileColumns - 5).Select(column => $"column {column} \u202e \u0007")];
            using var csv = new MemoryStream();
            using (var writer = new StreamWriter(csv, leaveOpen: true))
            {
                writer.Write(string.Join(',', names.Select(Quoted)) + "\n");
                for (int row = 0; row < rows; row++)
                {
                    IEnumerable<string> cells = names.Select((_, column) => column switch
                    {
                        0 => random.Next(4) == 0 ? Attribute : "no",
                        1 => row == 0 && seed == 1 ? "only one" : random.Next(3) switch { 0 => Attack, 1 => "", _ => "שלום" },
                        2 => $"category {row % HostileCategories} {Attribute}",
                        3 => random.Next(2) == 0 ? "" : "مرحبا",
                        _ => column % 2 == 0 ? (random.NextDouble() * 1e300).ToString("R", System.Globalization.CultureInfo.InvariantCulture) : $"&{random.Next(9)};",
                    });
                    writer.Write(string.Join(',', cells.Select(Quoted)) + "\n");
                }
            }

            csv.Position = 0;
            return TableReader.Load(context, csv, TableFormat.Csv);
        }

        SyntheticDataReport report = SyntheticDataReport.Create(context, Draw(11_000, 1), Draw(10_000, 2), new SyntheticDataReportOptions
        {
            LabelColumn = "label",
            PositiveValue = Attribute,
            SensitiveColumns = [Attack],
            Title = Attack,
        });
        return Write("hostile.html", report);

        static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Write(string name, SyntheticDataReport report)
    {
        string path = Path.Combine(Artifacts.Folder, name);
        File.WriteAllText(path, report.ToHtml());
        return path;
    }
}
