namespace FairGan.Load;

/// <summary>What good clients were answered.</summary>
/// <param name="Milliseconds">Times of requests, in order.</param>
/// <param name="Errors">Errors and how many of each.</param>
/// <param name="Different">Answers other than they have to be.</param>
/// <param name="Time">How long they asked.</param>
internal sealed record GoodResult(double[] Milliseconds, IReadOnlyDictionary<string, int> Errors, int Different, TimeSpan Time)
{
    /// <summary>The time within which 99 % of the requests were answered.</summary>
    public double Slowest => Milliseconds[Milliseconds.Length * 99 / 100];

    /// <summary>Whether all were answered as they have to be.</summary>
    public bool IsRight => Errors.Count == 0 && Different == 0;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Milliseconds.Length} requests, errors {Errors.Values.Sum()}{string.Concat(Errors.Select(error => $" ({error.Key}: {error.Value})"))}, different answers {Different}; ")
        + FormattableString.Invariant($"milliseconds: median {Milliseconds[Milliseconds.Length / 2]:0.0}, p99 {Slowest:0.0}, longest {Milliseconds[^1]:0.0}; {Milliseconds.Length / Time.TotalSeconds:0} requests/s");
}
