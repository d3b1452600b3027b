namespace FairGan.Export.Columns.Numeric;

/// <summary>Lists of numbers in ascending order.</summary>
internal static class Ascending
{
    /// <summary>Whether all numbers are finite, and none is lower than the one before it.</summary>
    public static bool IsSorted(IReadOnlyList<double> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] < values[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first position whose value is at least the one sought.</summary>
    public static int LowerBound(IReadOnlyList<double> ascending, double value)
    {
        int low = 0, high = ascending.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ascending[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
