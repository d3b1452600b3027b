namespace FairGan.Reporting.Quality.Models;

/// <summary>The smallest and the largest of the defined rates of several groups, and their difference.</summary>
internal readonly record struct RateRange(double Smallest, double Largest)
{
    public static RateRange Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>The largest less the smallest; NaN where no rate is defined.</summary>
    public double Difference => Largest < Smallest ? double.NaN : Largest - Smallest;

    /// <summary>The smallest over the largest; NaN where no rate is defined or all are 0.</summary>
    public double Ratio => Largest < Smallest || Largest == 0 ? double.NaN : Smallest / Largest;

    public static RateRange Of(IEnumerable<double> rates) => rates.Aggregate(Empty, (range, rate) => range.With(rate));

    /// <summary>With one more rate, which is left out if it is NaN.</summary>
    public RateRange With(double rate) => double.IsNaN(rate) ? this : new RateRange(Math.Min(Smallest, rate), Math.Max(Largest, rate));
}
