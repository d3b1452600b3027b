namespace FairGan.Reporting.Quality.Privacy.Inference;

/// <summary>The success rate against training rows, compared with that against held-out rows.</summary>
internal static class ControlledRate
{
    /// <summary>The attack's figures.</summary>
    /// <param name="name">The attack.</param>
    /// <param name="criterion">The criterion that it answers.</param>
    /// <param name="column">The inferred column; null where there is none.</param>
    /// <param name="training">Whether each attempt against training rows succeeded.</param>
    /// <param name="control">Whether each attempt against held-out rows did.</param>
    /// <param name="guesses">Whether each guess without the generated rows did.</param>
    public static InferenceAttack Of(string name, string criterion, string? column, bool[] training, bool[] control, bool[] guesses)
    {
        double rate = Share(training), usual = Share(control), rest = Math.Max(1 - usual, 1e-9);
        double risk = (rate - usual) / rest;
        double half = Math.Sqrt(Square(HalfWidth(training)) + Square(HalfWidth(control))) / rest;
        FigureInterval interval = new(Math.Max(-1, risk - half), Math.Min(1, risk + half));
        return new InferenceAttack(name, criterion, column, training.Length, rate, usual, Share(guesses), Math.Max(0, risk), interval, VerdictRules.OfRisk(interval));
    }

    private static double Share(bool[] successes) => successes.Length == 0 ? 0 : (double)successes.Count(success => success) / successes.Length;

    private static double HalfWidth(bool[] successes)
    {
        FigureInterval interval = FigureInterval.OfShare(successes.Count(success => success), successes.Length);
        return (interval.High - interval.Low) / 2;
    }

    private static double Square(double value) => value * value;
}
