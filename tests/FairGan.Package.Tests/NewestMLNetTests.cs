namespace FairGan.Package.Tests;

/// <summary>Whoever adds a package of ML.NET takes the newest one, which has to go with FairGan.MLNet.</summary>
public sealed class NewestMLNetTests(Packages packages)
{
    private const string Program =
        """
        using Microsoft.ML;

        MLContext mlContext = new(seed: 1);
        var synthesizer = mlContext.FairGan().Synthesizer("deny", "no", "afam");
        var trainer = mlContext.BinaryClassification.Trainers.FastTree();
        Console.WriteLine($"{synthesizer.GetType().Name} {trainer.GetType().Assembly.GetName().Version}");
        """;

    [Fact]
    public async Task FastTree_6_is_installed_beside_FairGan_without_a_conflict()
    {
        string folder = await packages.NewProject("FastTree", Program, "FairGan.MLNet", "Microsoft.ML.FastTree 6.0.0");

        var (exitCode, output) = await packages.Run(folder, "build", "-c", "Release", "-v", "quiet", "-warnaserror");

        Assert.SkipWhen(output.Contains("NU1301", StringComparison.Ordinal) || output.Contains("NU1102", StringComparison.Ordinal), "There is no Microsoft.ML.FastTree 6.0.0 here.");
        Assert.True(exitCode == 0, output);
        Assert.Equal("Synthesizer 1.0.0.0", (await packages.Dotnet(folder, Path.Combine("bin", "Release", "net10.0", "FastTree.dll"))).Trim());
        string installed = await packages.Dotnet(folder, "list", "package", "--include-transitive");
        Assert.Matches(@"Microsoft\.ML\s+6\.0\.0", installed);
    }
}
