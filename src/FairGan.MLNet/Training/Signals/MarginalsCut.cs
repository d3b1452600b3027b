using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>The symbols whose marginals a step uses.</summary>
/// <param name="Symbols">Their numbers; null for all.</param>
/// <param name="SingleScale">Factor that compensates for the columns left out.</param>
/// <param name="PairScale">Factor that compensates for the pairs of columns left out.</param>
internal sealed record MarginalsCut(Tensor? Symbols, double SingleScale, double PairScale)
{
    /// <summary>The part of a vector of all symbols.</summary>
    public Tensor Of(Tensor all) => Symbols is null ? all : all.index_select(0, Symbols);

    /// <summary>The part of a square of all symbols.</summary>
    public Tensor OfSquare(Tensor square) => Symbols is null ? square : square.index_select(0, Symbols).index_select(1, Symbols);

    /// <summary>The part of rows of all symbols.</summary>
    public Tensor OfRows(Tensor rows) => Symbols is null ? rows : rows.index_select(1, Symbols);
}
