namespace FairGan.MLNet.Training.Private;

/// <summary>How a private run spends its budget: chosen by the budget, the rows and the columns alone.</summary>
/// <param name="OfColumn">ρ of the count of a single column.</param>
/// <param name="Rounds">Rounds of choosing, counting and fitting.</param>
/// <param name="QueriesPerRound">Sets of columns chosen and counted in every round.</param>
/// <param name="Symbols">Symbols of a number.</param>
internal sealed record BudgetPlan(double OfColumn, int Rounds, int QueriesPerRound, int Symbols)
{
    private const double ShareOfRows = 0.01;
    private const double ShareOfChoices = 0.1;
    private const double Growth = 1.5;

    /// <summary>The ρ of the number of rows, which is counted first.</summary>
    /// <param name="rho">The budget.</param>
    public static double ForRows(double rho) => ShareOfRows * rho;

    /// <summary>The plan.</summary>
    /// <param name="rho">The budget.</param>
    /// <param name="rows">The number of rows, with noise.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="candidates">Sets of columns that can be chosen.</param>
    public static BudgetPlan For(double rho, double rows, int columns, int candidates)
    {
        // Rows per standard deviation of the noise of a count with all of the budget, but for a factor.
        double signal = Math.Max(1, rows * Math.Sqrt(rho));
        int queries = Math.Clamp((int)Math.Pow(signal, 0.43), 1, Math.Max(1, candidates));
        int rounds = Math.Clamp(queries / 4, 1, 10);

        // A single column counts about as much as half a set: everything else rests on it.
        double ofColumns = (double)columns / (columns + (2 * queries));
        return new BudgetPlan((1 - ShareOfRows) * rho * ofColumns / columns, rounds, (queries + rounds - 1) / rounds, Math.Clamp((int)Math.Pow(signal, 0.35), 4, 32));
    }

    /// <summary>The ρ of one choice and of one count in a round: later rounds find smaller errors and need more.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="left">What is left of the budget.</param>
    public (double Choice, double Count) OfRound(int round, double left)
    {
        double share = Weight(round) / Enumerable.Range(round, Rounds - round).Sum(Weight);
        double each = left * share / QueriesPerRound;
        return (each * ShareOfChoices, each * (1 - ShareOfChoices));
    }

    private double Weight(int round) => 1 + (Growth * round / Math.Max(1, Rounds - 1));
}
