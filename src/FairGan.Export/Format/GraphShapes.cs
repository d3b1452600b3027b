// Part of the file format: may not change within a version of it.
using System.Runtime.InteropServices;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format;

/// <summary>
/// Works out the shape of every tensor in a graph for a given number of rows, before anything runs, so that a file cannot ask for more
/// memory or time than a generator does.
/// </summary>
internal sealed class GraphShapes
{
    private const long MostElements = 1 << 28;
    private const long MostWork = 1L << 37;

    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);
    private long _elements;
    private long _work;

    private GraphShapes(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
        {
            _shapes[tensor.Name] = [.. tensor.Dims];
            _constants[tensor.Name] = tensor;
        }
    }

    /// <summary>Names of the operators of ONNX's own domain whose shapes are known here: those that a generator's graph may have after the noise.</summary>
    public static IReadOnlySet<string> Operators { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Add", "Cast", "Clip", "Concat", "Cos", "CumSum", "Div", "Equal", "Floor", "Gather", "GatherElements", "Gemm", "Greater", "Identity", "IsNaN", "Less", "LessOrEqual", "Log", "MatMul", "Min",
        "Mul", "ReduceSum", "Relu", "Reshape", "Round", "ScatterElements", "Sigmoid", "Sin", "Slice", "Softmax", "Split", "Sqrt", "Squeeze", "Sub", "TopK", "Unsqueeze", "Where",
    };

    /// <summary>Checks that a graph fits together and stays within bounds, and that its outputs have the shapes they should.</summary>
    /// <param name="graph">A graph whose parts are in order (<see cref="GraphRules"/>), with the noise as an input.</param>
    /// <param name="inputs">Shapes of its inputs.</param>
    /// <param name="outputs">The shape that an output should have, by its name.</param>
    /// <exception cref="FormatException">It does not; the message names the node or the output.</exception>
    public static void Check(GraphProto graph, IReadOnlyDictionary<string, long[]> inputs, Func<string, long[]> outputs)
    {
        var shapes = new GraphShapes(graph);
        foreach (var input in graph.Input)
        {
            shapes._shapes[input.Name] = inputs.GetValueOrDefault(input.Name)
                ?? throw new FormatException($"The file's graph has an input that no generator's file has: '{input.Name}'.");
        }

        foreach (var node in graph.Node)
        {
            shapes.Add(node);
        }

        foreach (var output in graph.Output)
        {
            if (!shapes._shapes[output.Name].SequenceEqual(outputs(output.Name)))
            {
                throw new FormatException($"The file's graph is damaged: its output '{output.Name}' does not have as many values for every row as the schema requires.");
            }
        }
    }

    private void Add(NodeProto node)
    {
        // Any number of inputs, axes and indices too few or out of range shows as an index outside a list.
        long[][] shapes;
        try
        {
            shapes = Shapes(node, [.. node.Input.Select(input => _shapes[input])]);
        }
        catch (Exception problem) when (problem is ArgumentException or IndexOutOfRangeException or KeyNotFoundException)
        {
            throw new FormatException($"The file's graph is damaged: the inputs of node '{node.Name}' ({node.OpType}) do not fit together.", problem);
        }

        if (shapes.Length != node.Output.Count)
        {
            throw new FormatException($"The file's graph is damaged: node '{node.Name}' ({node.OpType}) has {node.Output.Count} outputs.");
        }

        for (int i = 0; i < shapes.Length; i++)
        {
            long elements = Elements(shapes[i]);
            _elements += elements;
            if (_elements > MostElements || _work + _elements > MostWork)
            {
                throw new FormatException($"The file's graph asks for more memory or work than any generator's does, at node '{node.Name}' ({node.OpType}).");
            }

            _shapes[node.Output[i]] = shapes[i];
        }
    }

    private long[][] Shapes(NodeProto node, long[][] inputs)
    {
        switch (node.OpType)
        {
            case "Add" or "Div" or "Equal" or "Greater" or "Less" or "LessOrEqual" or "Min" or "Mul" or "Sub" or "Where":
                Expect(inputs.Length == (node.OpType == "Where" ? 3 : 2));
                return [inputs.Aggregate(Broadcast)];
            case "Cast" or "Cos" or "Floor" or "Identity" or "IsNaN" or "Log" or "Relu" or "Round" or "Sigmoid" or "Sin" or "Softmax" or "Sqrt":
                Expect(inputs.Length == 1);
                return [inputs[0]];
            case "Clip":
                Expect(inputs.Length == 3 && inputs[1].Length == 0 && inputs[2].Length == 0);
                return [inputs[0]];
            case "Concat":
                return [Concat(inputs, Axis(node, inputs[0]))];
            case "Gather":
                Expect(inputs.Length == 2 && Number(node, "axis", 0) == 0);
                return [[.. inputs[1], .. inputs[0][1..]]];
            case "Gemm":
                Expect(inputs.Length == 3 && node.Attribute.Count == 0 && inputs[2].AsSpan().SequenceEqual(inputs[1].AsSpan(1)));
                return [Product(inputs[0], inputs[1])];
            case "MatMul":
                Expect(inputs.Length == 2);
                return [Product(inputs[0], inputs[1])];
            case "ReduceSum":
                Expect(inputs.Length == 2 && Number(node, "keepdims", 1) == 0 && Number(node, "noop_with_empty_axes", 0) == 0);
                return [Without(inputs[0], Values(node, 1))];
            case "Slice":
                return [Slice(inputs[0], Values(node, 1), Values(node, 2), Values(node, 3), inputs.Length)];
            case "Reshape":
                Expect(inputs.Length == 2);
                return [Reshaped(inputs[0], Values(node, 1))];
            case "CumSum":
                Expect(inputs.Length == 2 && inputs[1].Length == 0);
                return [inputs[0]];
            case "GatherElements":
                Expect(inputs.Length == 2 && inputs[1].Length == inputs[0].Length);
                return [inputs[1]];
            case "ScatterElements":
                Expect(inputs.Length == 3 && inputs[1].SequenceEqual(inputs[2]) && inputs[1].SequenceEqual(inputs[0]));
                return [inputs[0]];
            case "TopK":
                Expect(inputs.Length == 2 && Values(node, 1) is [var count] && count == inputs[0][Axis(node, inputs[0])]);
                return [inputs[0], inputs[0]];
            case "Split":
                return Split(inputs[0], Axis(node, inputs[0]), Values(node, 1));
            case "Squeeze":
                Expect(Values(node, 1).All(axis => inputs[0][Axis(axis, inputs[0])] == 1));
                return [Without(inputs[0], Values(node, 1))];
            case "Unsqueeze":
                Expect(Values(node, 1) is [1] && inputs[0].Length == 1);
                return [[inputs[0][0], 1]];
            case GraphNames.TreeOperator:
                Expect(inputs.Length == 1 && inputs[0].Length == 2);
                _work += inputs[0][0] * TreeRules.Check(node, inputs[0][1]);
                return [[inputs[0][0], 1]];
            default:
                throw new KeyNotFoundException();
        }
    }

    private static long[] Broadcast(long[] a, long[] b)
    {
        var result = new long[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= result.Length; i++)
        {
            long x = i <= a.Length ? a[^i] : 1, y = i <= b.Length ? b[^i] : 1;
            Expect(x == y || x == 1 || y == 1);
            result[^i] = x == 1 ? y : x;
        }

        return result;
    }

    private static long[] Concat(long[][] inputs, int axis)
    {
        long[] result = [.. inputs[0]];
        foreach (long[] next in inputs[1..])
        {
            Expect(next.Length == result.Length && Enumerable.Range(0, result.Length).All(i => i == axis || next[i] == result[i]));
            result[axis] += next[axis];
        }

        return result;
    }

    private long[] Product(long[] a, long[] b)
    {
        Expect(a.Length == 2 && b.Length == 2 && a[1] == b[0]);
        _work = Math.Min(MostWork + 1, _work + checked(a[0] * a[1]) * b[1]);
        return [a[0], b[1]];
    }

    private static long[] Slice(long[] shape, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends, ReadOnlySpan<long> axes, int inputs)
    {
        // One slice along one axis, inside of it: a noise width that is not the graph's shows here.
        Expect(inputs == 4 && starts.Length == 1 && ends.Length == 1 && axes.Length == 1);
        int axis = Axis(axes[0], shape);
        Expect(starts[0] >= 0 && starts[0] < ends[0] && ends[0] <= shape[axis]);
        long[] result = [.. shape];
        result[axis] = ends[0] - starts[0];
        return result;
    }

    private static long[] Reshaped(long[] shape, long[] to)
    {
        long elements = Elements(shape), known = 1;
        foreach (long size in to.Where(size => size != -1))
        {
            Expect(size > 0 && size <= elements);
            known = Math.Min(known * size, MostElements + 1);
        }

        Expect(to.Count(size => size == -1) == 1 && elements <= MostElements && elements % known == 0);
        return Array.ConvertAll(to, size => size < 0 ? elements / known : size);
    }

    private static long Elements(long[] shape) => shape.Aggregate(1L, (a, b) => Math.Min(a * b, MostElements + 1));

    private static long[][] Split(long[] shape, int axis, long[] sizes)
    {
        Expect(sizes.All(size => size > 0 && size <= shape[axis]) && sizes.Sum() == shape[axis]);
        return Array.ConvertAll(sizes, size =>
        {
            long[] piece = [.. shape];
            piece[axis] = size;
            return piece;
        });
    }

    private static long[] Without(long[] shape, long[] axes)
    {
        int[] gone = Array.ConvertAll(axes, axis => Axis(axis, shape));
        Expect(gone.Length > 0);
        return [.. shape.Where((_, i) => !gone.Contains(i))];
    }

    private static int Axis(NodeProto node, long[] shape) => Axis(Number(node, "axis", 0), shape);

    private static int Axis(long axis, long[] shape)
    {
        Expect(axis >= 0 && axis < shape.Length);
        return (int)axis;
    }

    private static long Number(NodeProto node, string attribute, long otherwise) =>
        node.Attribute.FirstOrDefault(a => a.Name == attribute)?.I ?? otherwise;

    // Axes, sizes and borders are constants in a generator's file.
    private long[] Values(NodeProto node, int input)
    {
        var tensor = _constants[node.Input[input]];
        Expect(tensor.DataType == (int)DataType.Int64 && tensor.Dims.Count == 1);
        return MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();
    }

    private static void Expect(bool fits)
    {
        if (!fits)
        {
            throw new ArgumentException("The shapes do not fit together.");
        }
    }
}
