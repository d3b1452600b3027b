namespace FairGan.MLNet.Options;

/// <summary>The rows of one group with one label.</summary>
internal sealed class AugmentationCell
{
    /// <summary>The group's values.</summary>
    public required string Group { get; init; }

    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; set; }

    /// <summary>Weight of each of them.</summary>
    public double Weight { get; set; }

    /// <summary>For every column that gets noise: numbers, their mean, and the sum of squared distances from it (Welford 1962).</summary>
    public Dictionary<string, double[]> Moments { get; init; } = [];

    /// <summary>Adds a number; NaN is ignored.</summary>
    public void Add(string column, double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        if (!Moments.TryGetValue(column, out double[]? moments))
        {
            Moments.Add(column, moments = new double[3]);
        }

        double before = value - moments[1];
        moments[0]++;
        moments[1] += before / moments[0];
        moments[2] += before * (value - moments[1]);
    }

    /// <summary>Standard deviation of a column; 0 where it has no numbers.</summary>
    public double Deviation(string column) => Moments.TryGetValue(column, out double[]? moments) && moments[0] > 1 ? Math.Sqrt(moments[2] / (moments[0] - 1)) : 0;
}
