namespace FairGan.Export.Vectors;

/// <summary>The metadata of a vector generator's file.</summary>
/// <param name="Schema">The vectors' column, their ranges, and their groups.</param>
/// <param name="NoiseWidth">Uniform numbers that make one row.</param>
/// <param name="OptionsJson">The options of the training, as JSON.</param>
/// <param name="TrainingJson">How the training went, as JSON.</param>
public sealed record VectorInformation(VectorSchema Schema, int NoiseWidth, string OptionsJson, string TrainingJson);
