using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Loop;
using FairGan.MLNet.Training.Vectors;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Benchmarks;

/// <summary>What it takes to save a training of the usual size: a copy between two steps, and writing by another thread.</summary>
internal static class CheckpointBenchmark
{
    private const int Repeats = 15;
    private const int Steps = 3;
    private const int Items = 784;
    private const double SecondsBetween = 30;

    /// <summary>Prints the figures.</summary>
    public static int Run()
    {
        var report = new ReportLines();
        Measure(report, "a table of 364 symbols", checkpoints => GeneratorTraining.Run(
            options => TableEncoder.Encode(TrainingBenchmark.Table(new MLContext(1)), options),
            new SynthesizerOptions { LabelColumn = "label", PositiveValue = "1", SensitiveColumns = ["group"], Training = new GanOptions { Seed = 1, Steps = Steps } },
            checkpoints, null, default));
        Measure(report, "images of 28 × 28 pixels", checkpoints => VectorTraining.Run(
            Images(), new VectorSynthesizerOptions { VectorColumn = "image", SensitiveColumn = "group", Training = VectorGanOptions.Classic with { Seed = 1, Steps = Steps } }, checkpoints, null, default));
        return 0;
    }

    private static void Measure(ReportLines report, string what, Action<TrainingCheckpoints> train)
    {
        string folder = Directory.CreateTempSubdirectory("fairgan-checkpoints-").FullName;
        try
        {
            using (var checkpoints = new TrainingCheckpoints(new CheckpointOptions { Folder = folder, Every = TimeSpan.FromTicks(1) }))
            {
                train(checkpoints);
            }

            var files = new CheckpointFolder(folder);
            Checkpoint saved = files.Newest()!;
            StateEntry[] entries = [.. saved.Stages.Values.SelectMany(stage => stage)];
            double copy = Stopwatches.Median(() => Array.ForEach(entries, entry => entry.Bytes.AsSpan().ToArray()), Repeats);
            double write = Stopwatches.Median(() => files.Add(saved), Repeats);
            report.Plain($"{what}: size of a checkpoint", entries.Sum(entry => (double)entry.Bytes.Length) / 1e6, "MB");
            report.Plain("copying it between two steps", copy * 1000, "ms");
            report.Plain("hashing and writing it by another thread, until it is on the disk", write * 1000, "ms");
            report.Below("both, of the time, at one in 30 seconds", 100 * (copy + write) / SecondsBetween, 1, "%");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IDataView Images()
    {
        const int Rows = 500;
        var random = new Random(1);
        float[] pixels = [.. Enumerable.Range(0, Rows * Items).Select(_ => random.NextSingle())];
        return ColumnarDataView.Create(
            ("group", ColumnData.Text([.. Enumerable.Range(0, Rows).Select(row => $"g{row % 10}")])), ("image", ColumnData.Vectors(new VectorDataViewType(NumberDataViewType.Single, Items), pixels)));
    }
}
