using FairGan.Export.Graph;

namespace FairGan.MLNet.Training.Loop;

/// <summary>A trained generator's layers, and which rows it was trained on and held out.</summary>
internal sealed record TrainedGenerator(int LatentSize, IReadOnlyList<DenseLayer> Hidden, DenseLayer Logits, int[] TrainingRows, int[] HeldOutRows, TrainingSummary Summary)
{
    /// <summary>Pairs of parent and child columns, by their positions among the columns trained on.</summary>
    public IReadOnlyList<Interaction> Interactions { get; init; } = [];
}
