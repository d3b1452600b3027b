namespace FairGan.MLNet.Training.Vectors;

/// <summary>The file of a generator of vectors, and how its training went.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Summary">The training summary.</param>
/// <param name="RowCount">Vectors that were learned from.</param>
/// <param name="Options">The options, with the seed of the training that was resumed.</param>
internal sealed record TrainedVectorFile(byte[] Bytes, VectorTrainingSummary Summary, int RowCount, VectorSynthesizerOptions Options)
{
    /// <summary>What there is to know of its checkpoints, a sentence each.</summary>
    public IReadOnlyList<string> CheckpointRemarks { get; init; } = [];
}
