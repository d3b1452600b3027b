using System.Text;
using FairGan.Export.Onnx;
using Google.Protobuf;
using static FairGan.Fuzz.Damage;

namespace FairGan.Fuzz;

/// <summary>Damages a generator's file as a graph, or in what its metadata say.</summary>
internal static class ModelDamage
{
    private static readonly string[] s_operators =
    [
        "Loop", "If", "Scan", "Range", "Expand", "Tile", "ConstantOfShape", "Resize", "NonZero", "Pad", "MatMul", "Gather", "Gemm", "Concat", "Split", "Slice",
        "Cast", "Where", "Min", "Squeeze", "Unsqueeze", "ReduceSum", "Identity", "Softmax", "Clip", "Mul", "Log", "Sqrt", "BitShift", "TreeEnsembleRegressor", "Oops",
    ];

    /// <summary>Damages a model.</summary>
    public static void Model(ModelProto model, Random random)
    {
        var graph = model.Graph;
        if (graph is null)
        {
            return;
        }

        switch (random.Next(9))
        {
            case <= 2 when graph.Node.Count > 0:
                Node(graph, Any(graph.Node, random), random);
                break;
            case <= 4 when graph.Initializer.Count > 0:
                Tensor(Any(graph.Initializer, random), random);
                break;
            case <= 6 when model.MetadataProps.Count > 0:
                Property(Any(model.MetadataProps, random), random);
                break;
            case 7 when graph.Input.Count > 0 && graph.Output.Count > 0:
                var value = Any(random.Next(2) == 0 ? graph.Input : graph.Output, random);
                if (random.Next(3) == 0)
                {
                    value.Name = Any(graph.Output, random).Name;
                }
                else
                {
                    value.Type = GraphType(random);
                }

                break;
            case 8 when model.OpsetImport.Count > 0 && random.Next(2) == 0:
                model.OpsetImport.Remove(Any(model.OpsetImport, random));
                break;
            case 8 when model.OpsetImport.Count > 0:
                Any(model.OpsetImport, random).Version = Number(random);
                break;
            default:
                graph.Node.Add(graph.Node.Take(random.Next(8)).Select(node => node.Clone()).ToArray());
                break;
        }
    }

    private static void Node(GraphProto graph, NodeProto node, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                node.OpType = Any(s_operators, random);
                break;
            case 1 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = Any(random.Next(2) == 0 ? graph.Node.Where(n => n.Output.Count > 0).Select(n => n.Output[0]).ToArray() : graph.Initializer.Select(t => t.Name).ToArray(), random);
                break;
            case 2:
                graph.Node.Remove(node);
                break;
            case 3:
                int other = random.Next(graph.Node.Count);
                graph.Node.Remove(node);
                graph.Node.Insert(Math.Min(other, graph.Node.Count), node);
                break;
            case 4 when node.Attribute.Count > 0:
                var attribute = Any(node.Attribute, random);
                attribute.I = Number(random);
                if (attribute.Ints.Count > 0)
                {
                    attribute.Ints[random.Next(attribute.Ints.Count)] = Number(random);
                }

                if (attribute.Floats.Count > 0)
                {
                    attribute.Floats[random.Next(attribute.Floats.Count)] = random.Next(2) == 0 ? float.NaN : random.NextSingle() * 1e30f;
                }

                break;
            case 5 when node.Attribute.Count > 0:
                node.Attribute.Remove(Any(node.Attribute, random));
                break;
            default:
                node.Attribute.Add(new AttributeProto { Name = "axis", I = Number(random), Type = AttributeProto.Types.AttributeType.Int });
                break;
        }
    }

    private static void Tensor(TensorProto tensor, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                tensor.DataType = random.Next(20);
                break;
            case 1:
                tensor.Dims.Add(Number(random));
                break;
            case 2 when tensor.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = Number(random);
                break;
            case 3:
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/hostname" });
                break;
            case 4 when tensor.RawData.Length >= 8:
                byte[] changed = tensor.RawData.ToByteArray();
                BitConverter.TryWriteBytes(changed.AsSpan(random.Next(changed.Length / 8) * 8), random.Next(4) == 0 ? BitConverter.DoubleToInt64Bits(double.NaN) : Number(random));
                tensor.RawData = ByteString.CopyFrom(changed);
                break;
            default:
                tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[..random.Next(tensor.RawData.Length + 1)]);
                break;
        }
    }

    private static void Property(StringStringEntryProto property, Random random)
    {
        string text = property.Value;
        int at = random.Next(text.Length + 1);
        property.Value = random.Next(9) switch
        {
            >= 6 => JsonDamage.Of(text, random),
            0 => "",
            1 => Number(random).ToString(System.Globalization.CultureInfo.InvariantCulture),
            2 => text.Replace("false", "true", StringComparison.Ordinal),
            3 => text.Replace("\"integer\"", "\"real\"", StringComparison.Ordinal).Replace("true", "false", StringComparison.Ordinal),
            4 => text[..at] + Any(["null", "{}", "[[[", "-1", "1e400", "\"x\",", "}", new string('[', 200)], random) + text[at..],
            _ => Encoding.UTF8.GetString(Damage.Bytes(Encoding.UTF8.GetBytes(text), random)),
        };
    }

    private static TypeProto GraphType(Random random)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = Number(random) });
        return new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = random.Next(20), Shape = shape } };
    }
}
