namespace FairGan.MLNet.Privacy;

/// <summary>The privacy budget of a run, and what has been spent of it.</summary>
/// <param name="budget">What may be spent, in ρ of zero-concentrated differential privacy, which adds up over answers.</param>
/// <param name="delta">What may be spent in probabilities of going beyond ρ, which add up as well.</param>
internal sealed class PrivacyLedger(double budget, double delta = 0)
{
    // Sums of rounded parts may exceed the whole by their rounding errors.
    private const double Slack = 1e-9;

    // The part of δ for the thresholds of estimated categories.
    private const double ShareOfThresholds = 0.1;

    private readonly List<PrivacyCharge> _charges = [];

    /// <summary>The ledger of a run. What of δ is not for thresholds goes into the conversion between ρ and ε.</summary>
    /// <param name="options">The budget.</param>
    public static PrivacyLedger For(PrivacyOptions options)
    {
        double thresholds = options.EstimateDomains ? ShareOfThresholds * options.Delta : 0;
        return new PrivacyLedger(ZeroConcentrated.Rho(options.Epsilon, options.Delta - thresholds), thresholds);
    }

    /// <summary>What has been spent, in order.</summary>
    public IReadOnlyList<PrivacyCharge> Charges => _charges;

    /// <summary>What may be spent in all.</summary>
    public double Budget => budget;

    /// <summary>What may be spent in probabilities of going beyond ρ.</summary>
    public double Delta => delta;

    /// <summary>The sum of the charges.</summary>
    public double Spent { get; private set; }

    /// <summary>What is left to spend.</summary>
    public double Left => Math.Max(0, budget - Spent);

    /// <summary>Records a charge, before the answer is computed.</summary>
    /// <exception cref="InvalidOperationException">The budget does not allow it.</exception>
    public void Charge(PrivacyCharge charge)
    {
        if (!(charge.Rho > 0) || Spent + charge.Rho > budget * (1 + Slack) || _charges.Sum(former => former.Delta) + charge.Delta > delta * (1 + Slack))
        {
            throw new InvalidOperationException("The privacy budget is spent.");
        }

        Spent += charge.Rho;
        _charges.Add(charge);
    }
}
