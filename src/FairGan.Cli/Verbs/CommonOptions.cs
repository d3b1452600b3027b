namespace FairGan.Cli.Verbs;

/// <summary>The options that all verbs have.</summary>
/// <param name="Seed">Seed of all that is random.</param>
/// <param name="IsSeedGiven">Whether the seed was asked for or is the verb's default, and not drawn.</param>
/// <param name="Threads">Threads to work with.</param>
/// <param name="Quiet">Whether no progress is shown.</param>
internal sealed record CommonOptions(int Seed, bool IsSeedGiven, int Threads, bool Quiet);
