namespace FairGan.Load;

/// <summary>What the load is.</summary>
/// <param name="Model">The generator's file.</param>
/// <param name="Connections">Good clients.</param>
/// <param name="Time">How long they ask, alone and among the others.</param>
/// <param name="Rows">Rows of their requests.</param>
/// <param name="Slow">Slow clients.</param>
/// <param name="Hostile">Hostile clients.</param>
/// <param name="Large">Rows of the one large request.</param>
internal sealed record LoadOptions(string Model, int Connections, TimeSpan Time, int Rows, int Slow, int Hostile, long Large);
