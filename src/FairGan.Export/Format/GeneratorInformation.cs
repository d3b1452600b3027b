// Part of the file format: may not change within a version of it.


namespace FairGan.Export.Format;

/// <summary>The metadata of a generator's file.</summary>
/// <param name="Schema">The columns, their codecs and roles.</param>
/// <param name="Strength">The strength of fairness it was trained for, from 0 to 1: what sampling uses by default.</param>
/// <param name="HasDial">Whether the strength can be chosen when sampling.</param>
/// <param name="NoiseWidth">Uniform numbers that make one row.</param>
/// <param name="OptionsJson">The options of the training, as JSON.</param>
/// <param name="TrainingJson">How the training went (seed, seconds, steps, losses, validation figures), as JSON.</param>
public sealed record GeneratorInformation(TableSchema Schema, float Strength, bool HasDial, int NoiseWidth, string OptionsJson, string TrainingJson)
{
    /// <summary>How the people in the training rows are protected; null if the file records no protection.</summary>
    public GeneratorProtection? Protection { get; init; }

    /// <summary>Columns that are looked up by another column's symbol; null in files of an earlier version.</summary>
    internal IReadOnlyList<Derivation>? Derivations { get; init; }

    /// <summary>Pairs of a parent and a child column, with conditional logits.</summary>
    internal IReadOnlyList<Interaction> Interactions { get; init; } = [];
}
