namespace FairGan.Export.Graph;

/// <summary>The parts from which the generator's graph is built.</summary>
/// <param name="Schema">The columns and their codecs.</param>
/// <param name="LatentSize">Width of the normal noise that the network maps to logits; even.</param>
/// <param name="Hidden">Hidden layers; each takes the outputs of all before it and the noise, and ends in a rectifier.</param>
/// <param name="Logits">The last layer: the logits of the sampled columns' symbols, column after column.</param>
/// <param name="Derivations">Columns that are looked up by another one; never the label nor a sensitive one.</param>
/// <param name="LabelHead">The label head; null where the network's own logits generate the label.</param>
internal sealed record GeneratorParts(TableSchema Schema, int LatentSize, IReadOnlyList<DenseLayer> Hidden, DenseLayer Logits, IReadOnlyList<Derivation> Derivations, LabelHead? LabelHead)
{
    /// <summary>Pairs of parent and child columns. Neither is the label or looked up, nor the source of a column that is both looked up and sampled; the parent is not the target of a rule.</summary>
    public IReadOnlyList<Interaction> Interactions { get; init; } = [];
}
