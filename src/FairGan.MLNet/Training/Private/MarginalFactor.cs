using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>
/// One noisy marginal as a factor of a log-linear model: its cells' parameters λ, which are the most probable ones given the noisy counts if
/// they are normally distributed around 0.
/// </summary>
internal sealed class MarginalFactor
{
    private readonly int[] _columns;
    private readonly int[] _sizes;
    private readonly double[] _noisy;
    private readonly double[] _variances;
    private readonly double _prior;
    private readonly double[] _lambda;
    private readonly float[] _moved;
    private readonly float[][] _byColumn;

    /// <param name="counts">The noisy counts.</param>
    /// <param name="sizes">Symbols of each of its columns.</param>
    /// <param name="merged">How many noisy cells each count adds up.</param>
    /// <param name="deviation">Standard deviation of the parameters.</param>
    public MarginalFactor(NoisyCounts counts, int[] sizes, long[]? merged, double deviation)
    {
        _columns = [.. counts.Columns];
        _sizes = sizes;
        _noisy = Array.ConvertAll(counts.Counts, count => (double)count);
        _variances = [.. counts.Counts.Select((_, cell) => counts.Variance * Math.Max(1, merged?[cell] ?? 1))];
        _prior = deviation * deviation;
        _lambda = new double[_noisy.Length];
        _moved = new float[_noisy.Length];
        _byColumn = Array.ConvertAll(_columns, _ => new float[_noisy.Length]);
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>By how much the parameters changed in the last update, the last column's symbol running fastest.</summary>
    public float[] Moved => _moved;

    /// <summary>Symbols of each of the columns.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    /// <summary>The parameters with one column's symbols running fastest.</summary>
    /// <param name="column">One of the columns.</param>
    public float[] By(int column) => _byColumn[Array.IndexOf(_columns, column)];

    /// <summary>Of every other column in <see cref="By"/>, its column and the distance of neighbouring symbols.</summary>
    /// <param name="column">The column that runs fastest.</param>
    public (int Column, int Stride)[] Others(int column)
    {
        var others = new List<(int, int)>();
        int stride = _sizes[Array.IndexOf(_columns, column)];
        for (int i = _columns.Length - 1; i >= 0; i--)
        {
            if (_columns[i] != column)
            {
                others.Add((_columns[i], stride));
                stride *= _sizes[i];
            }
        }

        return [.. others];
    }

    /// <summary>Moves the parameters toward their most probable values, given the counts that they lead to.</summary>
    /// <param name="counts">The counts, the last column's symbol running fastest.</param>
    /// <param name="step">Share of the way to go, 0 to 1.</param>
    public void Update(double[] counts, double step)
    {
        for (int cell = 0; cell < _lambda.Length; cell++)
        {
            double error = _noisy[cell] - counts[cell];

            // A parameter changes its cell's count in proportion to the count.
            double size = 1 + ((counts[cell] + Math.Max(0, _noisy[cell])) / 2), gain = _prior * size / _variances[cell];
            double move = step * ((gain * error) - _lambda[cell]) / (1 + (gain * size));
            _lambda[cell] += move;
            _moved[cell] = (float)move;
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            Transpose(_byColumn[i], i);
        }
    }

    private void Transpose(float[] into, int fastest)
    {
        int after = _sizes.Skip(fastest + 1).Aggregate(1, (product, size) => product * size), size = _sizes[fastest];
        for (int cell = 0; cell < _lambda.Length; cell++)
        {
            int before = cell / (after * size), symbol = cell / after % size, rest = cell % after;
            into[(((before * after) + rest) * size) + symbol] = (float)_lambda[cell];
        }
    }
}
