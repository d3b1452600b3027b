using FairGan.Export.Vectors;
using FairGan.MLNet.Training.Checkpoints;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Vectors;

/// <summary>Trains the pair of networks on vectors.</summary>
internal static class VectorTrainer
{
    /// <summary>Trains; only one training runs in a process at a time.</summary>
    /// <param name="table">The vectors.</param>
    /// <param name="options">Network sizes, optimiser and number of steps.</param>
    /// <param name="checkpoints">Save the training.</param>
    /// <param name="progress">Receives a report after every step; null for none.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <returns>The generator's layers, and the training summary.</returns>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    /// <exception cref="PlatformNotSupportedException">CUDA is requested but not available.</exception>
    public static (IReadOnlyList<GroupedLayer> Layers, VectorTrainingSummary Summary) Train(
        VectorTable table, VectorGanOptions options, TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var turn = TorchTurn.Take(cancellationToken);
        using var scope = NewDisposeScope();
        using var run = new VectorTrainingRun(table, options);
        return run.Train(checkpoints, progress, cancellationToken);
    }
}
