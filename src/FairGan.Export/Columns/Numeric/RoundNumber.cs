namespace FairGan.Export.Columns.Numeric;

/// <summary>Finds round numbers: an edge between two bins reveals nothing about the values beside it if it is the roundest number between them.</summary>
internal static class RoundNumber
{
    private const int MostDigits = 17;

    /// <summary>The number with the fewest digits between two others, and of those the one nearest to their middle.</summary>
    /// <param name="below">The lower number.</param>
    /// <param name="above">The higher number.</param>
    public static double Between(double below, double above)
    {
        double middle = below + ((above - below) / 2);
        int highest = (int)Math.Ceiling(Math.Log10(Math.Max(Math.Max(Math.Abs(below), Math.Abs(above)), above - below)));
        for (int exponent = highest; exponent > highest - MostDigits; exponent--)
        {
            foreach (int unit in (ReadOnlySpan<int>)[10, 5, 1])
            {
                double round = Nearest(middle, unit, exponent - (unit == 10 ? 1 : 0));
                if (round > below && round < above)
                {
                    return round;
                }
            }
        }

        return middle;
    }

    // Powers of ten below 1 are no binary numbers: their multiples are, as near as can be, quotients of whole numbers.
    private static double Nearest(double value, int unit, int exponent)
    {
        double power = Math.Pow(10, Math.Abs(exponent));
        return exponent >= 0 ? Math.Round(value / (unit * power)) * unit * power : Math.Round(value * power / unit) * unit / power;
    }
}
