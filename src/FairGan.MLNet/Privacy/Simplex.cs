namespace FairGan.MLNet.Privacy;

/// <summary>Noisy counts made consistent.</summary>
internal static class Simplex
{
    /// <summary>The nearest counts without negative ones that add up to a total: the same amount is taken off all.</summary>
    /// <param name="counts">The noisy counts.</param>
    /// <param name="total">Their sum, above 0.</param>
    public static double[] Project(IReadOnlyList<double> counts, double total)
    {
        double[] descending = [.. counts.OrderDescending()];
        double sum = 0, shift = 0;
        for (int i = 0; i < descending.Length; i++)
        {
            sum += descending[i];
            double candidate = (sum - total) / (i + 1);
            if (descending[i] <= candidate)
            {
                break;
            }

            shift = candidate;
        }

        return [.. counts.Select(count => Math.Max(0, count - shift))];
    }
}
