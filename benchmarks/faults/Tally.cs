namespace FairGan.Faults;

/// <summary>What one kill led to.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="WasRunning">Whether the run had not ended by itself.</param>
/// <param name="WasRenaming">Whether a set of files was complete, and not all of them had their names.</param>
/// <param name="Whole">Whether all earlier files were whole.</param>
/// <param name="SameBytes">Whether the next run gave the bytes of an undisturbed one.</param>
/// <param name="NothingLeft">Whether nothing else was in the folders after the next run.</param>
/// <param name="Problem">What went wrong; null for nothing.</param>
internal sealed record KillOutcome(string Signal, bool WasRunning, bool WasRenaming, bool Whole, bool SameBytes, bool NothingLeft, string? Problem);

/// <summary>The outcomes of one scenario.</summary>
internal sealed class Tally(string name)
{
    private readonly List<KillOutcome> _outcomes = [];

    public List<string> Problems { get; } = [];

    public void Add(KillOutcome outcome)
    {
        _outcomes.Add(outcome);
        if (outcome.Problem is { } problem)
        {
            Problems.Add($"{name}, {outcome.Signal}: {problem}");
        }
    }

    public override string ToString() => $"| {name} | {_outcomes.Count} | {Count(outcome => outcome.WasRunning)} | {Count(outcome => outcome.WasRenaming)} | {Count(outcome => outcome.Signal == "KILL")} "
        + $"| {Count(outcome => outcome.Whole)} | {Count(outcome => outcome.SameBytes)} | {Count(outcome => outcome.NothingLeft)} |";

    private int Count(Func<KillOutcome, bool> holds) => _outcomes.Count(holds);
}
