using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>A table that stands in for the real one.</summary>
/// <param name="Table">The rows, which the ordinary training learns from.</param>
/// <param name="Privacy">The guarantee, and what was spent.</param>
internal sealed record StandInTable(EncodedTable Table, PrivacyRecord Privacy);
