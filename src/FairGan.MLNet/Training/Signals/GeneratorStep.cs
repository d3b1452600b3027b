using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>What one step of training has drawn, shared by all signals.</summary>
internal sealed class GeneratorStep
{
    // Averages over components do not need them all.
    private const int MostAveraged = 4096;

    /// <summary>How far the training is, from 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>Whether the losses are asked for, not the gradients alone.</summary>
    public required bool Reported { get; init; }

    /// <summary>Log-probabilities of every column's symbols by themselves, [components, symbols].</summary>
    public required Tensor LogProbabilities { get; init; }

    /// <summary>The probabilities, [components, symbols]; of a column that is drawn given another one over all symbols of that.</summary>
    public required Tensor Probabilities { get; init; }

    /// <summary>The gradient of the loss with respect to the logarithms of <see cref="Probabilities"/>, to which the signals add theirs.</summary>
    public required Tensor Gradient { get; init; }

    /// <summary>Columns drawn given another one: what rows' probabilities are made of, and the gradient with respect to that.</summary>
    public required Interactions Interactions { get; init; }

    /// <summary>One-hot real rows, [rows, symbols], drawn so that groups count by the group balance.</summary>
    public required Tensor Rows { get; init; }

    /// <summary>Group of every row in <see cref="Rows"/>.</summary>
    public required long[] RowGroups { get; init; }

    /// <summary>How many of the components, the first, averages are taken over. The two halves of these do not depend on each other.</summary>
    public long AveragedCount => AveragedOf((int)Probabilities.shape[0]);

    /// <summary>How many of <paramref name="components"/> averages are taken over: at most 4,096 and even in number.</summary>
    public static int AveragedOf(int components) => Math.Min(components, MostAveraged) & ~1;
}
