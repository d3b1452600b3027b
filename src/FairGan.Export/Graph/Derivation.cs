namespace FairGan.Export.Graph;

/// <summary>A column that another one determines: it is looked up, not drawn, so every row keeps the rule.</summary>
/// <param name="Column">Position of the determined column.</param>
/// <param name="Source">Position of the column that determines it; not itself determined.</param>
/// <param name="Symbols">For every symbol of the source, the symbol it determines.</param>
internal sealed record Derivation(int Column, int Source, int[] Symbols);
