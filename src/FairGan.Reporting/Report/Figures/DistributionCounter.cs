namespace FairGan.Reporting.Report.Figures;

/// <summary>Cuts a column into bars, by its real values, and counts rows of both tables.</summary>
internal sealed class DistributionCounter
{
    private const int MostValues = 12;
    private const int Ranges = 20;
    private const double TailShare = 0.005;

    private readonly string _column;
    private readonly bool _isRanges;
    private readonly List<(string? Value, string Kind, double Lower, double Upper)> _bins = [];
    private readonly int[] _realBins;
    private readonly int[] _syntheticBins;

    /// <param name="real">The real column.</param>
    /// <param name="synthetic">The synthetic one.</param>
    /// <param name="leastRows">Minimum number of real rows of a value that has a bar of its own or is the end of an axis.</param>
    public DistributionCounter(TableColumn real, TableColumn synthetic, int leastRows)
    {
        _column = real.Name;
        if (real.IsNumeric && CountedNumbers(real).Count > MostValues)
        {
            _isRanges = true;
            double[] edges = Edges(real.Numbers, leastRows);
            _bins.AddRange(Enumerable.Range(0, edges.Length - 1).Select(bin => (real.Texts is not null ? $"{real.Text(edges[bin], "")} to {real.Text(edges[bin + 1], "")}" : null, "range", edges[bin], edges[bin + 1])));
            _realBins = InRanges(real.Numbers, edges);
            _syntheticBins = InRanges(synthetic.Numbers, edges);
        }
        else if (real.IsNumeric)
        {
            double[] values = [.. CountedNumbers(real).Where(pair => pair.Value >= leastRows).Select(pair => pair.Key).Order()];
            _bins.AddRange(values.Select(value => ((string?)real.Text(value, "R"), "value", double.NaN, double.NaN)));
            Dictionary<double, int> binOf = values.Select((value, bin) => (value, bin)).ToDictionary(pair => pair.value, pair => pair.bin);
            _realBins = Array.ConvertAll(real.Numbers, value => double.IsNaN(value) ? _bins.Count + 1 : binOf.GetValueOrDefault(value, _bins.Count));
            _syntheticBins = Array.ConvertAll(synthetic.Numbers, value => double.IsNaN(value) ? _bins.Count + 1 : binOf.GetValueOrDefault(value, _bins.Count));
        }
        else
        {
            int[] counts = new int[real.Categories.Count + 1];
            foreach (int code in real.Codes)
            {
                counts[code]++;
            }

            // A category that occurs only in synthetic rows belongs to no real person.
            int[] shown = [.. Enumerable.Range(1, real.Categories.Count).Where(code => counts[code] == 0 || counts[code] >= leastRows)
                .OrderByDescending(code => counts[code]).ThenBy(code => real.Categories.NameOf(code), StringComparer.Ordinal).Take(MostValues)];
            _bins.AddRange(shown.Select(code => (real.Categories.NameOf(code), "value", double.NaN, double.NaN)));
            int[] binOf = [.. Enumerable.Repeat(_bins.Count, counts.Length)];
            binOf[0]++;
            for (int bin = 0; bin < shown.Length; bin++)
            {
                binOf[shown[bin]] = bin;
            }

            _realBins = Array.ConvertAll(real.Codes, code => binOf[code]);
            _syntheticBins = Array.ConvertAll(synthetic.Codes, code => binOf[code]);
        }

        _bins.Add((null, "rest", double.NaN, double.NaN));
        _bins.Add((null, "missing", double.NaN, double.NaN));
    }

    /// <summary>Counts all rows, or those of one group.</summary>
    public ColumnDistribution Count(GroupPartition? partition = null, int group = 0)
    {
        double[] real = Shares(_realBins, partition?.GroupOfRow[0], group);
        double[] synthetic = Shares(_syntheticBins, partition?.GroupOfRow[1], group);

        // Bars for missing and other values only where a table has them.
        return new ColumnDistribution(
            _column,
            partition?.Columns ?? [],
            partition?.Groups[group] ?? [],
            _isRanges)
        {
            Bins = [.. _bins.Select((bin, index) => new DistributionBin(bin.Value, bin.Kind, bin.Lower, bin.Upper, real[index], synthetic[index]))
                .Where(bin => bin.Kind is not ("rest" or "missing") || bin.RealShare > 0 || bin.SyntheticShare > 0)],
        };
    }

    private double[] Shares(int[] binOfRow, int[]? groupOfRow, int group)
    {
        double[] counts = new double[_bins.Count];
        double rows = 0;
        for (int row = 0; row < binOfRow.Length; row++)
        {
            if (groupOfRow is null || groupOfRow[row] == group)
            {
                counts[binOfRow[row]]++;
                rows++;
            }
        }

        return Array.ConvertAll(counts, count => count / rows);
    }

    private static Dictionary<double, int> CountedNumbers(TableColumn column)
    {
        Dictionary<double, int> counts = [];
        foreach (double value in column.Numbers.Where(value => !double.IsNaN(value)))
        {
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        return counts;
    }

    // Ranges of equal width between the half percents at both ends, so that a few far values do not leave one bar for all others.
    // Both ends are means over the minimum number of rows, so that neither is the value of one person.
    private static double[] Edges(double[] values, int leastRows)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        int averaged = Math.Min(leastRows, sorted.Length / 2);
        int beyond = Math.Min((int)(TailShare * (sorted.Length - 1)), sorted.Length - averaged);
        double lowest = sorted.AsSpan(beyond, averaged).ToArray().Average();
        double highest = sorted.AsSpan(sorted.Length - averaged - beyond, averaged).ToArray().Average();
        if (lowest == highest)
        {
            (lowest, highest) = (sorted[..averaged].Average(), sorted[^averaged..].Average());
        }

        // Whole numbers get ranges of whole numbers: otherwise some ranges would contain two of them and others three.
        bool whole = sorted[0] >= long.MinValue && sorted[^1] <= long.MaxValue && sorted.All(double.IsInteger);
        (lowest, highest) = whole ? (Math.Floor(lowest), Math.Ceiling(highest)) : (lowest, highest);
        double width = (highest / Ranges) - (lowest / Ranges);
        if (whole)
        {
            width = Math.Ceiling((highest - lowest + 1) / Ranges);
            int count = (int)Math.Ceiling((highest - lowest + 1) / width);
            return [.. Enumerable.Range(0, count + 1).Select(edge => lowest + (edge * width))];
        }

        return [.. Enumerable.Range(0, Ranges + 1).Select(edge => lowest + (edge * width))];
    }

    private static int[] InRanges(double[] values, double[] edges) => Array.ConvertAll(values, value =>
    {
        if (double.IsNaN(value))
        {
            return edges.Length;
        }

        int found = Array.BinarySearch(edges, value);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, edges.Length - 2);
    });
}
