namespace FairGan.Reporting.Report.Figures;

/// <summary>The differential privacy that a generator was trained with.</summary>
/// <param name="Epsilon">ε.</param>
/// <param name="Delta">δ.</param>
/// <param name="Unit">What one more or less of makes the difference: <c>row</c> or <c>subject</c>.</param>
internal sealed record PrivacyGuarantee(double Epsilon, double Delta, string Unit)
{
    /// <summary>What it promises, in sentences without formulas.</summary>
    public string Words()
    {
        // Above a thousandfold the bound is a number that nobody can use.
        string times = Epsilon < Math.Log(1000) ? string.Create(CultureInfo.InvariantCulture, $"at most {Factor(Math.Exp(Epsilon))} times as likely") : "more than a thousand times as likely at worst, which hardly bounds anything";
        string whose = Unit == "subject" ? "the rows of any one person" : "any one row";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The generator was trained with differential privacy: ε = {Epsilon:R}, δ = {Delta:R}, by {Unit}. Whether {whose} had been in the training table or not makes any outcome of the training, and any conclusion drawn from the generator or from any number of its rows, {times}, except with a probability of {Delta:R}. This holds whatever else somebody knows. It does not hold for this report, whose figures come from the real rows.");
    }

    // Rounded up: the bound must not be stated too small.
    private static string Factor(double factor) => (Math.Ceiling(factor * 100) / 100).ToString("0.##", CultureInfo.InvariantCulture);
}
