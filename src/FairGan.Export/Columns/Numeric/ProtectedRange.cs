namespace FairGan.Export.Columns.Numeric;

/// <summary>The range of a column as it may be published: each end is the mean of the outermost values that enough people hold.</summary>
/// <param name="Low">The lower end; 0 where there are no values.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct ProtectedRange(double Low, double High)
{
    /// <summary>Finds the range.</summary>
    /// <param name="distinct">The distinct values, ascending.</param>
    /// <param name="counts">Rows of each.</param>
    /// <param name="holders">The people behind the values.</param>
    /// <param name="least">Fewest people behind each end.</param>
    public static ProtectedRange Of(double[] distinct, long[] counts, ValueHolders holders, int least)
    {
        if (distinct.Length == 0)
        {
            return default;
        }

        int low = 0, high = distinct.Length - 1;
        while (low < distinct.Length - 1 && !holders.AreEnough(Enumerable.Range(0, low + 1), least))
        {
            low++;
        }

        while (high > 0 && !holders.AreEnough(Enumerable.Range(high, distinct.Length - high), least))
        {
            high--;
        }

        return new ProtectedRange(Mean(0, low, fromTop: false), Mean(high, distinct.Length - 1, fromTop: true));

        // Of the innermost value only as many rows count as are needed: a frequent value would pull the end towards itself.
        double Mean(int first, int last, bool fromTop)
        {
            long outer = 0;
            double sum = 0;
            int inner = fromTop ? first : last;
            for (int i = first; i <= last; i++)
            {
                if (i != inner)
                {
                    outer += counts[i];
                    sum += counts[i] * distinct[i];
                }
            }

            long rest = Math.Min(counts[inner], Math.Max(1, least - outer));
            return (sum + (rest * distinct[inner])) / (outer + rest);
        }
    }
}
