namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>One part of a training's state.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its bytes, as they are in memory.</param>
internal sealed record StateEntry(string Name, byte[] Bytes);
