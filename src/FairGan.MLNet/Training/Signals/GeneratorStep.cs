using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>What one step of training has drawn, shared by all signals.</summary>
internal sealed class GeneratorStep
{
    // Probabilities serve averages over components, for which these are plenty.
    private const int MostProbabilities = 4096;

    private Tensor? _probabilities;

    /// <summary>How far the training is, from 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>Log-probabilities of every column's symbols, [components, symbols].</summary>
    public required Tensor LogProbabilities { get; init; }

    /// <summary>One-hot real rows, [rows, symbols], drawn so that groups count by the group balance.</summary>
    public required Tensor Rows { get; init; }

    /// <summary>Group of every row in <see cref="Rows"/>.</summary>
    public required long[] RowGroups { get; init; }

    /// <summary>The probabilities of the first components, at most 4,096 and even in number: [components, symbols].</summary>
    public Tensor Probabilities => _probabilities ??= LogProbabilities.narrow(0, 0, Math.Min(LogProbabilities.shape[0], MostProbabilities) & ~1L).exp();
}
