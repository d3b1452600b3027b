using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// Finds lattices whose step is a fraction that decimals only approximate: ages in months as 16.917 years, days as 1/365.25 of a year. The step
/// comes from the smallest differences of neighbouring values, is made precise by values ever farther apart, and is then the simplest fraction
/// that agrees with all of them.
/// </summary>
internal static class FractionFinder
{
    private const int Tries = 16;
    private const int GapsOfTry = 9;
    private const int LeastValues = 12;
    private const int MostNeighbours = 4096;
    private const double LeastStep = 3;
    private const long MostDenominator = 100_000;
    private const long MostNumerator = 1000;

    // Independent values lie on a lattice by chance with this probability, as a power of two; many steps are tried.
    private const double LeastEvidence = 40;

    // In units of the last decimal place: values that have these decimals agree or differ by one; others are rounded, as is the offset.
    private const double SlackOfDecimals = 0.6;
    private const double SlackOfOthers = 1.1;

    /// <summary>The lattice; null where there is none.</summary>
    /// <param name="distinct">The numbers, ascending.</param>
    /// <param name="counts">Rows of every number.</param>
    /// <param name="decimals">Decimal places; -1 where there are too many.</param>
    /// <param name="exceptions">Rows that may lie elsewhere.</param>
    public static NumberGrid? Find(double[] distinct, long[] counts, int decimals, double exceptions)
    {
        int places = decimals < 0 ? NumericCodec.MostDecimals : decimals;
        double unit = Math.Pow(10, -places), slack = (places == NumericCodec.MostDecimals ? SlackOfOthers : SlackOfDecimals) * unit;
        if (distinct.Length < LeastValues || Math.Max(Math.Abs(distinct[0]), Math.Abs(distinct[^1])) > unit * (1L << 50))
        {
            return null;
        }

        int first = Math.Max(0, (distinct.Length - MostNeighbours) / 2);
        double[] near = [.. distinct.Skip(first).Take(MostNeighbours)];
        double[] gaps = [.. near.Zip(near.Skip(1), (low, high) => high - low).Where(gap => gap > LeastStep * unit).Order()];
        for (int t = 0; t < Tries; t++)
        {
            // The least gaps, which odd cells may make, and others evenly spread.
            int from = t % 2 == 0 ? t / 2 : t * gaps.Length / Tries;
            double step = gaps.Skip(from).Take(GapsOfTry).DefaultIfEmpty().Aggregate((a, b) => Divisor(a, b, 4 * slack));
            if (step > LeastStep * unit && Fraction(Refined(near, step, slack), slack / (distinct[^1] - distinct[0])) is { } found
                && Grids(found, places, distinct).FirstOrDefault(Holds) is { Multiple: > 0 } grid)
            {
                return grid;
            }
        }

        return null;

        bool Holds(NumberGrid grid)
        {
            double off = 0;
            int on = 0;
            for (int i = 0; i < distinct.Length && off <= exceptions; i++)
            {
                bool isOn = Math.Abs(grid.Round(distinct[i]) - distinct[i]) < slack;
                on += isOn ? 1 : 0;
                off += isOn ? 0 : counts[i];
            }

            return off <= exceptions && (on - 1) * Math.Log2(grid.Step / (2 * slack)) >= LeastEvidence;
        }
    }

    private static double Divisor(double a, double b, double slack)
    {
        while (b > slack)
        {
            (a, b) = (b, Math.Abs(a - (Math.Round(a / b) * b)));
        }

        return a;
    }

    // The farther two values are apart, the more precisely their difference says the step.
    private static double Refined(double[] values, double step, double slack)
    {
        double widest = 0;
        for (int apart = 1; apart < values.Length; apart *= 2)
        {
            for (int i = 0; i + apart < values.Length; i++)
            {
                double difference = values[i + apart] - values[i], steps = Math.Round(difference / step);
                if (steps > widest && steps <= Math.Max(2, 4 * widest) && Math.Abs(difference - (steps * step)) < Math.Min(step / 4, (4 * slack) + (steps * 2 * slack / Math.Max(1, widest))))
                {
                    (step, widest) = (difference / steps, steps);
                }
            }
        }

        return step;
    }

    // The simplest fraction near a number, by continued fractions.
    private static (long Numerator, long Denominator)? Fraction(double number, double slack)
    {
        (long before, long numerator) = (0, 1);
        (long beforeDenominator, long denominator) = (1, 0);
        for (double rest = number; numerator <= MostNumerator && denominator <= MostDenominator; rest = 1 / (rest - Math.Floor(rest)))
        {
            double whole = Math.Floor(rest);
            if (whole > MostDenominator)
            {
                return null;
            }

            (before, numerator) = (numerator, ((long)whole * numerator) + before);
            (beforeDenominator, denominator) = (denominator, ((long)whole * denominator) + beforeDenominator);
            if (Math.Abs(number - ((double)numerator / denominator)) <= slack)
            {
                return (numerator, denominator);
            }
        }

        return null;
    }

    // Through 0, or half a step from it as days counted from the year 1970 are, or where the median of the values is.
    private static IEnumerable<NumberGrid> Grids((long Numerator, long Denominator) step, int places, double[] distinct)
    {
        long multiple = step.Numerator * (long)Math.Pow(10, places), parts = step.Denominator, common = LatticeFinder.Divisor(multiple, parts);
        if (parts == common)
        {
            yield break;
        }

        var grid = new NumberGrid(places, multiple / common) { Parts = parts / common };
        yield return grid;
        yield return grid with { Offset = grid.Multiple / 2 };
        double[] above = [.. distinct.Select(value => (value / grid.Step) - Math.Floor(value / grid.Step)).Order()];
        yield return grid with { Offset = (long)Math.Round(above[above.Length / 2] * (grid.Multiple - 1)) };
    }
}
