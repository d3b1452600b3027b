using FairGan.Export.Graph;
using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Loop;

/// <summary>
/// Brings every value of a sensitive column closer to its share of the real rows: the share of a small group would otherwise be off by
/// a few hundredths of itself, which no other part of the training corrects.
/// </summary>
internal static class SensitiveShares
{
    private const int Lattices = 8;
    private const int VectorsOfLattice = 1 << 12;
    private const int Rounds = 6;
    private const double LeastShare = 1e-12;

    /// <summary>The last layer with the sensitive columns' biases moved.</summary>
    /// <param name="hidden">The hidden layers.</param>
    /// <param name="last">The last layer.</param>
    /// <param name="table">The real rows, of the columns that the generator samples.</param>
    /// <param name="latent">Width of the noise.</param>
    /// <param name="generator">Source of the randomness.</param>
    public static DenseLayer Calibrated(IReadOnlyList<DenseLayer> hidden, DenseLayer last, EncodedTable table, int latent, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        float[] bias = [.. last.Bias];
        var inputs = Inputs(hidden, latent, generator);
        var weights = tensor(last.Weights, last.Inputs, last.Outputs);
        foreach (int column in table.Schema.Sensitive.Select(table.Schema.IndexOf))
        {
            int symbols = table.Schema.Columns[column].SymbolCount;
            int first = table.Schema.Columns.Take(column).Sum(other => other.SymbolCount);
            var counts = new double[symbols];
            foreach (ushort code in table.Codes[column])
            {
                counts[code]++;
            }

            var logits = inputs.mm(weights.narrow(1, first, symbols));
            for (int round = 0; round < Rounds; round++)
            {
                float[] shares = [.. logits.Plus(tensor(bias[first..(first + symbols)])).softmax(1).mean([0L]).data<float>()];
                for (int symbol = 0; symbol < symbols; symbol++)
                {
                    bias[first + symbol] += counts[symbol] > 0 ? (float)Math.Log(counts[symbol] / table.RowCount / Math.Max(shares[symbol], LeastShare)) : 0;
                }
            }
        }

        return last with { Bias = bias };
    }

    // The inputs of the last layer for many noise vectors.
    private static Tensor Inputs(IReadOnlyList<DenseLayer> hidden, int latent, Generator generator)
    {
        var layers = hidden.Select(layer => (Weights: tensor(layer.Weights, layer.Inputs, layer.Outputs), Bias: tensor(layer.Bias))).ToArray();
        return cat([.. Enumerable.Range(0, Lattices).Select(_ => OfLattice())]);

        Tensor OfLattice()
        {
            using var scope = NewDisposeScope();
            double[] shift = [.. rand(latent, dtype: ScalarType.Float64, generator: generator).data<double>()];
            var x = EvenNoise.Vectors(0, VectorsOfLattice, shift, generator);
            foreach (var (weights, bias) in layers)
            {
                x = cat([x.mm(weights).Plus(bias).relu_(), x], 1);
            }

            return x.MoveToOuterDisposeScope();
        }
    }
}
