namespace FairGan.MLNet.Privacy;

/// <summary>The differential privacy of a release.</summary>
/// <param name="Epsilon">ε.</param>
/// <param name="Delta">δ.</param>
/// <param name="BySubject">Whether one person more or less makes the difference; otherwise one row.</param>
internal sealed record PrivacyRecord(double Epsilon, double Delta, bool BySubject)
{
    /// <summary>The answers about the real rows, in order.</summary>
    public IReadOnlyList<PrivacyCharge> Charges { get => field ?? []; init; } = [];

    /// <summary>What was spent in all, in ρ of zero-concentrated differential privacy.</summary>
    public double Rho => Charges.Sum(charge => charge.Rho);

    /// <summary>What the generator's file says of it.</summary>
    public GeneratorProtection ForFile() => new(0, BySubject) { Epsilon = Epsilon, Delta = Delta };
}
