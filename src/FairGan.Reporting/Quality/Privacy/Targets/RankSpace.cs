namespace FairGan.Reporting.Quality.Privacy.Targets;

/// <summary>
/// Rows as points for the distance of <see cref="GowerSpace"/>, with numbers replaced by their ranks: a heavy tail then does not make all
/// other numbers equal.
/// </summary>
internal sealed class RankSpace
{
    private readonly double[]?[] _sorted;

    /// <param name="scale">The table whose numbers set the ranks.</param>
    public RankSpace(ColumnarTable scale) => _sorted = [.. scale.Columns.Select(column => column.IsNumeric ? Sorted(column.Numbers) : null)];

    /// <summary>The columns of a table as numbers in which a difference of 1 is the largest; NaN is a missing number.</summary>
    public float[][] Coordinates(ColumnarTable table) =>
        [.. table.Columns.Select((column, index) => Array.ConvertAll(
            column.IsNumeric ? column.Numbers : Array.ConvertAll(column.Codes, code => (double)code),
            value => _sorted[index] is { } sorted ? (float)Rank(sorted, value) : (float)value))];

    /// <summary>The present numbers of a column, ascending.</summary>
    public static double[] Sorted(double[] numbers)
    {
        double[] present = [.. numbers.Where(number => !double.IsNaN(number))];
        Array.Sort(present);
        return present;
    }

    /// <summary>The rank of a number from 0 to 1, the mean one among equal numbers; between two numbers of the scale in proportion.</summary>
    public static double Rank(double[] sorted, double value)
    {
        if (double.IsNaN(value) || sorted.Length == 0)
        {
            return value;
        }

        int low = LowerBound(sorted, value), high = low;
        while (high < sorted.Length && sorted[high] == value)
        {
            high++;
        }

        double inside = high > low || low == 0 || low == sorted.Length ? 0 : ((value - sorted[low - 1]) / (sorted[low] - sorted[low - 1])) - 0.5;
        return (((low + high) / 2.0) + inside) / sorted.Length;
    }

    /// <summary>How many numbers lie below a value.</summary>
    public static int LowerBound(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
