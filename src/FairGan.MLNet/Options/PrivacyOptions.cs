namespace FairGan.MLNet.Options;

/// <summary>
/// Differential privacy: everything in the generator's file and its model card is (ε, δ)-differentially private with respect to adding or
/// removing one row, or one person where <see cref="ProtectionOptions.SubjectColumn"/> is set. docs/privacy.md says what that means.
/// </summary>
public sealed record PrivacyOptions
{
    /// <summary>ε, the bound on what anybody can learn from the release about one person. 0.001 to 1,000. Default 1.</summary>
    public double Epsilon { get; init; } = 1;

    /// <summary>δ, the probability with which the bound may fail; well below 1 / rows. Above 0, below 0.1. Default 10⁻⁶.</summary>
    public double Delta { get; init; } = 1e-6;

    /// <summary>
    /// Whether categories and bounds that the description of a column lacks are estimated from the rows, for a part of the budget: bounds to a power of two,
    /// and categories that are frequent enough; rarer ones count as missing. Otherwise such a column is refused. Default: false.
    /// </summary>
    public bool EstimateDomains { get; init; }

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is outside its documented range.</exception>
    public void Validate()
    {
        if (!(Epsilon >= 0.001 && Epsilon <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "Epsilon must be from 0.001 to 1,000.");
        }

        if (!(Delta > 0 && Delta < 0.1))
        {
            throw new ArgumentOutOfRangeException(nameof(Delta), Delta, "Delta must be above 0 and below 0.1.");
        }
    }
}
