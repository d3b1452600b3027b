// Part of the file format: may not change within a version of it.
using Google.Protobuf.Collections;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format;

/// <summary>
/// Checks the graph of a generator's file: known operators in an order in which each finds its inputs, no graphs within nodes,
/// and constants whose data are in the file and as large as their shapes.
/// </summary>
internal static class GraphRules
{
    private static readonly HashSet<string> s_noiseOperators = ["BitShift", "BitwiseXor", "Range"];

    /// <summary>Checks a model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="FormatException">It is no generator's; the message gives the reason.</exception>
    public static void Check(ModelProto model)
    {
        // ONNX Runtime ends the process where a set of operators is used that the file does not ask for.
        if (model.IrVersion != 8 || model.OpsetImport.Count(set => set.Domain.Length == 0) != 1 || model.OpsetImport.Count > 2
            || (model.OpsetImport.Count < 2 && model.Graph.Node.Any(node => node.Domain == GraphNames.TreeDomain))
            || model.OpsetImport.Any(set => !(set.Domain.Length == 0 && set.Version is 17 or 18) && !(set.Domain == GraphNames.TreeDomain && set.Version == 3)))
        {
            throw new FormatException("The file asks for versions of ONNX that no generator's file of this format version asks for.");
        }

        var graph = model.Graph;
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
        {
            CheckConstant(tensor);
            Define(tensor.Name);
        }

        foreach (var input in graph.Input)
        {
            Define(input.Name);
        }

        foreach (var node in graph.Node)
        {
            CheckNode(node);
            foreach (string input in node.Input)
            {
                if (!known.Contains(input))
                {
                    throw new FormatException($"The file's graph is damaged: node '{node.Name}' uses '{input}', which no earlier node computes.");
                }
            }

            foreach (string output in node.Output)
            {
                Define(output);
            }
        }

        foreach (var output in graph.Output)
        {
            if (!known.Contains(output.Name))
            {
                throw new FormatException($"The file's graph is damaged: no node computes its output '{output.Name}'.");
            }
        }

        void Define(string name)
        {
            if (name.Length == 0 || !known.Add(name))
            {
                throw new FormatException($"The file's graph is damaged: it defines '{name}' twice or without a name.");
            }
        }
    }

    private static void CheckNode(NodeProto node)
    {
        bool isKnown = node.Domain.Length == 0
            ? GraphShapes.Operators.Contains(node.OpType) || (s_noiseOperators.Contains(node.OpType) && GeneratorFile.IsNoise(node))
            : node.Domain == GraphNames.TreeDomain && node.OpType == GraphNames.TreeOperator;
        if (!isKnown)
        {
            throw new FormatException($"The file's graph has an operator that no generator's file has: '{node.OpType}' of '{node.Domain}'.");
        }

        if (node.Output.Count == 0 || node.Attribute.Select(attribute => attribute.Name).Distinct(StringComparer.Ordinal).Count() < node.Attribute.Count)
        {
            throw new FormatException($"The file's graph is damaged: node '{node.Name}' has no output, or an attribute twice.");
        }
    }

    private static void CheckConstant(TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0)
        {
            throw new FormatException("The file refers to data in other files; a generator's file contains all of its data.");
        }

        var type = (DataType)tensor.DataType;
        int size = type switch
        {
            DataType.Float or DataType.Int32 => 4,
            DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
            DataType.String => 0,
            _ => throw new FormatException($"The file's constant '{tensor.Name}' has a type that no generator's file has."),
        };
        long expected = Elements(tensor.Dims);
        long actual = size == 0 ? tensor.StringData.Count : tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1;
        bool hasOtherData = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count > 0
            || (size == 0 ? tensor.HasRawData : tensor.StringData.Count > 0);
        if (expected != actual || hasOtherData)
        {
            throw new FormatException($"The file's constant '{tensor.Name}' is damaged: its data and its shape differ in size.");
        }
    }

    // -1 where a dimension is negative or the product overflows.
    private static long Elements(RepeatedField<long> dims)
    {
        long product = 1;
        foreach (long dim in dims)
        {
            if (dim < 0 || dim > int.MaxValue || (product *= dim) > int.MaxValue)
            {
                return -1;
            }
        }

        return product;
    }
}
