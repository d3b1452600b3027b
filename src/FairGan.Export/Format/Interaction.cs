// Part of the file format: may not change within a version of it.
using System.Numerics;

namespace FairGan.Export.Format;

/// <summary>
/// A child column, whose logits depend on the symbol of a parent column: a component of the mixture is then no product, but a tree
/// (Meilă and Jordan 2000, "Learning with mixtures of trees"), here one or two columns deep.
/// </summary>
/// <param name="Parent">Position of the parent, which is not itself a child.</param>
/// <param name="Child">Position of the child, which has one parent and no children.</param>
/// <param name="Logits">For every symbol of the parent, the amounts added to the logits of the child's symbols.</param>
internal sealed record Interaction(int Parent, int Child, float[] Logits)
{
    /// <summary>Nothing that is added to a logit is farther from 0.</summary>
    public const float MostLogit = 20;

    private float[] _logits = Logits;
    private float[]? _weights;

    /// <summary>For every symbol of the parent, the amounts added to the logits of the child's symbols.</summary>
    [JsonIgnore]
    public float[] Logits
    {
        get => _logits;
        init => (_logits, _weights) = (value, null);
    }

    /// <summary>Name of the constant in the graph that contains <see cref="Logits"/>.</summary>
    [JsonIgnore]
    public string Constant => $"interaction/{Child}";

    /// <summary>The exponentials of <see cref="Logits"/>: what the probabilities of the child's symbols are multiplied by, up to a factor.</summary>
    [JsonIgnore]
    public float[] Weights => _weights ??= Array.ConvertAll(Logits, MathF.Exp);

    /// <summary>The child's logits given a symbol of the parent.</summary>
    /// <param name="parent">The parent's symbol.</param>
    /// <param name="logits">The child's own logits.</param>
    public float[] Given(int parent, ReadOnlySpan<float> logits)
    {
        var given = Logits.AsSpan(parent * logits.Length, logits.Length).ToArray();
        for (int symbol = 0; symbol < given.Length; symbol++)
        {
            given[symbol] += logits[symbol];
        }

        return given;
    }

    /// <summary>For every symbol of the parent, the mean of factors of the child's symbols.</summary>
    /// <param name="logits">The child's own logits.</param>
    /// <param name="factors">The factor of every symbol of the child.</param>
    public double[] Means(ReadOnlySpan<float> logits, double[] factors)
    {
        float most = logits[0];
        foreach (float logit in logits)
        {
            most = Math.Max(most, logit);
        }

        var own = new float[logits.Length];
        var met = new float[logits.Length];
        for (int symbol = 0; symbol < own.Length; symbol++)
        {
            own[symbol] = MathF.Exp(logits[symbol] - most);
            met[symbol] = own[symbol] * (float)factors[symbol];
        }

        float[] weights = Weights;
        var means = new double[weights.Length / own.Length];
        for (int parent = 0; parent < means.Length; parent++)
        {
            var row = weights.AsSpan(parent * own.Length, own.Length);
            means[parent] = Product(row, met) / Product(row, own);
        }

        return means;
    }

    private static float Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0;
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += Vector.Dot(new Vector<float>(left[i..]), new Vector<float>(right[i..]));
        }

        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
