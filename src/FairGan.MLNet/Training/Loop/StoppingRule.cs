namespace FairGan.MLNet.Training.Loop;

/// <summary>
/// Which weights of a run are kept, and when it ends. A network that gives its training rows a higher likelihood than others has learned
/// who they are; a small table's does so long before the likelihood of held-out rows falls. Where people are to be protected, the gap
/// between the two counts against the weights. Large tables have next to no gap, and keep the weights that are best on held-out rows.
/// </summary>
/// <param name="protects">Whether people are to be protected.</param>
internal sealed class StoppingRule(bool protects)
{
    // A nat that held-out rows gain has to come with less than a nat of gap.
    private const double GapWeight = 1;
    private const int Patience = 8;

    private double _best = double.NegativeInfinity;
    private int _checksSinceBest;

    /// <summary>Whether the run has stopped improving.</summary>
    public bool IsOver => _checksSinceBest >= Patience;

    /// <summary>Takes one measurement; true where the weights are the best so far.</summary>
    /// <param name="heldOut">Mean log-likelihood of held-out rows.</param>
    /// <param name="training">Mean log-likelihood of training rows; it only counts where people are to be protected.</param>
    public bool IsBest(double heldOut, double training)
    {
        double value = protects ? heldOut - (GapWeight * Math.Max(0, training - heldOut)) : heldOut;
        bool isBest = value > _best;
        (_best, _checksSinceBest) = isBest ? (value, 0) : (_best, _checksSinceBest + 1);
        return isBest;
    }
}
