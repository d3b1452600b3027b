using FairGan.Export.Format.Noise;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Graph;

/// <summary>
/// Writes the generator as an ONNX graph: (seed, start row, rows, strength) → noise → logits → symbols → values. Blocks of rows are
/// computed as a whole, and the noise of row i depends only on the seed and i, so a request may be split anywhere.
/// </summary>
internal sealed class GeneratorGraph
{
    private readonly GeneratorParts _parts;
    private readonly GraphBuilder _graph = new("fairgan");
    private readonly NoiseLayout _layout;
    private readonly string[] _symbols;
    private readonly string[] _values;
    private string _row = "";
    private string[] _asked = [];

    private GeneratorGraph(GeneratorParts parts)
    {
        _parts = parts;
        _layout = new NoiseLayout(parts.Schema, parts.LatentSize, parts.LabelHead is not null);
        _symbols = new string[parts.Schema.Columns.Count];
        _values = new string[parts.Schema.Columns.Count];
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="scoreOutput">
    /// Adds the label head's log-odds as an output named "score" and every column's symbol as "symbol/NAME": what fitting the fair
    /// map needs and the finished file does not.
    /// </param>
    public static GraphProto Build(GeneratorParts parts, bool scoreOutput = false) => new GeneratorGraph(parts).Build(scoreOutput);

    private GraphProto Build(bool scoreOutput)
    {
        (_row, _asked) = NoiseNodes.AddBlocks(_graph, _layout.Width);
        string logits = Network();
        var columns = _parts.Schema.Columns;
        int label = _parts.LabelHead is not null ? _parts.Schema.IndexOf(_parts.Schema.Label!) : -1;
        int[] drawn = [.. Enumerable.Range(0, columns.Count).Where(i => !_parts.Derivations.Any(derivation => derivation.Column == i && !derivation.IsDrawn) && !_parts.Schema.IsTotal(i))];
        string[] pieces = _graph.Nodes("Split", drawn.Length, [logits, _graph.Int64s([.. drawn.Select(i => (long)columns[i].SymbolCount)], drawn.Length)], [("axis", 1L)]);
        var uniforms = GroupNodes.Uniforms(_graph, _parts, _layout, [.. drawn.Zip(pieces)]);
        var parentOf = _parts.Interactions.ToDictionary(interaction => interaction.Child);
        foreach (var (i, piece) in drawn.Zip(pieces).Where(drawn => drawn.First != label).OrderBy(drawn => parentOf.ContainsKey(drawn.First)))
        {
            _graph.Scope($"column_{i}");
            string own = parentOf.TryGetValue(i, out var interaction) ? _graph.Node("Add", piece, Said(interaction)) : piece;
            _symbols[i] = Draw(own, columns[i].SymbolCount, uniforms.GetValueOrDefault(i) ?? Uniforms(_layout.Symbol(i), 1));
            _values[i] = Value(i);
        }

        foreach (var derivation in _parts.Derivations)
        {
            _graph.Scope($"column_{derivation.Column}");
            _symbols[derivation.Column] = Determined(derivation);
            _values[derivation.Column] = Value(derivation.Column);
        }

        new RuleNodes(_graph, _parts.Schema, _values).Add();

        if (label >= 0)
        {
            string score = Score();
            _symbols[label] = Label(label, pieces[Array.IndexOf(drawn, label)], score);
            _values[label] = Value(label);
            if (scoreOutput)
            {
                Output("score", score, DataType.Float);
            }
        }

        for (int i = 0; i < columns.Count; i++)
        {
            Outputs(i);
            if (scoreOutput && _symbols[i] is not null)
            {
                Output($"symbol/{columns[i].Name}", _symbols[i], DataType.Int32);
            }
        }

        return _graph.Graph;
    }

    private string Network()
    {
        _graph.Scope("network");
        string points = _graph.Nodes("Identity", 1, [LatticeNodes.Points(_graph, _parts.LatentSize)], rename: GraphNames.LatentUniform)[0];
        string x = NoiseNodes.Normals(_graph, _parts.LatentSize, points);
        foreach (var layer in _parts.Hidden)
        {
            x = _graph.Node("Concat", [("axis", 1L)], _graph.Node("Relu", Affine(x, layer)), x);
        }

        return Affine(x, _parts.Logits, GraphNames.Logits);
    }

    private string Affine(string x, DenseLayer layer, string? name = null) =>
        _graph.Nodes("Gemm", 1, [x, _graph.Floats(layer.Weights, layer.Inputs, layer.Outputs), _graph.Floats(layer.Bias, layer.Outputs)], rename: name)[0];

    private string Uniforms(int first, int count) => NoiseNodes.Uniforms(_graph, first, count);

    // The symbol whose cumulative probability first exceeds the uniform. The cumulative sum is a product with a triangle of ones, and
    // the uniform is scaled by the last sum, so that rounding never draws a symbol of probability 0.
    private string Draw(string logits, int symbols, string uniform)
    {
        string cumulative = _graph.Node("MatMul", _graph.Node("Softmax", [("axis", 1L)], logits), _graph.Matrix(symbols, symbols, (other, own) => other <= own ? 1 : 0));
        string last = _graph.Node("Slice", cumulative, _graph.Int64s([symbols - 1], 1), _graph.Int64s([symbols], 1), _graph.Int64s([1], 1));
        string below = _graph.Node("LessOrEqual", cumulative, _graph.Node("Mul", last, uniform));
        string count = _graph.Node("ReduceSum", [("keepdims", 0L)], _graph.Cast(below, DataType.Int32), _graph.Int64s([1], 1));
        return _graph.Node("Min", count, _graph.Int32s([symbols - 1], 1));
    }

    private string Said(Interaction interaction) => _graph.Node(
        "Gather",
        _graph.NamedFloats(interaction.Constant, interaction.Logits, _parts.Schema.Columns[interaction.Parent].SymbolCount, _parts.Schema.Columns[interaction.Child].SymbolCount),
        _symbols[interaction.Parent]);

    private string Determined(Derivation derivation)
    {
        string determined = _graph.Node("Gather", _graph.Int32s(derivation.Symbols, derivation.Symbols.Length), _symbols[derivation.Source]);
        if (!derivation.IsDrawn)
        {
            return determined;
        }

        string drawn = _symbols[derivation.Column];
        string symbol = _graph.Node("Where", _graph.Node("Less", determined, _graph.Int32s([0], 1)), drawn, determined);
        int missing = _parts.Schema.Columns[derivation.Column].MissingSymbol;
        return missing < 0 ? symbol : _graph.Node("Where", _graph.Node("Equal", drawn, _graph.Int32s([missing], 1)), drawn, symbol);
    }

    private string Value(int column) => _parts.Schema.Columns[column].EmitValues(Cells(column));

    private ColumnNodes Cells(int column) =>
        new(_graph, _parts.Schema.Columns[column].Name, _symbols[column], _row, _asked, () => Flat(_layout.Inside(column)));

    private string Flat(int uniform) => _graph.Node("Squeeze", Uniforms(uniform, 1), _graph.Int64s([1], 1));

    // The log-odds of the positive label, [n].
    private string Score()
    {
        _graph.Scope("label");
        var head = _parts.LabelHead!;
        int label = _parts.Schema.IndexOf(_parts.Schema.Label!);
        var features = new List<string>();
        for (int i = 0; i < _symbols.Length; i++)
        {
            if (i == label)
            {
                continue;
            }

            string feature;
            if (head.Features[i] is { } table)
            {
                feature = _graph.Node("Gather", _graph.Floats(table, table.Length), _symbols[i]);
            }
            else
            {
                feature = _graph.Cast(_values[i], DataType.Float);
                if (_parts.Schema.Columns[i].HasMissing)
                {
                    feature = _graph.Node("Where", _graph.Node("IsNaN", feature), _graph.Floats([head.MissingFeature[i]], 1), feature);
                }
            }

            features.Add(_graph.Node("Unsqueeze", feature, _graph.Int64s([1], 1)));
        }

        string row = _graph.Node("Concat", [("axis", 1L)], [.. features]);
        string score = _graph.Nodes(GraphNames.TreeOperator, 1, [row], TreeAttributes.Of(head), GraphNames.TreeDomain)[0];
        return _graph.Node("Squeeze", score, _graph.Int64s([1], 1));
    }

    private string Label(int label, string logits, string score)
    {
        var codec = _parts.Schema.Columns[label];
        int positive = codec.SymbolOf(_parts.Schema.Positive!);
        string probability = _graph.Node("Sigmoid", score);
        if (_parts.LabelHead!.FairMap is { } map)
        {
            string strength = _graph.Input(GraphNames.StrengthInput, DataType.Float, "1");
            string move = _graph.Node("Mul", strength, _graph.Node("Sub", FairProbability(map, score), probability));
            probability = _graph.Node("Add", probability, move);
        }

        probability = _graph.Nodes("Identity", 1, [probability], rename: GraphNames.LabelProbability)[0];

        // The other values have the shares of the network's own logits.
        string other;
        if (codec.SymbolCount == 2)
        {
            other = _graph.Int32s([1 - positive], 1);
        }
        else
        {
            var mask = new float[codec.SymbolCount];
            mask[positive] = -1e9f;
            other = Draw(_graph.Node("Add", logits, _graph.Floats(mask, 1, mask.Length)), codec.SymbolCount, Uniforms(_layout.Symbol(label), 1));
        }

        // Labels of rows of one group and similar probability are sampled jointly, which removes sampling noise.
        string? group = Combination(_parts.Schema.Sensitive.Select(_parts.Schema.IndexOf).Where(column => _symbols[column] is not null));
        string even = SystematicNodes.SpreadUniforms(_graph, probability, group is null ? null : _graph.Cast(group, DataType.Int64), Flat(_layout.LabelHead));
        string uniform = _graph.Nodes("Unsqueeze", 1, [even, _graph.Int64s([1], 1)], rename: GraphNames.UniformPrefix + codec.Name)[0];
        return _graph.Node("Where", _graph.Node("Less", _graph.Node("Squeeze", uniform, _graph.Int64s([1], 1)), probability), _graph.Int32s([positive], 1), other);
    }

    // A number for every combination of the columns' symbols, the last column's running fastest; null where there are no columns.
    private string? Combination(IEnumerable<int> columns) => columns.Aggregate((string?)null, (combination, column) => combination is null
        ? _symbols[column]
        : _graph.Node("Add", _graph.Node("Mul", combination, _graph.Int32s([_parts.Schema.Columns[column].SymbolCount], 1)), _symbols[column]));

    private string FairProbability(FairScoreMap map, string score)
    {
        string group = _graph.Node("Gather", _graph.Int32s(map.GroupOf, map.GroupOf.Length), Combination(map.Columns)!);
        int knots = map.Probabilities[0].Length;
        float[] table = [.. map.Probabilities.SelectMany(p => p)];
        string probabilities = _graph.Floats(table, table.Length);
        string clipped = _graph.Node("Clip", score, _graph.Floats([map.Lowest]), _graph.Floats([map.Highest]));
        string position = _graph.Node("Mul", _graph.Node("Sub", clipped, _graph.Floats([map.Lowest], 1)), _graph.Floats([(knots - 1) / (map.Highest - map.Lowest)], 1));
        string piece = _graph.Node("Min", _graph.Cast(_graph.Node("Floor", position), DataType.Int32), _graph.Int32s([knots - 2], 1));
        string fraction = _graph.Node("Sub", position, _graph.Cast(piece, DataType.Float));
        string index = _graph.Node("Add", _graph.Node("Mul", group, _graph.Int32s([knots], 1)), piece);
        string low = _graph.Node("Gather", probabilities, index);
        string high = _graph.Node("Gather", probabilities, _graph.Node("Add", index, _graph.Int32s([1], 1)));
        return _graph.Node("Add", low, _graph.Node("Mul", _graph.Node("Sub", high, low), fraction));
    }

    private void Output(string name, string value, DataType type) => _graph.Output(name, value, type, _asked, "n");

    private void Outputs(int column)
    {
        _graph.Scope($"column_{column}");
        _parts.Schema.Columns[column].EmitOutputs(Cells(column), _values[column]);
    }
}
