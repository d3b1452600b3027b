
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Schemas;
using FairGan.Export.Vectors;

namespace FairGan.Export.Tests;

/// <summary>A small generator of pictures of 3 × 4 pixels in three groups, one of them that of missing cells, whose weights are random rather than trained.</summary>
internal static class VectorExample
{
    private const int Latent = 4;
    private const int Width = 16;

    public static VectorSchema Schema { get; } = new(
        "picture",
        [3, 4],
        [.. Enumerable.Range(0, 12).Select(item => -item / 2f)],
        [.. Enumerable.Range(0, 12).Select(item => 255f - item)],
        CategoricalCodec.Fit("sex, or none", new Dictionary<string, long> { ["Female"] = 50, ["Male \"M\""] = 30 }, 20, new CodecOptions()),
        [0.5f, 0.3f, 0.2f]);

    public static byte[] File()
    {
        var random = new Random(11);
        var graph = VectorGraph.Build(Schema, [Layer(Latent, Width), Layer(Width, 2 * Width), Layer(2 * Width, Schema.Width)]);
        return VectorFile.Write(graph, new VectorInformation(Schema, VectorGraph.NoiseWidth(Schema, Latent), "{}", "{}"));

        GroupedLayer Layer(int inputs, int outputs) => new(inputs, outputs, Uniforms(inputs * outputs), Uniforms(Schema.Shares.Count * outputs));

        float[] Uniforms(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
