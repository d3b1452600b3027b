using FairGan.Export.Graph;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Torch;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training;

/// <summary>
/// Gives every value of a sensitive column the share of the generated rows that it has of the real ones: a small group's would be off
/// by a few hundredths of itself, which no other part of the training sees.
/// </summary>
internal static class SensitiveShares
{
    private const int Vectors = 1 << 15;
    private const int VectorsAtOnce = 1 << 13;
    private const int Rounds = 6;

    /// <summary>The last layer with the sensitive columns' biases moved.</summary>
    /// <param name="trained">The generator.</param>
    /// <param name="table">The real rows, of the columns that the generator draws.</param>
    public static DenseLayer Calibrated(TrainedGenerator trained, EncodedTable table)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        float[] bias = [.. trained.Logits.Bias];
        var last = Hidden(trained);
        int outputs = trained.Logits.Outputs;
        var weights = tensor(trained.Logits.Weights, trained.Logits.Inputs, outputs);
        foreach (int column in table.Schema.Sensitive.Select(table.Schema.IndexOf))
        {
            int symbols = table.Schema.Columns[column].SymbolCount;
            int first = table.Schema.Columns.Take(column).Sum(other => other.SymbolCount);
            var counts = new double[symbols];
            foreach (ushort code in table.Codes[column])
            {
                counts[code]++;
            }

            var logits = last.mm(weights.narrow(1, first, symbols));
            for (int round = 0; round < Rounds; round++)
            {
                float[] shares = [.. logits.Plus(tensor(bias[first..(first + symbols)])).softmax(1).mean([0L]).data<float>()];
                for (int symbol = 0; symbol < symbols; symbol++)
                {
                    bias[first + symbol] += counts[symbol] > 0 ? (float)Math.Log(counts[symbol] / table.RowCount / shares[symbol]) : 0;
                }
            }
        }

        return trained.Logits with { Bias = bias };
    }

    // What the last layer sees under many noise vectors.
    private static Tensor Hidden(TrainedGenerator trained)
    {
        var layers = trained.Hidden.Select(layer => (Weights: tensor(layer.Weights, layer.Inputs, layer.Outputs), Bias: tensor(layer.Bias))).ToArray();
        return cat([.. Enumerable.Range(0, Vectors / VectorsAtOnce).Select(Some)]);

        Tensor Some(int part)
        {
            using var scope = NewDisposeScope();
            var x = EvenNoise.Vectors(part * VectorsAtOnce, VectorsAtOnce, new double[trained.LatentSize]);
            foreach (var (weights, bias) in layers)
            {
                x = cat([x.mm(weights).Plus(bias).relu_(), x], 1);
            }

            return x.MoveToOuterDisposeScope();
        }
    }
}
