using System.Numerics;
using System.Runtime.InteropServices;

namespace FairGan.Reporting.Quality.Privacy;

/// <summary>
/// Gower's distance (Gower 1971, "A general coefficient of similarity and some of its properties", Biometrics 27):
/// the mean over the columns of 0 or 1 for a category that agrees or differs, and of |difference| / range, at most 1,
/// for a number. Two missing values agree; a missing and a present one differ by 1.
/// </summary>
internal sealed class GowerSpace
{
    private readonly int[] _scaleColumns;
    private readonly (double Minimum, double Range)[] _scales;

    /// <param name="table">The table whose numeric columns set the ranges.</param>
    public GowerSpace(ColumnarTable table)
    {
        _scaleColumns = RowSampling.All(table.Columns.Count);
        _scales = [.. table.Columns.Select(column => column.IsNumeric ? Scale(column.Numbers) : (0, 0))];
    }

    /// <summary>The columns of a table as numbers in which a difference of 1 is the largest; NaN is a missing number.</summary>
    public float[][] Coordinates(ColumnarTable table) => Array.ConvertAll(_scaleColumns, index =>
    {
        TableColumn column = table.Columns[index];
        if (!column.IsNumeric)
        {
            // Whole codes: different categories differ by at least 1, and differences are cut off at 1.
            return Array.ConvertAll(column.Codes, code => (float)code);
        }

        (double minimum, double range) = _scales[index];
        return Array.ConvertAll(column.Numbers, value => Place(value, minimum, range));
    });

    /// <summary>The distance from one row to the closest row of a table.</summary>
    /// <param name="rows">The coordinates of the table that is searched, column by column.</param>
    /// <param name="queries">The coordinates of the table with the row.</param>
    /// <param name="query">The row.</param>
    /// <param name="sums">An array of one number per searched row, to be used again.</param>
    public static float ClosestDistance(float[][] rows, float[][] queries, int query, float[] sums)
    {
        SumDistances(rows, queries, query, sums);
        float closest = float.PositiveInfinity;
        foreach (float sum in sums)
        {
            closest = Math.Min(closest, sum);
        }

        return closest / rows.Length;
    }

    /// <summary>The distances from one row to all rows of a table, summed over the columns.</summary>
    /// <param name="rows">The coordinates of the table that is searched, column by column.</param>
    /// <param name="queries">The coordinates of the table with the row.</param>
    /// <param name="query">The row.</param>
    /// <param name="sums">Receives the distance to every row.</param>
    public static void SumDistances(float[][] rows, float[][] queries, int query, float[] sums)
    {
        Array.Clear(sums);
        Span<Vector<float>> totals = MemoryMarshal.Cast<float, Vector<float>>(sums.AsSpan());
        int tail = totals.Length * Vector<float>.Count;
        for (int column = 0; column < rows.Length; column++)
        {
            float[] values = rows[column];
            float sought = queries[column][query];
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values.AsSpan());
            if (float.IsNaN(sought))
            {
                for (int block = 0; block < vectors.Length; block++)
                {
                    totals[block] += Vector.ConditionalSelect(Vector.Equals(vectors[block], vectors[block]), Vector<float>.One, Vector<float>.Zero);
                }
            }
            else
            {
                Vector<float> target = new(sought);
                for (int block = 0; block < vectors.Length; block++)
                {
                    // The comparison is false for NaN, a missing value, which is as far as can be.
                    Vector<float> distance = Vector.Abs(vectors[block] - target);
                    totals[block] += Vector.ConditionalSelect(Vector.LessThan(distance, Vector<float>.One), distance, Vector<float>.One);
                }
            }

            for (int row = tail; row < values.Length; row++)
            {
                float distance = Math.Abs(values[row] - sought);
                sums[row] += float.IsNaN(sought) ? (float.IsNaN(values[row]) ? 0 : 1) : distance < 1 ? distance : 1;
            }
        }
    }

    private static float Place(double value, double minimum, double range)
    {
        if (double.IsNaN(value))
        {
            return float.NaN;
        }

        // Dividing before subtracting would lose digits, and subtracting first may overflow for values at the limits of
        // a double; cutting off beyond twice the range keeps the distance of 1 to every value inside.
        double place = ((value / 2) - (minimum / 2)) / (range / 2);
        return range == 0 ? (value == minimum ? 0 : value < minimum ? -2 : 2) : (float)Math.Clamp(place, -2, 3);
    }

    private static (double Minimum, double Range) Scale(double[] values)
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

        return minimum > maximum ? (0, 0) : (minimum, Math.Min(maximum - minimum, double.MaxValue));
    }
}
