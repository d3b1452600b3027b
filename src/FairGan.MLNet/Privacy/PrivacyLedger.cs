namespace FairGan.MLNet.Privacy;

/// <summary>The privacy budget of a run, and what has been spent of it.</summary>
/// <param name="budget">What may be spent, in ρ of zero-concentrated differential privacy, which adds up over answers.</param>
internal sealed class PrivacyLedger(double budget)
{
    // Sums of rounded parts may exceed the whole by their rounding errors.
    private const double Slack = 1e-9;

    private readonly List<PrivacyCharge> _charges = [];

    /// <summary>What has been spent, in order.</summary>
    public IReadOnlyList<PrivacyCharge> Charges => _charges;

    /// <summary>What may be spent in all.</summary>
    public double Budget => budget;

    /// <summary>The sum of the charges.</summary>
    public double Spent { get; private set; }

    /// <summary>What is left to spend.</summary>
    public double Left => Math.Max(0, budget - Spent);

    /// <summary>Records a charge, before the answer is computed.</summary>
    /// <exception cref="InvalidOperationException">The budget does not allow it.</exception>
    public void Charge(PrivacyCharge charge)
    {
        if (!(charge.Rho > 0) || Spent + charge.Rho > budget * (1 + Slack))
        {
            throw new InvalidOperationException("The privacy budget is spent.");
        }

        Spent += charge.Rho;
        _charges.Add(charge);
    }
}
