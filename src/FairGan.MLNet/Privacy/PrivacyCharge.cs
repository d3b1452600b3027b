namespace FairGan.MLNet.Privacy;

/// <summary>One answer about the real rows, and what it spent of the privacy budget.</summary>
/// <param name="Query">What was asked: counted columns, or the candidates of a choice.</param>
/// <param name="Mechanism">How the answer was made private: <c>discrete Gaussian</c> or <c>exponential</c>.</param>
/// <param name="Rho">What it spent, in ρ of zero-concentrated differential privacy.</param>
internal sealed record PrivacyCharge(string Query, string Mechanism, double Rho)
{
    /// <summary>The probability with which the answer may go beyond ρ; 0 for never.</summary>
    public double Delta { get; init; }
}
