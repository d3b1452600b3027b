using FairGan.MLNet.Training.Checkpoints;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Loop;

/// <summary>Trains the generator's network on an encoded table.</summary>
internal static class GanTrainer
{
    /// <summary>Trains the network; only one training runs in a process at a time.</summary>
    /// <param name="target">The rows, and the distribution to learn from them.</param>
    /// <param name="options">Network sizes, optimiser and stopping rule.</param>
    /// <param name="checkpoints">Save the training.</param>
    /// <param name="progress">Receives a report after every step; null for none.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <exception cref="PlatformNotSupportedException">CUDA is requested but not available.</exception>
    public static TrainedGenerator Train(
        TrainingTarget target, GanOptions options, TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var turn = TorchTurn.Take(cancellationToken);
        using var scope = NewDisposeScope();
        using var run = new TrainingRun(target, options, checkpoints, progress, cancellationToken);
        return run.Train();
    }
}
