using FairGan.Export.Sampling;
using FairGan.Export.Vectors;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Protection;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>Trains a generator of vectors: from a column of vectors to the bytes of the generator's file.</summary>
internal static class VectorTraining
{
    /// <summary>Prepares, trains and writes.</summary>
    /// <param name="data">The real rows.</param>
    /// <param name="options">Columns and training.</param>
    /// <param name="progress">Receives the progress of the training; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static TrainedVectorFile Run(IDataView data, VectorSynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        GeneratorSession.RequireRuntime();
        TorchRuntime.EnsureStarted();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        progress?.Report(new TrainingProgress("reading the vectors", 0, 0, clock.Elapsed, double.NaN));
        var table = VectorEncoder.Encode(data, options, cancellationToken);
        var (layers, summary) = VectorTrainer.Train(table, options.Training, progress, cancellationToken);

        // The file contains neither seed nor losses, which depend on single rows: they are only in the summary.
        var information = new VectorInformation(
            table.Schema,
            VectorGraph.NoiseWidth(table.Schema, options.Training.LatentSize),
            PublishedOptions.Json(options),
            "{}");
        byte[] file = VectorFile.Write(VectorGraph.Build(table.Schema, layers), information);
        return new TrainedVectorFile(file, summary with { Seconds = clock.Elapsed.TotalSeconds }, table.RowCount);
    }
}
