namespace FairGan.Package.Tests;

/// <summary>An application that lacks ONNX Runtime's native library, which is a package of its own, hears of it before it trains.</summary>
public sealed class MissingRuntimeTests(Packages packages)
{
    private const string Program =
        """
        using FairGan.Tables;
        using Microsoft.ML;

        MLContext mlContext = new(seed: 1);
        try
        {
            mlContext.FairGan().Synthesizer("deny", "no", "afam").Fit(TableReader.Load(mlContext, args[0]));
        }
        catch (PlatformNotSupportedException problem)
        {
            Console.WriteLine(problem.Message);
        }
        """;

    [Fact]
    public async Task Fit_names_the_packages_at_once()
    {
        string folder = await packages.NewProject("NoRuntime", Program, "FairGan.MLNet");
        await packages.Dotnet(folder, "build", "-c", "Release", "-v", "quiet");

        string output = await packages.Dotnet(folder, Path.Combine("bin", "Release", "net10.0", "NoRuntime.dll"), Repository.Mortgages);

        // Torch's library is missing too: what is said of ONNX Runtime comes before training is tried.
        Assert.Contains("ONNX Runtime's native library is missing", output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.OnnxRuntime,", output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", output, StringComparison.Ordinal);
    }
}
