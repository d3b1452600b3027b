using System.Globalization;

namespace FairGan.Package.Tests;

/// <summary>Whoever only audits installs FairGan.Fairness alone.</summary>
public sealed class AuditOnlyTests(Packages packages)
{
    private const string Program =
        """
        using FairGan.Fairness.Audits;
        using FairGan.Fairness.Metrics;
        using FairGan.Tables;
        using Microsoft.ML;

        IDataView table = TableReader.Load(new MLContext(seed: 1), args[0]);
        FairnessAudit audit = FairnessAudit.Run(table, new FairnessAuditOptions { LabelColumn = "deny", PositiveValue = "no", SensitiveColumns = ["afam"] });
        Console.WriteLine(FairnessMetrics.DemographicParityDifference(audit.Frame).ToString(System.Globalization.CultureInfo.InvariantCulture));
        """;

    [Fact]
    public async Task A_fresh_project_audits_and_brings_neither_Torch_nor_LightGBM_nor_charts()
    {
        string folder = await packages.NewProject("AuditOnly", Program, "FairGan.Fairness");
        await packages.Dotnet(folder, "build", "-c", "Release", "-v", "quiet");
        string output = await packages.Dotnet(folder, Path.Combine("bin", "Release", "net10.0", "AuditOnly.dll"), Repository.Mortgages);
        Assert.InRange(double.Parse(output, CultureInfo.InvariantCulture), 0.19, 0.195);

        string installed = await packages.Dotnet(folder, "list", "package", "--include-transitive");
        Assert.Contains("FairGan.Tables", installed, StringComparison.Ordinal);
        foreach (string unwanted in (string[])["TorchSharp", "libtorch", "LightGBM", "OxyPlot", "FairGan.MLNet"])
        {
            Assert.DoesNotContain(unwanted, installed, StringComparison.OrdinalIgnoreCase);
        }
    }
}
