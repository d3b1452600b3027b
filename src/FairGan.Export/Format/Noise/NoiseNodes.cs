// Part of the file format: may not change within a version of it.
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format.Noise;

/// <summary>The nodes that make a row's noise out of the seed and the row's number, in every kind of generator.</summary>
internal static class NoiseNodes
{
    /// <summary>Adds the inputs for seed and rows, and the tensor <see cref="GraphNames.NoiseInput"/> [n, width] of uniforms above 0 and below 1.</summary>
    /// <remarks>
    /// SplitMix64 (Steele, Lea and Flood 2014) as a function of a counter: uniform j of row i is output number i·width + j of the
    /// stream whose start is the mixed seed. 23 bits, centred, so that a uniform is never 0 or 1.
    /// </remarks>
    /// <param name="graph">The graph.</param>
    /// <param name="width">Uniforms of a row.</param>
    public static void Add(GraphBuilder graph, int width) => Add(graph, width, inBlocks: false);

    /// <summary>
    /// Adds the noise of all blocks of <see cref="BlockNodes.Rows"/> rows, counted from row 0 on, that contain a requested row: the rows of a block are sampled jointly.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="width">Uniforms of a row.</param>
    /// <returns>The numbers of the rows, int64 [n, 1]; and the first requested one and the one past the last, int64 [1] each.</returns>
    public static (string Rows, string[] Asked) AddBlocks(GraphBuilder graph, int width) => Add(graph, width, inBlocks: true);

    private static (string Rows, string[] Asked) Add(GraphBuilder graph, int width, bool inBlocks)
    {
        graph.Scope("noise");
        string seed = graph.Input(GraphNames.SeedInput, DataType.Int64, "1");
        string start = graph.Input(GraphNames.StartRowInput, DataType.Int64, "1");
        string rows = graph.Input(GraphNames.RowsInput, DataType.Int64, "1");
        string stream = Mix(graph.Node("Add", seed, graph.Int64s([SplitMix64.Increment], 1)));
        string[] asked = [];
        if (inBlocks)
        {
            string block = graph.Int64s([BlockNodes.Rows], 1);
            string first = graph.Node("Mul", graph.Node("Div", start, block), block);
            string from = graph.Node("Sub", start, first);
            string to = graph.Node("Add", from, rows);
            rows = graph.Node("Mul", graph.Node("Div", graph.Node("Add", to, graph.Int64s([BlockNodes.Rows - 1], 1)), block), block);
            (start, asked) = (first, [from, to]);
        }

        string range = graph.Node("Range", graph.Int64s([0]), graph.Node("Squeeze", rows, graph.Int64s([0], 1)), graph.Int64s([1]));
        string row = graph.Node("Unsqueeze", graph.Node("Add", range, start), graph.Int64s([1], 1));
        long[] offsets = [.. Enumerable.Range(0, width).Select(j => unchecked((j + 1) * SplitMix64.Increment))];
        string counter = graph.Node("Add", graph.Node("Mul", row, graph.Int64s([unchecked(width * SplitMix64.Increment)], 1)), graph.Int64s(offsets, 1, width));
        string mixed = Mix(graph.Node("Add", counter, stream));
        string bits = Shift(graph.Cast(mixed, DataType.Uint64), 41);
        string centred = graph.Node("Add", graph.Cast(graph.Cast(bits, DataType.Int64), DataType.Float), graph.Floats([0.5f], 1));
        graph.Nodes("Mul", 1, [centred, graph.Floats([1f / (1 << 23)], 1)], rename: GraphNames.NoiseInput);
        return (row, asked);

        string Mix(string value)
        {
            string a = Fold(graph.Cast(value, DataType.Uint64), 30);
            string b = Fold(Multiply(a, SplitMix64.First), 27);
            string c = Fold(Multiply(b, SplitMix64.Second), 31);
            return graph.Cast(c, DataType.Int64);
        }

        string Shift(string value, ulong by) => graph.Node("BitShift", [("direction", "RIGHT")], value, graph.UInt64s([by], 1));
        string Fold(string value, ulong by) => graph.Node("BitwiseXor", value, Shift(value, by));
        string Multiply(string value, long by) => graph.Cast(graph.Node("Mul", graph.Cast(value, DataType.Int64), graph.Int64s([by], 1)), DataType.Uint64);
    }

    /// <summary>Some of every row's uniforms, [n, count].</summary>
    public static string Uniforms(GraphBuilder graph, int first, int count, string of = GraphNames.NoiseInput) =>
        graph.Node("Slice", of, graph.Int64s([first], 1), graph.Int64s([first + count], 1), graph.Int64s([1], 1));

    /// <summary>Uniforms as normal numbers, by Box and Muller: the first half are radii, the second half angles.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="count">How many a row; even.</param>
    /// <param name="uniforms">The uniforms, [n, count]; those of the noise, of which the first are used by default.</param>
    public static string Normals(GraphBuilder graph, int count, string uniforms = GraphNames.NoiseInput)
    {
        int half = count / 2;
        string radius = graph.Node("Sqrt", graph.Node("Mul", graph.Node("Log", Uniforms(graph, 0, half, uniforms)), graph.Floats([-2f], 1)));
        string angle = graph.Node("Mul", Uniforms(graph, half, half, uniforms), graph.Floats([2f * MathF.PI], 1));
        return graph.Node("Concat", [("axis", 1L)], graph.Node("Mul", radius, graph.Node("Cos", angle)), graph.Node("Mul", radius, graph.Node("Sin", angle)));
    }
}
