namespace FairGan.MLNet.Training.Loop;

/// <summary>
/// Which weights of a run are kept, and when it ends. A network that gives its training rows a higher likelihood than others has learned
/// who they are; a small table's does so long before the likelihood of held-out rows falls. Where people are to be protected, the gap
/// between the two counts against the weights. Of many rows none can be learned by heart, so that large tables keep the weights that are best on held-out rows.
/// </summary>
/// <param name="gapWeight">Weight of the gap: 0 where nobody is to be protected.</param>
internal sealed class StoppingRule(double gapWeight)
{
    // Up to so many rows, a nat that held-out rows gain has to come with less than a nat of gap; above, the weight falls with the rows' square.
    private const double SmallTable = 5000;
    private const int Patience = 8;

    private double _best = double.NegativeInfinity;
    private int _checksSinceBest;

    /// <summary>The rule for a table whose people are to be protected.</summary>
    /// <param name="rows">Its training rows.</param>
    public static StoppingRule Protecting(int rows) => new(Math.Min(1, Math.Pow(SmallTable / rows, 2)));

    /// <summary>Whether the run has stopped improving.</summary>
    public bool IsOver => _checksSinceBest >= Patience;

    /// <summary>Takes one measurement; true where the weights are the best so far.</summary>
    /// <param name="heldOut">Mean log-likelihood of held-out rows.</param>
    /// <param name="training">Mean log-likelihood of training rows; it only counts where the gap has a weight.</param>
    public bool IsBest(double heldOut, double training)
    {
        double value = heldOut - (gapWeight > 0 ? gapWeight * Math.Max(0, training - heldOut) : 0);
        bool isBest = value > _best;
        (_best, _checksSinceBest) = isBest ? (value, 0) : (_best, _checksSinceBest + 1);
        return isBest;
    }
}
