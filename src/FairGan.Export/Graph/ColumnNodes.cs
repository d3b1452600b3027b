using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Graph;

/// <summary>The part of the graph that one column's codec writes into.</summary>
/// <param name="graph">The graph.</param>
/// <param name="column">The column's name.</param>
/// <param name="symbols">Name of the column's symbols.</param>
/// <param name="rows">Name of the rows' numbers.</param>
/// <param name="asked">The first requested row and the one past the last.</param>
/// <param name="inside">Adds the uniform numbers that choose a value inside a symbol.</param>
internal sealed class ColumnNodes(GraphBuilder graph, string column, string symbols, string rows, string[] asked, Func<string> inside) : ICellGraph
{
    public GraphBuilder Graph => graph;

    public string Symbols => symbols;

    public string Rows => rows;

    public string Inside() => inside();

    public void OutputValues(string values, DataType type) => graph.Output(GraphNames.ValuePrefix + column, values, type, asked, "n");

    public void OutputCodes(string codes) => graph.Output(GraphNames.CodePrefix + column, codes, DataType.Int32, asked, "n");
}
