// Part of the file format: may not change within a version of it.
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format.Noise;

/// <summary>
/// The nodes that sample the rows of a block jointly: each row's probabilities stay what they are, and in the block as many rows get a
/// value as their probabilities add up to.
/// </summary>
/// <remarks>
/// Systematic sampling (Madow 1949): the sum of the probabilities walks along the rows from a common uniform start, and a row is chosen where it
/// passes a whole number. Sums are of whole numbers (as many parts of a probability as the noise has), so that they do not depend on the machine.
/// </remarks>
internal static class SystematicNodes
{
    private const int Units = BlockNodes.Units;
    private const float LeastRest = 1e-30f;

    /// <summary>
    /// For every row a uniform number to compare its probability with: independent ones, but that rows of like probability have evenly spread ones.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probability">Probabilities, float [n]; n is a multiple of <see cref="BlockNodes.Rows"/>.</param>
    /// <param name="stratum">Strata, int64 [n]: rows of one are neighbours in the order of their probabilities; null for one stratum.</param>
    /// <param name="uniform">Uniforms, float [n]; a block's start is its first row's.</param>
    /// <returns>Float [n].</returns>
    public static string SpreadUniforms(GraphBuilder graph, string probability, string? stratum, string uniform)
    {
        string shares = BlockNodes.InUnits(graph, "Round", probability);
        string ranked = stratum is null ? shares : graph.Node("Add", graph.Node("Mul", BlockNodes.InBlocks(graph, stratum), graph.Int64s([2 * Units], 1)), shares);
        string order = BlockNodes.Order(graph, ranked);
        string left = Left(graph, graph.Node("GatherElements", [("axis", 1L)], shares, order), BlockNodes.InUnits(graph, "Floor", uniform), 0);
        string own = BlockNodes.InRows(graph, graph.Node("ScatterElements", [("axis", 1L)], shares, order, left));
        return graph.Node("Mul", graph.Node("Add", graph.Cast(own, DataType.Float), graph.Floats([0.5f], 1)), graph.Floats([1f / Units], 1));
    }

    /// <summary>For every row one of several classes. The first ones come closest to the number of rows that they should have.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probabilities">Probabilities, float [n, <paramref name="classes"/>]; n is a multiple of <see cref="BlockNodes.Rows"/>.</param>
    /// <param name="classes">Number of classes; from 2 to <see cref="BlockNodes.Rows"/>.</param>
    /// <param name="uniform">Uniforms, float [n].</param>
    /// <returns>Int32 [n].</returns>
    public static string Classes(GraphBuilder graph, string probabilities, int classes, string uniform)
    {
        // Class after class among the rows that have none yet: a class's probability, given that it is none of those before.
        string rest = graph.Node("Add", graph.Node("MatMul", probabilities, graph.Matrix(classes, classes, (other, own) => other >= own ? 1 : 0)), graph.Floats([LeastRest], 1));
        string[] given = graph.Nodes("Split", classes, [graph.Node("Div", probabilities, rest), graph.Int64s([.. Enumerable.Repeat(1L, classes)], classes)], [("axis", 1L)]);
        string starts = BlockNodes.InUnits(graph, "Floor", uniform);
        string? free = null, drawn = null;
        for (int i = 0; i + 1 < classes; i++)
        {
            string share = BlockNodes.InUnits(graph, "Round", given[i]);
            share = free is null ? share : graph.Node("Mul", share, free);
            string chosen = graph.Cast(graph.Node("Less", Left(graph, share, starts, i), share), DataType.Int64);
            string one = graph.Int64s([1], 1);
            free = free is null ? graph.Node("Sub", one, chosen) : graph.Node("Sub", free, chosen);

            // Whoever has no class yet is one further.
            drawn = drawn is null ? free : graph.Node("Add", drawn, free);
        }

        return graph.Cast(BlockNodes.InRows(graph, drawn!), DataType.Int32);
    }

    // How far the walk is from the next whole number before it comes to a row.
    private static string Left(GraphBuilder graph, string shares, string starts, int start)
    {
        string from = graph.Node("Slice", starts, graph.Int64s([start], 1), graph.Int64s([start + 1], 1), graph.Int64s([1], 1));
        string walked = graph.Node("Add", graph.Node("CumSum", [("exclusive", 1L)], shares, graph.Int64s([1])), from);
        string units = graph.Int64s([Units], 1);
        string into = graph.Node("Sub", walked, graph.Node("Mul", graph.Node("Div", walked, units), units));
        return graph.Node("Sub", graph.Int64s([Units - 1], 1), into);
    }
}
