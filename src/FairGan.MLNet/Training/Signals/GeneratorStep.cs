using FairGan.MLNet.Training.Network;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>The samples of one training step, shared by all signals of the loss.</summary>
internal sealed class GeneratorStep
{
    // Averages over components do not need them all.
    private const int MostAveraged = 4096;

    /// <summary>How far the training is, from 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>Whether the losses are needed, not only the gradients.</summary>
    public required bool Reported { get; init; }

    /// <summary>Log-probabilities of every column's symbols by themselves, [components, symbols].</summary>
    public required Tensor LogProbabilities { get; init; }

    /// <summary>The probabilities, [components, symbols]; of a column with a parent over all symbols of that.</summary>
    public required Tensor Probabilities { get; init; }

    /// <summary>The gradient of the loss with respect to the logarithms of <see cref="Probabilities"/>, to which the signals add theirs.</summary>
    public required Tensor Gradient { get; init; }

    /// <summary>Pairs of parent and child columns: the terms of the rows' probabilities, and the gradient with respect to them.</summary>
    public required Interactions Interactions { get; init; }

    /// <summary>One-hot real rows, [rows, symbols], sampled by the group balance.</summary>
    public required Tensor Rows { get; init; }

    /// <summary>Group of every row in <see cref="Rows"/>.</summary>
    public required long[] RowGroups { get; init; }

    /// <summary>How many of the components, the first, averages are taken over. The two halves of these do not depend on each other.</summary>
    public long AveragedCount => AveragedOf((int)Probabilities.shape[0]);

    /// <summary>How many of <paramref name="components"/> averages are taken over: at most 4,096 and even in number.</summary>
    public static int AveragedOf(int components) => Math.Min(components, MostAveraged) & ~1;
}
