using System.Text.Json;
using FairGan.Export.Sampling;
using FairGan.Export.Vectors;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Protection;
using FairGan.MLNet.Training.Checkpoints;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>Trains a generator of vectors: from a column of vectors to the bytes of the generator's file.</summary>
internal static class VectorTraining
{
    /// <summary>Prepares, trains and writes. The checkpoints that the options ask for are removed at the end.</summary>
    /// <param name="data">The real rows.</param>
    /// <param name="options">Columns and training.</param>
    /// <param name="progress">Receives the progress of the training; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static TrainedVectorFile Run(IDataView data, VectorSynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var checkpoints = new TrainingCheckpoints(options.Checkpoints);
        TrainedVectorFile trained = Run(data, options, checkpoints, progress, cancellationToken);
        checkpoints.Remove();
        return trained with { CheckpointRemarks = [.. new[] { checkpoints.Note, checkpoints.Problem }.OfType<string>()] };
    }

    /// <summary>The same with checkpoints that the caller removes.</summary>
    /// <param name="data">The real rows.</param>
    /// <param name="options">Columns and training.</param>
    /// <param name="checkpoints">Save the training.</param>
    /// <param name="progress">Receives the progress of the training; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static TrainedVectorFile Run(
        IDataView data, VectorSynthesizerOptions options, TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        RuntimeEnvironment.Require();
        TorchRuntime.EnsureStarted();
        TorchTurn.Require(options.Training.CudaDevice);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        progress?.Report(new TrainingProgress("reading the vectors", 0, 0, clock.Elapsed, double.NaN));
        options = options with { Seed = checkpoints.Begin(Identity(options), options.Training.IsSeedGiven) };
        var table = VectorEncoder.Encode(data, options, cancellationToken);
        checkpoints.Learn(() => DataFingerprint.Of(table));
        var (layers, summary) = VectorTrainer.Train(table, options.Training, checkpoints, progress, cancellationToken);

        // The file contains neither seed nor losses, which depend on single rows: they are only in the summary.
        var information = new VectorInformation(
            table.Schema,
            VectorGraph.NoiseWidth(table.Schema, options.Training.LatentSize),
            PublishedOptions.Json(options),
            "{}");
        byte[] file = VectorFile.Write(VectorGraph.Build(table.Schema, layers), information);
        return new TrainedVectorFile(file, summary with { Seconds = checkpoints.Elapsed.TotalSeconds }, table.RowCount, options);
    }

    private static CheckpointIdentity Identity(VectorSynthesizerOptions options)
    {
        VectorGanOptions training = options.Training, others = training with { Seed = 0, Threads = 1, CudaDevice = null };
        return new CheckpointIdentity(
            "vectors", CheckpointIdentity.Here, training.Seed, training.Threads, CheckpointIdentity.NameOf(training.CudaDevice),
            JsonSerializer.Serialize(options with { Training = others }, TrainingJson.Default.VectorSynthesizerOptions));
    }
}
