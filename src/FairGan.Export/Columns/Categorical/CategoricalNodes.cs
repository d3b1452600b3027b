using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns.Categorical;

/// <summary>The nodes that turn symbols of categories into categories.</summary>
internal static class CategoricalNodes
{
    /// <summary>Adds the nodes that find a cell's category: the twin of <see cref="CategoricalCodec.Position"/>.</summary>
    /// <param name="codec">The coding of the categories.</param>
    /// <param name="cells">The part of the graph that is the column's.</param>
    /// <returns>Name of the positions among all categories, int32 [n]; one past the end where missing.</returns>
    public static string Positions(CategoricalCodec codec, ICellGraph cells)
    {
        if (!codec.HasRare)
        {
            return cells.Symbols;
        }

        var graph = cells.Graph;
        string position = graph.Node("Mul", cells.Inside(), graph.Floats([codec.RareSlots.Count], 1));
        string slot = graph.Node("Min", graph.Cast(graph.Node("Floor", position), DataType.Int32), graph.Int32s([codec.RareSlots.Count - 1], 1));
        string rare = graph.Node("Gather", graph.Int32s([.. codec.RareSlots], codec.RareSlots.Count), slot);
        int[] own = [.. Enumerable.Range(0, codec.SymbolCount).Select(s => s == codec.MissingSymbol ? codec.Categories.Count : s)];
        string isRare = graph.Node("Equal", cells.Symbols, graph.Int32s([codec.FrequentCount], 1));
        return graph.Node("Where", isRare, rare, graph.Node("Gather", graph.Int32s(own, own.Length), cells.Symbols));
    }

    /// <summary>Adds the nodes that spell categories.</summary>
    /// <param name="codec">The coding of the categories.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="positions">Name of the positions among all categories.</param>
    /// <returns>Name of the texts, string [n]; empty where missing.</returns>
    public static string Texts(CategoricalCodec codec, GraphBuilder graph, string positions) =>
        graph.Node("Gather", graph.Strings([.. codec.Categories, .. codec.HasMissing ? [""] : Array.Empty<string>()]), positions);
}
