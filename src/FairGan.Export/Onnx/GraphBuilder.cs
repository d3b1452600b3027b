using System.Runtime.InteropServices;
using Google.Protobuf;

namespace FairGan.Export.Onnx;

/// <summary>Writes nodes and constants into an ONNX graph. Names are given in order, so the same calls give the same bytes.</summary>
internal sealed class GraphBuilder
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private string _scope = "";
    private int _names;

    public GraphBuilder(string name) => _graph = new GraphProto { Name = name };

    public GraphProto Graph => _graph;

    /// <summary>Puts the names of what follows under a scope, so that a reader (and the noise route) can distinguish the parts.</summary>
    public void Scope(string scope) => _scope = $"/{scope}/";

    public string Input(string name, TensorProto.Types.DataType type, params string[] shape)
    {
        _graph.Input.Add(ValueInfo(name, type, shape));
        return name;
    }

    /// <summary>Gives a value a public name and makes it an output.</summary>
    public void Output(string name, string value, TensorProto.Types.DataType type, params string[] shape) => Output(name, value, type, [], shape);

    /// <summary>Makes a part of a value an output.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="rows">Two values, int64 [1]: the first row that is put out, and the one past the last; none for all rows.</param>
    /// <param name="shape">The output's shape.</param>
    public void Output(string name, string value, TensorProto.Types.DataType type, string[] rows, params string[] shape)
    {
        _graph.Node.Add(new NodeProto { Name = name, OpType = rows.Length == 0 ? "Identity" : "Slice", Input = { value, rows }, Output = { name } });
        _graph.Output.Add(ValueInfo(name, type, shape));
    }

    public string Node(string operation, params string[] inputs) => Nodes(operation, 1, inputs)[0];

    public string Node(string operation, (string Name, object Value)[] attributes, params string[] inputs) =>
        Nodes(operation, 1, inputs, attributes)[0];

    public string[] Nodes(string operation, int outputs, string[] inputs, (string Name, object Value)[]? attributes = null, string domain = "", string? rename = null)
    {
        string name = rename ?? Fresh(operation);
        var node = new NodeProto { Name = rename is null ? name : _scope + rename, OpType = operation };
        if (domain.Length > 0)
        {
            node.Domain = domain;
        }

        node.Input.Add(inputs);
        foreach (var (key, value) in attributes ?? [])
        {
            node.Attribute.Add(Attribute(key, value));
        }

        string[] names = outputs == 1 ? [name] : [.. Enumerable.Range(0, outputs).Select(i => $"{name}:{i}")];
        node.Output.Add(names);
        _graph.Node.Add(node);
        return names;
    }

    public string Cast(string value, TensorProto.Types.DataType type) => Node("Cast", [("to", (long)type)], value);

    public string Floats(ReadOnlySpan<float> values, params long[] shape) => Constant(TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>A matrix, float [rows, columns].</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="value">The number in a row and column.</param>
    public string Matrix(int rows, int columns, Func<int, int, float> value)
    {
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(i / columns, i % columns);
        }

        return Floats(values, rows, columns);
    }

    public string Doubles(ReadOnlySpan<double> values, params long[] shape) => Constant(TensorProto.Types.DataType.Double, MemoryMarshal.AsBytes(values), values.Length, shape);

    public string Int32s(ReadOnlySpan<int> values, params long[] shape) => Constant(TensorProto.Types.DataType.Int32, MemoryMarshal.AsBytes(values), values.Length, shape);

    public string Int64s(ReadOnlySpan<long> values, params long[] shape) => Constant(TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), values.Length, shape);

    public string UInt64s(ReadOnlySpan<ulong> values, params long[] shape) => Constant(TensorProto.Types.DataType.Uint64, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>A constant under a name by which it is found again.</summary>
    public string NamedFloats(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.Add(shape);
        _graph.Initializer.Add(tensor);
        return name;
    }

    public string Strings(IEnumerable<string> values)
    {
        var tensor = new TensorProto { Name = Fresh("strings"), DataType = (int)TensorProto.Types.DataType.String };
        tensor.StringData.AddRange(values.Select(ByteString.CopyFromUtf8));
        tensor.Dims.Add(tensor.StringData.Count);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    // Equal constants are stored once: columns with the same number of symbols share their triangular matrix.
    private string Constant(TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, int count, long[] shape)
    {
        if (shape.Aggregate(1L, (a, b) => a * b) != count)
        {
            throw new ArgumentException("A constant's shape and its values differ in size.", nameof(shape));
        }

        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ONNX stores little-endian numbers.");
        }

        string? key = bytes.Length > 1 << 16 ? null : $"{type}|{string.Join(',', shape)}|{Convert.ToBase64String(bytes)}";
        if (key is not null && _constants.TryGetValue(key, out string? known))
        {
            return known;
        }

        var tensor = new TensorProto { Name = Fresh("constant"), DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(shape);
        _graph.Initializer.Add(tensor);
        if (key is not null)
        {
            _constants.Add(key, tensor.Name);
        }

        return tensor.Name;
    }

    private string Fresh(string stem) => $"{_scope}{stem}_{_names++}";

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long i:
                attribute.I = i;
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                break;
            case float f:
                attribute.F = f;
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                break;
            case string s:
                attribute.S = ByteString.CopyFromUtf8(s);
                attribute.Type = AttributeProto.Types.AttributeType.String;
                break;
            case IEnumerable<long> ints:
                attribute.Ints.AddRange(ints);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case IEnumerable<float> floats:
                attribute.Floats.AddRange(floats);
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case IEnumerable<string> strings:
                attribute.Strings.AddRange(strings.Select(ByteString.CopyFromUtf8));
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                break;
            default:
                throw new ArgumentException($"No ONNX attribute holds a {value.GetType()}.", nameof(value));
        }

        return attribute;
    }

    public static ValueInfoProto ValueInfo(string name, TensorProto.Types.DataType type, params string[] shape)
    {
        var dims = new TensorShapeProto();
        foreach (string dim in shape)
        {
            dims.Dim.Add(long.TryParse(dim, out long size)
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dim });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dims } } };
    }
}
