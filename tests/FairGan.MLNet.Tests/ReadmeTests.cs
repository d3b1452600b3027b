using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using FairGan.MLNet.Components;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.MLNet.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_of_the_readme_runs_and_closes_the_gap()
    {
        string table = Path.Combine(AppContext.BaseDirectory, "TestData", "hmda.csv");
        string folder = Directory.CreateTempSubdirectory("fairgan-readme-").FullName;
        try
        {
            // example
            var mlContext = new MLContext(seed: 1);
            IDataView real = TableReader.Load(mlContext, table);

            // Learn the table, then generate rows in which both groups are granted a mortgage at the same rate.
            SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer("deny", "no", "afam").Fit(real);
            IDataView synthetic = synthesizer.Generate(10_000);
            TableWriter.Save(synthetic, Path.Combine(folder, "synthetic.csv"));

            // One file for production: FairGan.Export (or any ONNX Runtime) generates rows from it, without ML.NET or Torch.
            synthesizer.SaveAsOnnx(Path.Combine(folder, "generator.onnx"));
            using OnnxGenerator generator = OnnxGenerator.Open(Path.Combine(folder, "generator.onnx"));
            foreach (SyntheticBatch batch in generator.Generate(5_000, new SamplingOptions { Seed = 7, Strength = 0.5 }))
            {
                Console.WriteLine($"rows {batch.StartRow} to {batch.StartRow + batch.RowCount - 1}");
            }

            // Audit: the same figures as Fairlearn's, of the labels here; name a PredictionColumn to audit a model.
            var options = new FairnessAuditOptions { LabelColumn = "deny", PositiveValue = "no", SensitiveColumns = ["afam"] };
            double before = FairnessMetrics.DemographicParityDifference(FairnessAudit.Run(real, options).Frame);
            double after = FairnessMetrics.DemographicParityDifference(FairnessAudit.Run(synthetic, options).Frame);
            Console.WriteLine($"gap of the real labels {before:F3}, of the synthetic ones {after:F3}");
            // end of example

            Assert.InRange(before, 0.19, 0.20);
            Assert.InRange(after, 0, 0.04);
            Assert.Equal(10_001, File.ReadLines(Path.Combine(folder, "synthetic.csv")).Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_readme_shows_the_code_that_the_test_above_runs()
    {
        string[] source = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "FairGan.MLNet.Tests", "ReadmeTests.cs"));
        var example = source
            .SkipWhile(line => line.Trim() != "// example").Skip(1)
            .TakeWhile(line => line.Trim() != "// end of example")
            .Select(line => line.Length > 12 ? line[12..] : "");
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains(string.Join('\n', example), readme, StringComparison.Ordinal);
    }
}
