
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.Export.Rules;
using FairGan.Export.Schemas;

namespace FairGan.Export.Tests;

/// <summary>
/// A small generator of random weights whose columns hang together: a dependency with cells missing on both sides, orders, and a sum.
/// Columns of times and of identifiers stand beside them.
/// </summary>
internal static class RuledGenerator
{
    private static readonly DateTime s_day = new(2020, 1, 1);

    public static TableSchema Schema { get; } = new(
        [
            CategoricalCodec.Fit("degree", new Dictionary<string, long> { ["bachelor"] = 30, ["master"] = 20, ["school"] = 50, ["trade"] = 5 }, 7, new CodecOptions()),
            NumericCodec.Fit("years", [.. Enumerable.Range(0, 500).Select(i => i % 9 == 0 ? double.NaN : 9 + (i % 3))], new CodecOptions()),
            Days("start", distances: false),
            Days("middle", distances: true),
            Days("end", distances: true),
            NumericCodec.Fit("wage", [.. Enumerable.Range(0, 500).Select(i => Math.Round((i * 1.35) + (i * i % 11 * 0.05), 2))], new CodecOptions()),
            NumericCodec.Fit("bonus", [.. Enumerable.Range(0, 500).Select(i => Math.Round((i % 50 * 2.11) + (i % 50 % 3 * 0.01), 2))], new CodecOptions()),
            NumericCodec.Fit("pay", [.. Enumerable.Range(0, 500).Select(i => Math.Round(i * 3.3, 2))], new CodecOptions()),
            CategoricalCodec.Fit("granted", new Dictionary<string, long> { ["yes"] = 70, ["no"] = 30 }, 0, new CodecOptions()),
            new IdentifierCodec("customer", 1001, "K-", 6, "/a", false),
            new IdentifierCodec("case", 50, "", -1, "", true),
            Minutes("seen"),
        ],
        "granted",
        "yes",
        [])
    {
        Rules =
        [
            new OrderRule("start", "middle") { Least = 0, Greatest = 900 },
            new OrderRule("middle", "end") { Typical = 100, Least = 0, Greatest = 900 },
            new SumRule("pay", ["wage", "bonus"]),
        ],
    };

    /// <summary>Years by degree: none beside "trade", nor beside a missing degree.</summary>
    public static int[] YearsOf { get; } = [1, 2, 0, -1, -1];

    public static byte[] File()
    {
        var random = new Random(7);
        const int Latent = 4, Width = 16;
        Derivation[] derivations = [new Derivation(1, 0, YearsOf) { IsDrawn = true }];
        int symbols = Schema.Columns.Where(column => column.Name != "pay").Sum(column => column.SymbolCount);
        float[]?[] features = [[0, 1, 2, 3, 4], null, null, null, null, null, null, null, null, [0], [0, 0], null];
        var tree = new DecisionTree([0], [1.5f], [~0], [~1], [-1, 2]);
        var head = new LabelHead(features, [0, -1, 0, -1, -1, 0, 0, 0, 0, 0, 0, -1], [tree], 0, null);
        var parts = new GeneratorParts(Schema, Latent, [Layer(Latent, Width)], Layer(Latent + Width, symbols), derivations, head)
        {
            Interactions = [Interaction(6, 5), Interaction(2, 11)],
        };
        var layout = new NoiseLayout(Schema, Latent, true);
        return GeneratorFile.Write(GeneratorGraph.Build(parts), new GeneratorInformation(Schema, 0, false, layout.Width, "{}", "{}") { Derivations = derivations, Interactions = parts.Interactions });

        Interaction Interaction(int parent, int child) => new(parent, child, [.. Uniforms(Schema.Columns[parent].SymbolCount * Schema.Columns[child].SymbolCount).Select(uniform => 3 * uniform)]);

        DenseLayer Layer(int inputs, int outputs) => new(inputs, outputs, Uniforms(inputs * outputs), Uniforms(outputs));

        float[] Uniforms(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static DateCodec Days(string name, bool distances)
    {
        double[] days = [.. Enumerable.Range(0, 400).Select(i => distances && i % 11 == 0 ? double.NaN : distances ? i % 120 : i)];
        return new DateCodec(name, DateUnit.Day, "yyyy-MM-dd", DateCodec.UnitsOf(s_day, DateUnit.Day), NumericCodec.Fit(name, days, new CodecOptions()));
    }

    private static DateCodec Minutes(string name)
    {
        double[] minutes = [.. Enumerable.Range(0, 400).Select(i => i % 13 == 0 ? double.NaN : i * 977.0)];
        return new DateCodec(name, DateUnit.Minute, "dd/MM/yyyy HH:mm", DateCodec.UnitsOf(s_day, DateUnit.Minute), NumericCodec.Fit(name, minutes, new CodecOptions()));
    }
}
