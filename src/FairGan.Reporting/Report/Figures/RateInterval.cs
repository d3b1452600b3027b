namespace FairGan.Reporting.Report.Figures;

/// <summary>
/// Wilson's score interval of a share at 95 % confidence (Wilson 1927, "Probable inference, the law of succession, and
/// statistical inference", Journal of the American Statistical Association 22), which also holds for few rows and shares near 0 or 1.
/// </summary>
/// <param name="Lower">The lower end, 0 to 1; NaN without rows.</param>
/// <param name="Upper">The upper end, 0 to 1; NaN without rows.</param>
internal readonly record struct RateInterval(double Lower, double Upper)
{
    private const double Deviations = 1.959963984540054;

    public static RateInterval Of(int positives, int rows)
    {
        if (rows == 0)
        {
            return new RateInterval(double.NaN, double.NaN);
        }

        double rate = (double)positives / rows;
        double square = Deviations * Deviations;
        double middle = (rate + (square / (2 * rows))) / (1 + (square / rows));
        double half = Deviations * Math.Sqrt((rate * (1 - rate) / rows) + (square / (4.0 * rows * rows))) / (1 + (square / rows));
        return new RateInterval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
