using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>What one step of training has drawn, shared by all signals.</summary>
internal sealed class GeneratorStep
{
    private Tensor? _probabilities;

    /// <summary>How far the training is, from 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>Log-probabilities of every column's symbols, [components, symbols].</summary>
    public required Tensor LogProbabilities { get; init; }

    /// <summary>One-hot real rows, [rows, symbols], drawn so that groups count by the group balance.</summary>
    public required Tensor Rows { get; init; }

    /// <summary>Group of every row in <see cref="Rows"/>.</summary>
    public required long[] RowGroups { get; init; }

    /// <summary>The probabilities, [components, symbols].</summary>
    public Tensor Probabilities => _probabilities ??= LogProbabilities.exp();
}
