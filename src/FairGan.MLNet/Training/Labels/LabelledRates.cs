using FairGan.MLNet.Training.Rows;

namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Where labels are missing: the rates of positive labels that the groups need among all of their rows, so that they are alike among the
/// rows that have a label.
/// </summary>
internal static class LabelledRates
{
    private const double WidestShift = 30;
    private const int ShiftQuantiles = 4096;

    /// <summary>For every group, the share of its rows without a positive label that have a label; last the share in all rows.</summary>
    public static double[] Shares(EncodedTable table, GroupIndex groups)
    {
        int label = table.Schema.IndexOf(table.Schema.Label!);
        int positive = table.Schema.Columns[label].SymbolOf(table.Schema.Positive!), missing = table.Schema.Columns[label].MissingSymbol;
        var negative = new double[groups.Count + 1];
        var others = new double[groups.Count + 1];
        for (int row = 0; row < table.RowCount; row++)
        {
            int code = table.Codes[label][row];
            foreach (int group in (int[])[groups.RowGroups[row], groups.Count])
            {
                others[group] += code != positive ? 1 : 0;
                negative[group] += code != positive && code != missing ? 1 : 0;
            }
        }

        return [.. negative.Zip(others, (n, o) => o > 0 ? n / o : 1)];
    }

    /// <summary>
    /// For every group, the rate of positive labels among all of its rows at which the rate among its labelled rows equals the
    /// pool's, provided that rows that are not positive have a label as often as before.
    /// </summary>
    /// <param name="pool">Scores of every group.</param>
    /// <param name="labelled">The <see cref="Shares"/>.</param>
    public static IEnumerable<double> Of(List<float>[] pool, double[] labelled)
    {
        double[] positives = [.. pool.Select(scores => scores.Sum(score => QuantileRepair.Sigmoid(score)))];
        double rate = positives.Sum() / Enumerable.Range(0, pool.Length).Sum(group => positives[group] + ((pool[group].Count - positives[group]) * labelled[group]));
        return labelled.Select(share => rate * share / (1 - rate + (rate * share)));
    }

    /// <summary>A map whose log-odds are shifted, so that probabilities have another mean.</summary>
    /// <param name="map">The map.</param>
    /// <param name="probabilities">The probabilities that it gives, ascending.</param>
    /// <param name="mean">The target mean.</param>
    public static float[] Moved(float[] map, double[] probabilities, double mean)
    {
        double[] some = [.. Enumerable.Range(0, ShiftQuantiles).Select(i => probabilities[(int)((i + 0.5) / ShiftQuantiles * probabilities.Length)])];
        double low = -WidestShift, high = WidestShift;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = some.Average(probability => Shifted(probability, middle)) < mean ? (middle, high) : (low, middle);
        }

        return Array.ConvertAll(map, probability => (float)Shifted(probability, low));

        static double Shifted(double probability, double shift) => probability / (probability + ((1 - probability) * Math.Exp(-shift)));
    }
}
