using FairGan.MLNet.Training.Checkpoints;

namespace FairGan.MLNet.Training.Loop;

/// <summary>
/// Decides which weights of a run are kept, and when it ends. A network that gives its training rows a higher likelihood than held-out
/// rows has memorised them; on a small table it does so long before the likelihood of held-out rows falls. Where people are protected,
/// the gap between the two is a penalty. Many rows cannot be memorised, so that large tables keep the weights that are best on held-out
/// rows.
/// </summary>
/// <param name="gapWeight">Weight of the gap: 0 if protection is off.</param>
internal sealed class StoppingRule(double gapWeight)
{
    // Up to this many rows, a held-out gain of one nat must come with a gap of less than one nat; above, the weight falls with the
    // square of the rows.
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

    /// <summary>Saves or restores the measurements.</summary>
    public void State(RunState state)
    {
        state.Value("best", ref _best);
        state.Value("checks", ref _checksSinceBest);
    }
}
