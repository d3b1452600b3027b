using System.Numerics;

namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>
/// The similarity of two columns' relation in two tables: CorrelationSimilarity for two numeric columns,
/// ContingencySimilarity for the rest.
/// </summary>
internal sealed class PairTrends
{
    private readonly ColumnarTable _real;
    private readonly ColumnarTable _synthetic;
    private readonly (int[] Real, int[] Synthetic, int Count)[] _cells;
    private readonly (double[]? Real, double[]? Synthetic)[] _standardized;

    /// <param name="real">The real rows to measure on.</param>
    /// <param name="synthetic">The synthetic rows to measure on.</param>
    /// <param name="range">The table whose ranges set the bins of numeric columns.</param>
    /// <param name="bins">How many bins a numeric column gets.</param>
    public PairTrends(ColumnarTable real, ColumnarTable synthetic, ColumnarTable range, int bins)
    {
        this._real = real;
        this._synthetic = synthetic;
        int columns = real.Columns.Count;
        _cells = new (int[], int[], int)[columns];
        _standardized = new (double[]?, double[]?)[columns];
        for (int column = 0; column < columns; column++)
        {
            TableColumn first = real.Columns[column];
            TableColumn second = synthetic.Columns[column];
            if (first.IsNumeric)
            {
                EqualWidthBins cut = new(range.Columns[column].Numbers, bins);
                _cells[column] = (Array.ConvertAll(first.Numbers, cut.BinOf), Array.ConvertAll(second.Numbers, cut.BinOf), bins + 1);
                _standardized[column] = (Standardize(first.Numbers), Standardize(second.Numbers));
            }
            else
            {
                _cells[column] = (first.Codes, second.Codes, first.Categories.Count + 1);
            }
        }
    }

    /// <summary>Measures one pair. <paramref name="scratch"/> is an array that one thread hands from pair to pair.</summary>
    public PairFidelity Compare(int first, int second, ref long[]? scratch)
    {
        TableColumn firstColumn = _real.Columns[first];
        TableColumn secondColumn = _real.Columns[second];
        if (firstColumn.IsNumeric && secondColumn.IsNumeric)
        {
            double inReal = Correlation(_real, first, second, _standardized[first].Real, _standardized[second].Real);
            double inSynthetic = Correlation(_synthetic, first, second, _standardized[first].Synthetic, _standardized[second].Synthetic);
            return new PairFidelity(firstColumn.Name, secondColumn.Name, true, 1 - (Math.Abs(inReal - inSynthetic) / 2), inReal, inSynthetic);
        }

        double trend = Contingency(_cells[first], _cells[second], ref scratch);
        return new PairFidelity(firstColumn.Name, secondColumn.Name, false, trend, double.NaN, double.NaN);
    }

    private static double Contingency(
        (int[] Real, int[] Synthetic, int Count) first, (int[] Real, int[] Synthetic, int Count) second, ref long[]? scratch)
    {
        SignedCounts counts = new((long)first.Count * second.Count, first.Real.Length, first.Synthetic.Length, scratch);
        for (int row = 0; row < first.Real.Length; row++)
        {
            counts.AddReal(((long)first.Real[row] * second.Count) + second.Real[row]);
        }

        for (int row = 0; row < first.Synthetic.Length; row++)
        {
            counts.AddSynthetic(((long)first.Synthetic[row] * second.Count) + second.Synthetic[row]);
        }

        for (int row = 0; row < first.Real.Length; row++)
        {
            counts.Take(((long)first.Real[row] * second.Count) + second.Real[row]);
        }

        for (int row = 0; row < first.Synthetic.Length; row++)
        {
            counts.Take(((long)first.Synthetic[row] * second.Count) + second.Synthetic[row]);
        }

        scratch = counts.Scratch ?? scratch;
        return counts.TotalVariationComplement();
    }

    private static double Correlation(ColumnarTable table, int first, int second, double[]? firstStandardized, double[]? secondStandardized)
    {
        if (firstStandardized is not null && secondStandardized is not null)
        {
            return Math.Clamp(Dot(firstStandardized, secondStandardized), -1, 1);
        }

        return PairwiseCorrelation(table.Columns[first].Numbers, table.Columns[second].Numbers);
    }

    /// <summary>The values less their mean, scaled to length 1, so that a correlation is a dot product; null where a value is missing or all are equal.</summary>
    private static double[]? Standardize(double[] values)
    {
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        // A missing value makes the mean NaN. Equal values leave rounding errors at most.
        if (double.IsNaN(mean) || IsConstant(squares, mean, values.Length))
        {
            return null;
        }

        double scale = 1 / Math.Sqrt(squares);
        return Array.ConvertAll(values, value => (value - mean) * scale);
    }

    private static double Dot(double[] left, double[] right)
    {
        Vector<double> sums = Vector<double>.Zero;
        int row = 0;
        for (; row <= left.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            sums += new Vector<double>(left, row) * new Vector<double>(right, row);
        }

        double sum = Vector.Sum(sums);
        for (; row < left.Length; row++)
        {
            sum += left[row] * right[row];
        }

        return sum;
    }

    /// <summary>The Pearson correlation over the rows where both values are present; NaN where it is undefined.</summary>
    private static double PairwiseCorrelation(double[] left, double[] right)
    {
        int count = 0;
        double leftSum = 0;
        double rightSum = 0;
        for (int row = 0; row < left.Length; row++)
        {
            if (!double.IsNaN(left[row]) && !double.IsNaN(right[row]))
            {
                count++;
                leftSum += left[row];
                rightSum += right[row];
            }
        }

        double leftMean = leftSum / count;
        double rightMean = rightSum / count;
        double leftSquares = 0;
        double rightSquares = 0;
        double products = 0;
        for (int row = 0; row < left.Length; row++)
        {
            if (!double.IsNaN(left[row]) && !double.IsNaN(right[row]))
            {
                double leftOff = left[row] - leftMean;
                double rightOff = right[row] - rightMean;
                leftSquares += leftOff * leftOff;
                rightSquares += rightOff * rightOff;
                products += leftOff * rightOff;
            }
        }

        return count < 2 || IsConstant(leftSquares, leftMean, count) || IsConstant(rightSquares, rightMean, count)
            ? double.NaN
            : Math.Clamp(products / Math.Sqrt(leftSquares * rightSquares), -1, 1);
    }

    // Relative to the size of the values: the mean of equal values may differ from them in its last bits.
    private static bool IsConstant(double squares, double mean, int count) => squares <= count * mean * mean * 1e-26;
}
