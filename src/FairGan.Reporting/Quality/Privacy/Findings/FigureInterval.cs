namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>A 99 % confidence interval of a figure.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal sealed record FigureInterval(double Low, double High)
{
    // The 99.5th percentile of the normal distribution.
    private const double Deviations = 2.5758293035489;

    /// <summary>The normal interval around an estimate, cut off at the ends of its range.</summary>
    internal static FigureInterval Normal(double estimate, double standardError, double least, double most) =>
        new(Math.Max(least, estimate - (Deviations * standardError)), Math.Min(most, estimate + (Deviations * standardError)));

    /// <summary>Wilson's interval of a share (Wilson 1927): it stays sensible for small counts, and for shares of 0 and 1.</summary>
    internal static FigureInterval OfShare(int successes, int trials)
    {
        if (trials == 0)
        {
            return new FigureInterval(0, 1);
        }

        const double Square = Deviations * Deviations;
        double share = (double)successes / trials;
        double center = (share + (Square / (2 * trials))) / (1 + (Square / trials));
        double half = Deviations / (1 + (Square / trials)) * Math.Sqrt((share * (1 - share) / trials) + (Square / (4.0 * trials * trials)));
        return new FigureInterval(Math.Max(0, center - half), Math.Min(1, center + half));
    }
}
