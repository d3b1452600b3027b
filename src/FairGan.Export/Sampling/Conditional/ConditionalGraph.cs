using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.Export.Rules;
using Microsoft.ML.OnnxRuntime;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// A generator's graph cut in two at the logits, so that they can be looked at and changed in between: noise → logits, and noise and
/// logits → values.
/// </summary>
internal sealed class ConditionalGraph : IDisposable
{
    private readonly InferenceSession _toLogits;
    private readonly InferenceSession _toValues;
    private readonly string[] _outputs;
    private readonly Interaction?[] _parents;

    /// <param name="model">The generator's model.</param>
    /// <param name="information">The file's metadata.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="FormatException">The file's graph cannot be cut.</exception>
    public ConditionalGraph(ModelProto model, GeneratorInformation information, OnnxGeneratorOptions options)
    {
        bool Makes(string name) => model.Graph.Node.Any(node => node.Output.Contains(name));
        Derivations = information.Derivations is { } derivations && Makes(GraphNames.Logits) ? derivations
            : throw new FormatException("This file was written by a version of FairGan whose files do not support sampling under conditions; train the generator again.");
        Interactions = information.Interactions;
        Schema = information.Schema;
        _parents = [.. Schema.Columns.Select((_, column) => Interactions.FirstOrDefault(interaction => interaction.Child == column))];
        RuleChain = new RuleChain(Schema.Rules);
        Rules = RuleChain.InOrder();
        HasLabelHead = Makes(GraphNames.LabelProbability);
        HeadLabel = HasLabelHead ? Schema.IndexOf(Schema.Label!) : -1;
        HasDial = information.HasDial;
        Width = information.NoiseWidth;
        LatentSize = information.NoiseWidth - new NoiseLayout(Schema, 0, HasLabelHead).Width;
        if (LatentSize < 2)
        {
            throw new FormatException("The file's noise width does not fit its schema.");
        }

        Layout = new NoiseLayout(Schema, LatentSize, HasLabelHead);
        Offsets = new int[Schema.Columns.Count];
        for (int column = 0; column < Offsets.Length; column++)
        {
            Offsets[column] = Derivations.Any(derivation => derivation.Column == column && !derivation.IsDrawn) || Schema.IsTotal(column) ? -1 : SymbolCount;
            SymbolCount += Offsets[column] < 0 ? 0 : Schema.Columns[column].SymbolCount;
        }

        model = GraphCuts.WithIndependentRows(model, Schema, Layout);
        var noise = GraphBuilder.ValueInfo(GraphNames.NoiseInput, DataType.Float, "n", "width");
        var logits = GraphBuilder.ValueInfo(GraphNames.Logits, DataType.Float, "n", "symbols");
        var label = GraphBuilder.ValueInfo(GraphNames.LabelProbability, DataType.Float, "n");
        _outputs = [.. Schema.Columns.Select(GeneratorFile.OutputOf), .. HasLabelHead ? [GraphNames.LabelProbability] : Array.Empty<string>()];
        var values = model.Graph.Output.Where(output => _outputs.Contains(output.Name));
        _toLogits = GeneratorSession.Open(GraphCuts.Part(model, [noise], [logits]), options, out _, out _);
        _toValues = GeneratorSession.Open(GraphCuts.Part(model, [noise, logits], HasLabelHead ? values.Append(label) : values), options, out _, out _);
    }

    public TableSchema Schema { get; }

    /// <summary>How the schema's rules hang together.</summary>
    public RuleChain RuleChain { get; }

    /// <summary>The schema's rules in dependency order.</summary>
    public IReadOnlyList<ColumnRule> Rules { get; }

    public NoiseLayout Layout { get; }

    public IReadOnlyList<Derivation> Derivations { get; }

    public IReadOnlyList<Interaction> Interactions { get; }

    /// <summary>How a child column depends on its parent; null for a column without a parent.</summary>
    public Interaction? ParentOf(int column) => _parents[column];

    /// <summary>The child columns of a column.</summary>
    public IEnumerable<Interaction> ChildrenOf(int column) => Interactions.Where(interaction => interaction.Parent == column);

    /// <summary>Whether trees sample the label, given the other columns.</summary>
    public bool HasLabelHead { get; }

    /// <summary>Position of the label sampled by a label head; -1 for none.</summary>
    public int HeadLabel { get; }

    /// <summary>The columns with a factor in the approximation of the label head.</summary>
    public IEnumerable<int> FactorColumns() => Enumerable.Range(0, Offsets.Length).Where(column => HasFactors(column) && column != HeadLabel);

    /// <summary>Whether the strength is an input.</summary>
    public bool HasDial { get; }

    /// <summary>Uniforms that become the latent noise.</summary>
    public int LatentSize { get; }

    /// <summary>Uniforms of a row.</summary>
    public int Width { get; }

    /// <summary>Total number of symbols in all sampled columns.</summary>
    public int SymbolCount { get; }

    /// <summary>For every column, where its symbols begin among the logits; -1 for a column that is looked up.</summary>
    public int[] Offsets { get; }

    /// <summary>
    /// Whether a column's symbols are those of its values; those of others are not, for they follow from a rule, or are no values at all. Of
    /// the higher column of an order that a few rows break they are, but in the few rows that it is raised in.
    /// </summary>
    public bool IsCodedAsIs(int column) =>
        Schema.Columns[column] is { HasValues: true } codec && !Schema.Rules.Any(rule => rule.Target == codec.Name && rule is not OrderRule { IsRaised: true });

    /// <summary>Whether a column is sampled and can have a factor in the approximation of the label head.</summary>
    public bool HasFactors(int column) => Offsets[column] >= 0 && IsCodedAsIs(column) && !Derivations.Any(derivation => derivation.Column == column);

    /// <summary>A column's part of a row's logits.</summary>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> logits, int column) => logits.Slice(Offsets[column], Schema.Columns[column].SymbolCount);

    /// <summary>The logits of rows.</summary>
    /// <param name="latent">The latent uniforms, rows × <see cref="LatentSize"/>.</param>
    /// <returns>Rows × <see cref="SymbolCount"/>.</returns>
    public float[] Logits(float[] latent)
    {
        int rows = latent.Length / LatentSize;
        using var noise = OrtValue.CreateTensorValueFromMemory(latent, [rows, LatentSize]);
        using var results = Run(_toLogits, [GraphNames.NoiseInput], [noise], [GraphNames.Logits]);
        var logits = results[0].GetTensorDataAsSpan<float>();
        return logits.Length == rows * SymbolCount ? logits.ToArray() : throw new FormatException("The file's logits do not fit its schema.");
    }

    /// <summary>The values of rows, and the probability of their positive label where a label head samples it.</summary>
    /// <param name="noise">The uniforms, rows × <see cref="Width"/>.</param>
    /// <param name="logits">The logits, rows × <see cref="SymbolCount"/>.</param>
    /// <param name="strength">Strength of fairness.</param>
    public IDisposableReadOnlyCollection<OrtValue> Values(float[] noise, float[] logits, float strength)
    {
        int rows = noise.Length / Width;
        using var noiseValue = OrtValue.CreateTensorValueFromMemory(noise, [rows, Width]);
        using var logitValue = OrtValue.CreateTensorValueFromMemory(logits, [rows, SymbolCount]);
        using var strengthValue = OrtValue.CreateTensorValueFromMemory(new[] { strength }, [1]);
        return HasDial
            ? Run(_toValues, [GraphNames.NoiseInput, GraphNames.Logits, GraphNames.StrengthInput], [noiseValue, logitValue, strengthValue], _outputs)
            : Run(_toValues, [GraphNames.NoiseInput, GraphNames.Logits], [noiseValue, logitValue], _outputs);
    }

    public void Dispose()
    {
        _toLogits.Dispose();
        _toValues.Dispose();
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession session, string[] names, OrtValue[] inputs, string[] outputs)
    {
        using var run = new RunOptions();
        try
        {
            return session.Run(run, names, inputs, outputs);
        }
        catch (OnnxRuntimeException problem)
        {
            throw GeneratorSession.Unusable(problem);
        }
    }
}
