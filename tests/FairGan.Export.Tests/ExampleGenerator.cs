
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.Export.Schemas;

namespace FairGan.Export.Tests;

/// <summary>A small generator with every kind of column, whose weights are random rather than trained.</summary>
internal static class ExampleGenerator
{
    public static TableSchema Schema { get; } = new(
        [
            CategoricalCodec.Fit("sex", new Dictionary<string, long> { ["Female"] = 40, ["Male"] = 60 }, 0, new CodecOptions()),
            CategoricalCodec.Fit("town, \"or\" village", Towns(), 7, new CodecOptions { CategoricalSymbols = 4 }),
            NumericCodec.Fit("age", [.. Enumerable.Range(0, 2000).Select(i => 18.0 + (i * 37 % 60))], new CodecOptions()),
            NumericCodec.Fit("income", Incomes(), new CodecOptions()),
            NumericCodec.Fit("children", [.. Enumerable.Range(0, 500).Select(i => (double)(i % 4))], new CodecOptions()),
            CategoricalCodec.Fit("granted", new Dictionary<string, long> { ["yes"] = 70, ["no"] = 20, ["later"] = 10 }, 0, new CodecOptions()),
            CategoricalCodec.Fit("household", new Dictionary<string, long> { ["large"] = 50, ["small"] = 50 }, 0, new CodecOptions()),
        ],
        "granted",
        "yes",
        ["sex"]);

    public static GeneratorParts Parts(bool labelHead = true)
    {
        var random = new Random(5);
        const int Latent = 4, Width = 16;
        int symbols = Schema.Columns.Where(c => c.Name != "household").Sum(c => c.SymbolCount);
        var hidden = new[] { Layer(Latent, Width), Layer(Latent + Width, Width) };
        return new GeneratorParts(Schema, Latent, hidden, Layer(Latent + (2 * Width), symbols), [new Derivation(6, 4, [0, 0, 1, 1])], labelHead ? Head() : null)
        {
            Interactions = [Interaction(4, 2), Interaction(4, 1)],
        };

        Interaction Interaction(int parent, int child) => new(parent, child, Normals(Schema.Columns[parent].SymbolCount * Schema.Columns[child].SymbolCount, 1.5));

        DenseLayer Layer(int inputs, int outputs) => new(inputs, outputs, Normals(inputs * outputs, 1 / Math.Sqrt(inputs)), Normals(outputs, 0.1));

        float[] Normals(int count, double deviation) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    /// <summary>One split on the sex (Male: log-odds 2, Female: -1) and a fair map to one half for both.</summary>
    public static LabelHead Head()
    {
        float[]?[] features = [[0, 1], [0, 1, 2, 3, 4], null, null, null, null, [0, 1]];
        float[] missing = [0, 0, 0, -1e6f, 0, 0, 0];
        var tree = new DecisionTree([0], [0.5f], [~0], [~1], [-1, 2]);
        float[] half = [.. Enumerable.Repeat(0.5f, 9)];
        return new LabelHead(features, missing, [tree], 0, new FairScoreMap([0], [0, 1], -1, 2, [half, half]));
    }

    public static byte[] File(bool labelHead = true)
    {
        var parts = Parts(labelHead);
        var layout = new NoiseLayout(parts.Schema, parts.LatentSize, labelHead);
        return GeneratorFile.Write(GeneratorGraph.Build(parts), new GeneratorInformation(parts.Schema, labelHead ? 1 : 0, labelHead, layout.Width, "{}", "{}") { Derivations = parts.Derivations, Interactions = parts.Interactions });
    }

    private static Dictionary<string, long> Towns() =>
        Enumerable.Range(0, 12).ToDictionary(i => i == 3 ? "a \"b\", c\nd" : $"town {i} é", i => (long)(100 - i));

    private static double[] Incomes()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 3000).Select(i => i % 10 == 0 ? double.NaN : i % 3 == 0 ? 0 : Math.Round(Math.Exp(8 + random.NextDouble()), 2))];
    }
}
