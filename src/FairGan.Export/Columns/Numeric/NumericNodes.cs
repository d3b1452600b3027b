using FairGan.Export.Format.Rounding;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns.Numeric;

/// <summary>The nodes that turn symbols of numbers into numbers: the twin of <see cref="NumericCodec.Decode(int, double)"/>.</summary>
internal static class NumericNodes
{
    // A longer list is not written out where it follows from a pattern.
    private const int MostListed = 1 << 16;

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
        double[] single = [.. codec.Atoms, .. missing];
        PatternValues? pattern = codec.Listed is { Count: > MostListed } ? codec.Pattern : null;
        double[] table = KnotTable(codec, knots, pattern is null ? codec.Listed?.Count : pattern.Count, pattern?.PerBlock ?? 1);
        string knotTable = graph.Doubles(table, table.Length);
        string position = graph.Node("Mul", cells.Inside(), graph.Floats([knots - 1], 1));
        string piece = graph.Node("Min", graph.Cast(graph.Node("Floor", position), DataType.Int32), graph.Int32s([knots - 2], 1));
        string fraction = graph.Cast(graph.Node("Sub", position, graph.Cast(piece, DataType.Float)), DataType.Double);
        string index = graph.Node("Add", graph.Node("Mul", cells.Symbols, graph.Int32s([knots], 1)), piece);
        string low = graph.Node("Gather", knotTable, index);
        string high = graph.Node("Gather", knotTable, graph.Node("Add", index, graph.Int32s([1], 1)));
        string value = graph.Node("Add", low, graph.Node("Mul", graph.Node("Sub", high, low), fraction));
        if (codec.Listed is null)
        {
            return codec.Grid.EmitRound(graph, value);
        }

        string place = graph.Node("Round", value);
        return pattern is null ? Listed([.. codec.Listed, .. single], place) : InPattern(pattern, single, place);

        string Listed(double[] values, string index) => graph.Node("Gather", graph.Doubles(values, values.Length), graph.Cast(index, DataType.Int32));

        // The block, the place in it, and the step from there; single numbers are blocks after the last.
        string InPattern(PatternValues of, double[] after, string index)
        {
            var (block, inBlock) = Parts(index, of.PerBlock);
            string start = Listed([.. of.Blocks, .. after], block);
            if (of.Places.Count == 1)
            {
                return graph.Node("Add", start, graph.Node("Mul", inBlock, graph.Doubles([of.Step], 1)));
            }

            var (placed, steps) = Parts(inBlock, of.Each);
            string from = graph.Node("Add", start, Listed([.. of.Places], placed));
            return of.Each == 1 ? from : graph.Node("Add", from, graph.Node("Mul", steps, graph.Doubles([of.Step], 1)));
        }

        (string Quotient, string Remainder) Parts(string of, int by)
        {
            string divisor = graph.Doubles([by], 1), quotient = graph.Node("Floor", graph.Node("Div", of, divisor));
            return (quotient, graph.Node("Sub", of, graph.Node("Mul", quotient, divisor)));
        }
    }

    /// <summary>Adds the nodes that move values to the nearest of a lattice, or the next where that would be too low.</summary>
    /// <param name="grid">The lattice.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="values">Name of the values.</param>
    /// <param name="low">Name of the values that they may not be below.</param>
    /// <returns>Name of the values on the lattice.</returns>
    public static string OnLattice(NumberGrid grid, GraphBuilder graph, string values, string low)
    {
        string nearest = grid.EmitRound(graph, values);
        string next = grid.EmitRound(graph, graph.Node("Add", nearest, graph.Doubles([grid.Step], 1)));
        return graph.Node("Where", graph.Node("Less", nearest, low), next, nearest);
    }

    // For every symbol as many numbers as a bin has knots. Where the bins' values are listed, these are places in the list, and those of atoms
    // and of a missing cell lie after its end, a block apart.
    private static double[] KnotTable(NumericCodec codec, int knots, int? listed, int block) =>
    [
        .. codec.Atoms.SelectMany((atom, i) => Enumerable.Repeat(listed is { } count ? count + ((double)i * block) : atom, knots)),
        .. (codec.Places ?? codec.Knots).SelectMany(bin => bin),
        .. Enumerable.Repeat(listed is { } all ? all + ((double)codec.Atoms.Count * block) : double.NaN, codec.HasMissing ? knots : 0),
    ];
}
