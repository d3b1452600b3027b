// Part of the file format: may not change within a version of it.
namespace FairGan.Export.Format;

/// <summary>Names of a generator graph's inputs and outputs, and of the values inside it that sampling under conditions cuts it at.</summary>
internal static class GraphNames
{
    public const string SeedInput = "seed";
    public const string StartRowInput = "start_row";
    public const string RowsInput = "rows";
    public const string StrengthInput = "strength";
    public const string NoiseInput = "noise";
    public const string NoiseScope = "/noise/";
    public const string Logits = "logits";
    public const string LabelProbability = "label_probability";
    public const string LatentUniform = "latent_uniform";
    public const string UniformPrefix = "uniform/";
    public const string ValuePrefix = "value/";
    public const string CodePrefix = "code/";
    public const string TreeDomain = "ai.onnx.ml";
    public const string TreeOperator = "TreeEnsembleRegressor";
}
