namespace FairGan.Export.Sampling.Conditional;

/// <summary>What is known of a cell.</summary>
/// <param name="Symbol">Its symbol; -1 where it is missing.</param>
/// <param name="Shares">Of a missing one, the share of every symbol that other cells leave; null for all.</param>
/// <param name="IsTilted">Of a missing one, whether the row's label says something of it.</param>
internal readonly record struct KnownCell(int Symbol, double[]? Shares, bool IsTilted)
{
    /// <summary>Whether anything is.</summary>
    public bool IsAnything => Symbol >= 0 || Shares is not null || IsTilted;

    /// <summary>Whether nothing but the row's label says something of it.</summary>
    public bool IsOnlyTilted => IsTilted && Shares is null;
}
