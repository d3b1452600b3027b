using System.Numerics.Tensors;
using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>
/// Rows that stand in for the real ones: samples of the log-linear model of highest entropy whose marginals agree with the noisy ones as far
/// as these can be trusted. Rows and parameters are improved in turn: Gibbs sampling moves every cell given the rest of its row, and
/// the parameters follow the counts of the rows (stochastic approximation, Younes 1989; Tieleman 2008). Any set of marginals will do: no
/// junction tree limits them.
/// </summary>
internal sealed class StandInRows
{
    private const int Chunks = 32;

    // Main effects are as large as needed; interactions of three columns are rarely as strong as those of two.
    private static readonly double[] s_deviations = [4, 1.5, 0.7];

    private readonly int[] _sizes;
    private double _scale;
    private readonly ulong _seed;
    private readonly ParallelOptions _parallel;
    private readonly List<MarginalFactor> _factors = [];
    private ulong _passes;

    /// <param name="sizes">Symbols of every column.</param>
    /// <param name="shares">Of every column, the shares of its symbols to begin with.</param>
    /// <param name="realRows">The estimated number of real rows, which counts are scaled to.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="options">Seed and threads.</param>
    public StandInRows(int[] sizes, double[][] shares, double realRows, int rows, GanOptions options)
    {
        _sizes = sizes;
        _scale = realRows / rows;
        _seed = (ulong)options.Seed;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads };
        Codes = Array.ConvertAll(sizes, _ => new ushort[rows]);
        for (int column = 0; column < sizes.Length; column++)
        {
            float[] logits = Array.ConvertAll(shares[column], share => (float)Math.Log(Math.Max(share, 1e-9)));
            ForAllRows(column, (row, weights) => logits.CopyTo(weights));
        }
    }

    /// <summary>For every column, the symbol of every row.</summary>
    public ushort[][] Codes { get; }

    /// <summary>Adds a noisy marginal.</summary>
    /// <param name="counts">The noisy counts.</param>
    /// <param name="merged">How many noisy cells each count adds up; null for one.</param>
    public void Add(NoisyCounts counts, long[]? merged = null) =>
        _factors.Add(new MarginalFactor(counts, [.. counts.Columns.Select(column => _sizes[column])], merged, s_deviations[Math.Min(counts.Columns.Count, s_deviations.Length) - 1]));

    /// <summary>Improves parameters and rows.</summary>
    /// <param name="sweeps">How often every cell is sampled.</param>
    /// <param name="step">Share of the way that parameters go each time.</param>
    /// <param name="cancellationToken">Stops between two sweeps.</param>
    public void Improve(int sweeps, double step, CancellationToken cancellationToken)
    {
        // Factors with a column in common correct the same errors.
        int[] overlap = [.. _factors.Select(factor => factor.Columns.Max(column => _factors.Count(other => other.Columns.Contains(column))))];
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Parallel.ForEach(_factors, _parallel, factor => factor.Update(Array.ConvertAll(Count(factor.Columns), count => count * _scale), step / overlap[_factors.IndexOf(factor)]));
            Resample();
            for (int column = 0; column < _sizes.Length; column++)
            {
                Sample(column);
            }
        }
    }

    /// <summary>Has more rows, so that their own chance matters less beside the noise of the counts.</summary>
    /// <param name="times">How many times as many.</param>
    public void Grow(int times)
    {
        for (int column = 0; column < Codes.Length; column++)
        {
            ushort[] old = Codes[column];
            Codes[column] = [.. Enumerable.Repeat(old, times).SelectMany(codes => codes)];
        }

        _scale /= times;
    }

    /// <summary>The counts of some columns, scaled to the real rows and rounded, the last column's symbol running fastest.</summary>
    /// <param name="columns">The columns.</param>
    public long[] Expected(IReadOnlyList<int> columns) => Array.ConvertAll(Count(columns), count => (long)Math.Round(count * _scale));

    // Rows as probable as the changed parameters make them: rows are copied and dropped in proportion (systematic resampling). Otherwise
    // cells that others all but determine would hardly ever move.
    private void Resample()
    {
        int rows = Codes[0].Length;
        var weights = new double[rows];
        var factors = _factors.ConvertAll(factor => (factor.Moved, Columns: factor.Columns.Select(column => Codes[column]).ToArray(), Sizes: factor.Sizes.ToArray()));
        Parallel.For(0, Chunks, _parallel, chunk =>
        {
            int end = (int)((long)rows * (chunk + 1) / Chunks);
            for (int row = (int)((long)rows * chunk / Chunks); row < end; row++)
            {
                float sum = 0;
                foreach (var (moved, codes, sizes) in factors)
                {
                    int cell = 0;
                    for (int i = 0; i < codes.Length; i++)
                    {
                        cell = (cell * sizes[i]) + codes[i][row];
                    }

                    sum += moved[cell];
                }

                weights[row] = Math.Exp(sum);
            }
        });
        double share = weights.Sum() / rows, next = share * new SplitMix((_seed * 0x9E3779B97F4A7C15) ^ ~(++_passes * 0xD1342543DE82EF95)).Next(), passed = 0;
        var chosen = new int[rows];
        for (int row = 0, at = 0; row < rows; row++)
        {
            for (passed += weights[row]; at < rows && next < passed; next += share)
            {
                chosen[at++] = row;
            }

            if (row == rows - 1)
            {
                chosen.AsSpan(at).Fill(row);
            }
        }

        Parallel.For(0, Codes.Length, _parallel, column =>
        {
            ushort[] old = [.. Codes[column]];
            for (int row = 0; row < rows; row++)
            {
                Codes[column][row] = old[chosen[row]];
            }
        });
    }

    private long[] Count(IReadOnlyList<int> columns) =>
        ContingencyTable.Of(Codes[0].Length, [.. columns.Select(column => Codes[column])], [.. columns.Select(column => _sizes[column])]);

    private void Sample(int column)
    {
        int size = _sizes[column];
        var terms = _factors.Where(factor => factor.Columns.Contains(column))
            .Select(factor => (Lambda: factor.By(column), Others: Array.ConvertAll(factor.Others(column), other => (Codes: Codes[other.Column], other.Stride)))).ToArray();
        ForAllRows(column, (row, weights) =>
        {
            weights.Clear();
            foreach (var (lambda, others) in terms)
            {
                int start = 0;
                foreach (var (codes, stride) in others)
                {
                    start += codes[row] * stride;
                }

                TensorPrimitives.Add(weights, lambda.AsSpan(start, size), weights);
            }
        });
    }

    // Draws a column's symbol in every row, from logits.
    private void ForAllRows(int column, Fill logits)
    {
        ushort[] codes = Codes[column];
        ulong pass = _passes++;
        Parallel.For(0, Chunks, _parallel, chunk =>
        {
            Span<float> weights = stackalloc float[_sizes[column]];
            var random = new SplitMix((_seed * 0x9E3779B97F4A7C15) ^ (((pass * Chunks) + (ulong)chunk + 1) * 0xD1342543DE82EF95));
            int end = (int)((long)codes.Length * (chunk + 1) / Chunks);
            for (int row = (int)((long)codes.Length * chunk / Chunks); row < end; row++)
            {
                logits(row, weights);
                float most = TensorPrimitives.Max(weights);
                TensorPrimitives.Subtract(weights, most, weights);
                TensorPrimitives.Exp(weights, weights);
                double left = random.Next() * TensorPrimitives.Sum<float>(weights);
                int symbol = 0;
                while (symbol < weights.Length - 1 && (left -= weights[symbol]) > 0)
                {
                    symbol++;
                }

                codes[row] = (ushort)symbol;
            }
        });
    }

    private delegate void Fill(int row, Span<float> weights);

    /// <summary>A small random number generator that starts at once from any seed (Steele, Lea and Flood 2014).</summary>
    private struct SplitMix(ulong state)
    {
        public double Next()
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
