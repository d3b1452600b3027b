namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>The similarity of two columns as distributions: KSComplement for numbers, TVComplement for categories.</summary>
internal static class Shapes
{
    // SDMetrics rounds to this many decimals before it compares, so that arithmetic noise does not separate equal values.
    private const int ComparedDecimals = 14;

    public static double Compare(TableColumn real, int[] realRows, TableColumn synthetic, int[] syntheticRows) => real.IsNumeric
        ? KolmogorovSmirnovComplement(Present(real.Numbers, realRows), Present(synthetic.Numbers, syntheticRows))
        : TotalVariationComplement(real.Codes, realRows, synthetic.Codes, syntheticRows, real.Categories.Count + 1);

    /// <summary>1 less the largest distance between the two empirical distribution functions. Sorts both arrays.</summary>
    private static double KolmogorovSmirnovComplement(double[] real, double[] synthetic)
    {
        if (real.Length == 0 || synthetic.Length == 0)
        {
            return real.Length == synthetic.Length ? double.NaN : 0;
        }

        Array.Sort(real);
        Array.Sort(synthetic);
        int i = 0;
        int j = 0;
        double largest = 0;
        while (i < real.Length && j < synthetic.Length)
        {
            double value = Math.Min(real[i], synthetic[j]);
            while (i < real.Length && real[i] <= value)
            {
                i++;
            }

            while (j < synthetic.Length && synthetic[j] <= value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / real.Length) - ((double)j / synthetic.Length)));
        }

        return 1 - largest;
    }

    /// <summary>1 less half the sum of the absolute differences of the category shares; missing is a category.</summary>
    private static double TotalVariationComplement(int[] real, int[] realRows, int[] synthetic, int[] syntheticRows, int codes)
    {
        SignedCounts counts = new(codes, realRows.Length, syntheticRows.Length);
        foreach (int row in realRows)
        {
            counts.AddReal(real[row]);
        }

        foreach (int row in syntheticRows)
        {
            counts.AddSynthetic(synthetic[row]);
        }

        foreach (int row in realRows)
        {
            counts.Take(real[row]);
        }

        foreach (int row in syntheticRows)
        {
            counts.Take(synthetic[row]);
        }

        return counts.TotalVariationComplement();
    }

    private static double[] Present(double[] numbers, int[] rows)
    {
        double[] present = new double[rows.Length];
        int count = 0;
        foreach (int row in rows)
        {
            double value = numbers[row];
            if (!double.IsNaN(value))
            {
                present[count++] = Math.Round(value, ComparedDecimals);
            }
        }

        return present[..count];
    }
}
