using FairGan.Export.Format.Rounding;

namespace FairGan.Export.Columns.Numeric;

/// <summary>Fits the coding of numbers to a column: which values are atoms, where bins begin and end, and what values are rounded to.</summary>
internal static class NumericFitter
{
    /// <summary>What two numbers may differ by and be the same, in steps: 20.15 times 100 is less than 2015.</summary>
    public const double Slack = 1e-6;

    // Rows that may need more digits than the column is rounded to: a few odd cells, 1 % in the long run and so up to 2 % in a table, must not decide how all are written.
    private const double OddDigits = 0.02;

    // Generated values are real ones if there are at most so many distinct values, and at most this share of the rows has a value that
    // occurs once: the expected share of new values among further real rows (Good 1953).
    private const int MostValues = 4096;
    private const double MostHeldOnce = 0.1;

    /// <summary>Fits a codec to how often each number occurs.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    public static NumericCodec Fit(string name, NumberCounts numbers, CodecOptions options)
    {
        var (distinct, counts, hasMissing) = numbers;
        long rows = counts.Sum();
        bool integer = rows > 0 && Array.TrueForAll(distinct, v => v == Math.Floor(v) && Math.Abs(v) < 1L << 53);
        int decimals = integer ? 0 : DecimalsOf(distinct, counts, rows);
        if (distinct.Length <= options.NumericSymbols)
        {
            return new NumericCodec(name, integer, decimals, distinct, [], [], hasMissing);
        }

        var atoms = new List<double>();
        var rest = new List<int>();
        for (int i = 0; i < distinct.Length; i++)
        {
            if ((double)counts[i] * options.NumericSymbols > rows)
            {
                atoms.Add(distinct[i]);
            }
            else
            {
                rest.Add(i);
            }
        }

        NumberGrid grid = GridOf(distinct, counts, rows, decimals);
        double halfStep = grid.Step / 2;
        var knots = new List<IReadOnlyList<double>>();
        var edges = new List<double>();
        double upper = 0;
        var inBins = new List<int>();
        bool isEveryBinListed = true;
        bool hasGaps = false;
        var bins = BinCutter.Cut(rest, counts, Math.Max(1, options.NumericSymbols - atoms.Count)).ToList();
        BinCutter.CutWide(bins, distinct, counts, options.NumericSymbols / 4);
        BinCutter.CutAt(bins, distinct, numbers.Ends);
        foreach (var bin in bins)
        {
            if (bin.Count == 1 && rest.Count > 1)
            {
                atoms.Add(distinct[bin[0]]);
                continue;
            }

            double lower = distinct[bin[0]];
            if (knots.Count > 0)
            {
                edges.Add(upper + ((lower - upper) / 2));
            }

            knots.Add(BinCutter.Quantiles(bin, distinct, counts, halfStep, options.PiecesPerBin));
            upper = distinct[bin[^1]];
            // Exceptions from a coarse lattice would come out more often than they are.
            int before = inBins.Count;
            inBins.AddRange(bin.Where(i => grid.Multiple == 1 || grid.Round(distinct[i]) == distinct[i]));
            isEveryBinListed &= inBins.Count > before;
            hasGaps |= upper - lower > ((bin.Count - 1) + Slack) * 2 * halfStep;
        }

        atoms.Sort();
        return new NumericCodec(name, integer, grid.Decimals, atoms, edges, knots, hasMissing)
        {
            Multiple = grid.Multiple > 1 ? grid.Multiple : null,
            Parts = grid.Parts > 1 ? grid.Parts : null,
            Offset = grid.Offset > 0 ? grid.Offset : null,
            Values = !numbers.IsSample && hasGaps && isEveryBinListed && inBins.Count <= MostValues && inBins.Count(i => counts[i] == 1) <= MostHeldOnce * inBins.Sum(i => counts[i])
                ? inBins.ConvertAll(i => distinct[i]) : null,
        };
    }

    /// <summary>The coarsest grid that contains the values of almost all rows, with as many decimals as these have.</summary>
    /// <param name="cells">The values.</param>
    public static NumberGrid LatticeOf(NumberCounts cells)
    {
        long rows = cells.Rows.Sum();
        return GridOf(cells.Numbers, cells.Rows, rows, DecimalsOf(cells.Numbers, cells.Rows, rows));
    }

    /// <summary>The cells that are not missing.</summary>
    /// <exception cref="FormatException">A value is infinite; the message names its row.</exception>
    public static double[] Present(string name, ReadOnlySpan<double> values)
    {
        var present = new double[values.Length];
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity(values[row]))
            {
                throw new FormatException($"Column '{name}', row {row}: the value is infinite; correct it, or leave the cell empty if it is missing.");
            }

            if (!double.IsNaN(values[row]))
            {
                present[count++] = values[row] == 0 ? 0 : values[row]; // -0 and 0 are one value
            }
        }

        return present[..count];
    }

    /// <summary>The distinct values and how many rows each has.</summary>
    public static (double[] Distinct, long[] Counts) Distinct(double[] ascending)
    {
        var distinct = new List<double>();
        var counts = new List<long>();
        foreach (double value in ascending)
        {
            if (distinct.Count > 0 && distinct[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                distinct.Add(value);
                counts.Add(1);
            }
        }

        return ([.. distinct], [.. counts]);
    }

    /// <summary>The fewest decimal places that all values but a few have; -1 where there are none.</summary>
    /// <param name="distinct">The numbers, ascending.</param>
    /// <param name="counts">Rows of every number.</param>
    /// <param name="rows">Rows in all.</param>
    /// <param name="ignored">Number of rows that may deviate regardless of their share.</param>
    public static int DecimalsOf(double[] distinct, long[] counts, long rows, int ignored = 0)
    {
        for (int decimals = 0; decimals <= NumericCodec.MostDecimals; decimals++)
        {
            double scale = Math.Pow(10, decimals);
            long odd = 0;
            for (int i = 0; i < distinct.Length; i++)
            {
                double scaled = distinct[i] * scale;
                if (!(Math.Abs(scaled) < 1L << 50))
                {
                    return -1;
                }

                if (Math.Round(scaled) / scale != distinct[i])
                {
                    odd += counts[i];
                }
            }

            if (odd <= Math.Max(OddDigits * rows, ignored))
            {
                return decimals;
            }
        }

        return -1;
    }

    /// <summary>The coarsest grid that contains the values of almost all rows.</summary>
    /// <param name="distinct">The numbers, ascending.</param>
    /// <param name="counts">Rows of every number.</param>
    /// <param name="rows">Rows in all.</param>
    /// <param name="decimals">Decimal places; -1 for none.</param>
    /// <param name="ignored">Number of rows that may lie off the grid regardless of their share.</param>
    public static NumberGrid GridOf(double[] distinct, long[] counts, long rows, int decimals, int ignored = 0)
    {
        double exceptions = Math.Max(OddDigits * rows, ignored);
        NumberGrid grid = decimals < 0 ? new NumberGrid(-1, 1) : LatticeFinder.Find(distinct, counts, decimals, exceptions);
        return decimals == 0 || grid.Multiple > 1 ? grid : FractionFinder.Find(distinct, counts, decimals, exceptions) ?? grid;
    }
}
