namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>A saved training.</summary>
/// <param name="Identity">Which training.</param>
/// <param name="Data">A hash of the prepared table.</param>
/// <param name="Elapsed">Time that it has taken, in all the processes that it ran in.</param>
/// <param name="Stages">The state of each stage that was begun: the network's, then the label model's.</param>
internal sealed record Checkpoint(CheckpointIdentity Identity, string Data, TimeSpan Elapsed, IReadOnlyDictionary<string, IReadOnlyList<StateEntry>> Stages);
