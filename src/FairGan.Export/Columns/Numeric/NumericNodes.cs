using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns.Numeric;

/// <summary>The nodes that turn symbols of numbers into numbers: the twin of <see cref="NumericCodec.Decode(int, double)"/>.</summary>
internal static class NumericNodes
{
    /// <summary>Adds the nodes.</summary>
    /// <param name="codec">The coding of the numbers.</param>
    /// <param name="cells">The part of the graph that is the column's.</param>
    /// <returns>Name of the numbers, double [n]; NaN where missing.</returns>
    public static string Values(NumericCodec codec, ICellGraph cells)
    {
        var graph = cells.Graph;
        double[] missing = codec.HasMissing ? [double.NaN] : [];
        if (codec.Knots.Count == 0)
        {
            double[] atoms = [.. codec.Atoms, .. missing];
            return graph.Node("Gather", graph.Doubles(atoms, atoms.Length), cells.Symbols);
        }

        int knots = codec.Knots[0].Count;
        double[]? values = codec.Values is null ? null : [.. codec.Values, .. codec.Atoms, .. missing];
        double[] table = KnotTable(codec, knots, values);
        string knotTable = graph.Doubles(table, table.Length);
        string position = graph.Node("Mul", cells.Inside(), graph.Floats([knots - 1], 1));
        string piece = graph.Node("Min", graph.Cast(graph.Node("Floor", position), DataType.Int32), graph.Int32s([knots - 2], 1));
        string fraction = graph.Cast(graph.Node("Sub", position, graph.Cast(piece, DataType.Float)), DataType.Double);
        string index = graph.Node("Add", graph.Node("Mul", cells.Symbols, graph.Int32s([knots], 1)), piece);
        string low = graph.Node("Gather", knotTable, index);
        string high = graph.Node("Gather", knotTable, graph.Node("Add", index, graph.Int32s([1], 1)));
        string value = graph.Node("Add", low, graph.Node("Mul", graph.Node("Sub", high, low), fraction));
        return values is null
            ? codec.Grid.EmitRound(graph, value)
            : graph.Node("Gather", graph.Doubles(values, values.Length), graph.Cast(graph.Node("Round", value), DataType.Int32));
    }

    // For every symbol as many numbers as a bin has knots. Where the bins have a list of values, these are places in it, and those of atoms
    // and of a missing cell lie after its end.
    private static double[] KnotTable(NumericCodec codec, int knots, double[]? values) =>
    [
        .. codec.Atoms.SelectMany((atom, i) => Enumerable.Repeat(codec.Values is null ? atom : codec.Values.Count + i, knots)),
        .. (codec.Places ?? codec.Knots).SelectMany(bin => bin),
        .. Enumerable.Repeat(values is null ? double.NaN : values.Length - 1, codec.HasMissing ? knots : 0),
    ];
}
