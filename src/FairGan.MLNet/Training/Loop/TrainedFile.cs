using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Loop;

/// <summary>A generator's file, how its training went, and what was done to the table before.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Summary">How the training went.</param>
/// <param name="RowCount">Rows that were learned from.</param>
/// <param name="Preparation">What was done to the table.</param>
/// <param name="Options">The options as they were followed: without fairness where the table has no label or no groups to be fair by.</param>
internal sealed record TrainedFile(byte[] Bytes, TrainingSummary Summary, int RowCount, PreparationReport Preparation, SynthesizerOptions Options)
{
    /// <summary>The differential privacy of the file; null where it has none. <see cref="RowCount"/> is then an estimate.</summary>
    public PrivacyRecord? Privacy { get; init; }

    /// <summary>What there is to know of its checkpoints, a sentence each.</summary>
    public IReadOnlyList<string> CheckpointRemarks { get; init; } = [];
}
