namespace FairGan.Export.Columns.Numeric;

/// <summary>The numbers that a column's values are rounded to: multiples of a step.</summary>
/// <param name="Decimals">Decimal places; -1 where nothing is rounded.</param>
/// <param name="Multiple">How many units of the last decimal place make a step.</param>
internal readonly record struct NumberGrid(int Decimals, int Multiple)
{
    // Of a step: 20.15 times 100 is less than 2015.
    private const double Slack = 1e-6;

    /// <summary>The step; 0 where nothing is rounded.</summary>
    public double Step => Decimals < 0 ? 0 : Multiple / Scale;

    private double Scale => Math.Pow(10, Decimals);

    /// <summary>The nearest number, halves to the even one, as the generator's file rounds.</summary>
    public double Round(double value) => Decimals < 0 ? value : At(Math.Round(Steps(value), MidpointRounding.ToEven));

    /// <summary>The least number from a value on, moved by some steps.</summary>
    public double Ceiling(double value, double steps = 0) => Decimals < 0 ? value : At(Math.Ceiling(Steps(value) - Slack) + steps);

    /// <summary>The greatest number up to a value, moved by some steps.</summary>
    public double Floor(double value, double steps = 0) => Decimals < 0 ? value : At(Math.Floor(Steps(value) + Slack) + steps);

    private double Steps(double value) => value * Scale / Multiple;

    private double At(double steps) => steps * Multiple / Scale;
}
