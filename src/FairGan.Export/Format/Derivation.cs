// Part of the file format: may not change within a version of it.

namespace FairGan.Export.Format;

/// <summary>A column that another one determines: it is looked up, so that every row satisfies the rule.</summary>
/// <param name="Column">Position of the determined column.</param>
/// <param name="Source">Position of the column that determines it; not itself determined.</param>
/// <param name="Symbols">For every symbol of the source, the symbol it determines; -1 for none.</param>
internal sealed record Derivation(int Column, int Source, int[] Symbols)
{
    /// <summary>
    /// Whether the column is sampled as well, because cells of the two are missing independently: the sampled cell counts where it is a
    /// missing cell, and where the source's symbol determines nothing; elsewhere what is looked up takes its place.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDrawn { get; init; }

    /// <summary>For every symbol of the source, whether it determines this symbol of the column.</summary>
    public bool[] SourcesOf(int symbol) => Array.ConvertAll(Symbols, determined => determined == symbol);
}
