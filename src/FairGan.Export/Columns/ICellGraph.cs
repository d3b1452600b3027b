using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns;

/// <summary>The part of the generator's graph that a codec uses to add the nodes that turn its column's symbols into cells.</summary>
internal interface ICellGraph
{
    /// <summary>Where nodes and constants are added.</summary>
    GraphBuilder Graph { get; }

    /// <summary>Name of the column's symbols, int32 [n].</summary>
    string Symbols { get; }

    /// <summary>Name of the numbers of the rows, int64 [n, 1].</summary>
    string Rows { get; }

    /// <summary>Adds the uniform numbers that choose a value inside a symbol, float [n]; only where <see cref="ColumnCodec.ChoosesInside"/>.</summary>
    string Inside();

    /// <summary>Makes the column's cells an output.</summary>
    /// <param name="values">Name of the cells.</param>
    /// <param name="type">Their type.</param>
    void OutputValues(string values, DataType type);

    /// <summary>Makes whole numbers beside the cells an output; only where <see cref="ColumnCodec.HasCodes"/>.</summary>
    /// <param name="codes">Name of the codes, int32 [n].</param>
    void OutputCodes(string codes);
}
