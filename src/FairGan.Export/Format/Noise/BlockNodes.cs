// Part of the file format: may not change within a version of it.
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format.Noise;

/// <summary>The nodes between rows and blocks of rows, which are sampled jointly.</summary>
internal static class BlockNodes
{
    /// <summary>Parts of 1 that numbers from 0 to 1 are counted in: as fine as the noise.</summary>
    public const int Units = 1 << 23;

    /// <summary>Rows of a block.</summary>
    public const int Rows = 1024;

    /// <summary>Numbers from 0 to 1, float [n], as <see cref="Units"/>, int64 [blocks, rows of a block].</summary>
    public static string InUnits(GraphBuilder graph, string rounding, string of) =>
        InBlocks(graph, graph.Cast(graph.Node(rounding, graph.Node("Mul", of, graph.Floats([Units], 1))), DataType.Int64));

    /// <summary>A value of every row, [n], as [blocks, rows of a block].</summary>
    public static string InBlocks(GraphBuilder graph, string of) => graph.Node("Reshape", of, graph.Int64s([-1, Rows], 2));

    /// <summary>The way back from <see cref="InBlocks"/>.</summary>
    public static string InRows(GraphBuilder graph, string of) => graph.Node("Reshape", of, graph.Int64s([-1], 1));

    /// <summary>The places of a block's rows in ascending order; equal ones in the order of the rows, so that it is the same everywhere.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ranked">What is ordered, int64 [blocks, rows of a block].</param>
    public static string Order(GraphBuilder graph, string ranked)
    {
        string key = graph.Node("Add", graph.Node("Mul", ranked, graph.Int64s([Rows], 1)), graph.Int64s([.. Enumerable.Range(0, Rows)], 1, Rows));
        return graph.Nodes("TopK", 2, [key, graph.Int64s([Rows], 1)], [("axis", 1L), ("largest", 0L), ("sorted", 1L)])[1];
    }
}
