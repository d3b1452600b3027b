namespace FairGan.Export.Sampling.Conditional;

/// <summary>The known information about one cell of a row whose missing cells are filled in.</summary>
/// <param name="Symbol">Its symbol; -1 where it is missing.</param>
/// <param name="Shares">For a missing cell, the share of every symbol that other cells leave; null for all.</param>
/// <param name="HasLabelEvidence">For a missing cell, whether the row's label is evidence about it.</param>
internal readonly record struct KnownCell(int Symbol, double[]? Shares, bool HasLabelEvidence)
{
    /// <summary>Whether anything is.</summary>
    public bool IsAnything => Symbol >= 0 || Shares is not null || HasLabelEvidence;

    /// <summary>Whether the row's label is all the evidence.</summary>
    public bool HasLabelEvidenceOnly => HasLabelEvidence && Shares is null;
}
