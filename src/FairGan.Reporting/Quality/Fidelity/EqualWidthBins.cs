namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>
/// Bins of equal width over the range of a column, numbered from 1; 0 is a missing value. Values outside the range fall
/// into the first or last bin. A column of one value gets a range of 1 around it, as NumPy's <c>histogram_bin_edges</c> does.
/// </summary>
internal sealed class EqualWidthBins
{
    private readonly double[] _edges;

    public EqualWidthBins(double[] values, int bins)
    {
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
            }
        }

        if (minimum > maximum)
        {
            (minimum, maximum) = (0, 1);
        }
        else if (minimum == maximum)
        {
            (minimum, maximum) = (minimum - 0.5, maximum + 0.5);
        }

        // The inner edges alone; halving first keeps the width finite for values near the limits of a double.
        double width = 2 * ((maximum / 2 / bins) - (minimum / 2 / bins));
        _edges = [.. Enumerable.Range(1, bins - 1).Select(edge => minimum + (edge * width))];
    }

    /// <summary>The bin that holds a value: each bin holds its lower edge, the last one its upper edge as well.</summary>
    public int BinOf(double value)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        int bin = 1;
        foreach (double edge in _edges)
        {
            bin += value >= edge ? 1 : 0;
        }

        return bin;
    }
}
