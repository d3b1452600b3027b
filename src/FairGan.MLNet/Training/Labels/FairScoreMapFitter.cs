
using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Training.Rows;

namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Fits the map that makes the label independent of the group, over all rows or given legitimate columns: each group's scores move, along
/// their quantiles, to the distribution of all scores (quantile repair, Feldman et al. 2015; Jiang et al. 2020), stratum by stratum
/// of the legitimate columns. The target is the overall distribution, so the rate of the positive label stays. Where labels are missing,
/// each group's is moved on, so that the rates are alike among the rows that have a label.
/// </summary>
internal static class FairScoreMapFitter
{
    private const int Knots = 513;
    private const int RowsPerGroup = 4096;
    private const int MostRows = 1 << 19;
    private const int MostCombinations = 1 << 20;
    private const int MostStrata = 256;
    private const int LeastRows = 400;
    private const int LeastGroupRows = 50;
    private const double TinyShare = 0.01;
    private const double WidestShift = 30;
    private const int ShiftQuantiles = 4096;

    /// <summary>Fits the map on generated rows, for it is on them that parity must hold.</summary>
    /// <param name="parts">The generator with its label head.</param>
    /// <param name="table">The real rows, which say what groups there are.</param>
    /// <param name="given">Names of the legitimate columns; none for parity over all rows.</param>
    /// <param name="seed">Seed of the generated rows.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="FormatException">The columns have too many combinations of values.</exception>
    public static FairScoreMap Fit(GeneratorParts parts, EncodedTable table, IReadOnlyList<string> given, int seed, CancellationToken cancellationToken)
    {
        var schema = parts.Schema;
        var groups = new GroupIndex(table, [.. Enumerable.Range(0, table.RowCount)]);
        int[] columns = [.. given.Select(schema.IndexOf), .. groups.Columns];
        long strata = given.Aggregate(1L, (product, name) => Math.Min(product * schema[name].SymbolCount, MostCombinations + 1));
        if (strata * groups.Combinations > MostCombinations)
        {
            throw new FormatException($"The columns {string.Join(", ", given.Select(name => $"'{name}'"))} and the sensitive ones have more than {MostCombinations} combinations of values; name fewer, or cut them into ranges before.");
        }

        // A combination that no real row has may still be drawn: its rows share a group of their own.
        int perStratum = groups.Count + 1;
        int[] groupOf = Array.ConvertAll(groups.GroupOf, group => group < 0 ? groups.Count : group);

        // The fit's rows are others than those of the same seed's synthetic table.
        var cells = ScoreSampler.Draw(
            parts, ~(long)seed, columns, symbols => (Combination(symbols, 0, given.Count) * perStratum) + groupOf[Combination(symbols, given.Count, columns.Length)],
            (int)strata * perStratum, given.Count == 0 ? RowsPerGroup : int.MaxValue, MostRows, cancellationToken);
        int[] poolOf = Pools(cells, perStratum);
        var pools = Enumerable.Range(0, poolOf.Max() + 1).Select(_ => Enumerable.Range(0, perStratum).Select(_ => new List<float>()).ToArray()).ToArray();
        for (int cell = 0; cell < cells.Length; cell++)
        {
            pools[poolOf[cell / perStratum]][cell % perStratum].AddRange(cells[cell]);
        }

        float lowest = cells.Where(cell => cell.Count > 0).Min(cell => cell.Min());
        float highest = Math.Max(cells.Where(cell => cell.Count > 0).Max(cell => cell.Max()), lowest + 1e-3f);
        double[] labelled = LabelledShares(table, groups);
        var maps = pools.SelectMany(pool =>
        {
            float[] all = [.. pool.SelectMany(scores => scores)];
            Array.Sort(all);
            double[] probabilities = Array.ConvertAll(all, Sigmoid);
            var own = pool.Select(scores => Map([.. scores], probabilities, lowest, highest));
            return schema[schema.Label!].HasMissing && all.Length > 0 ? own.Zip(LabelledRates(pool, labelled), (map, rate) => Moved(map, probabilities, rate)) : own;
        });
        int[] mapOf = [.. poolOf.SelectMany(pool => groupOf.Select(group => (pool * perStratum) + group))];
        return new FairScoreMap(columns, mapOf, lowest, highest, [.. maps]);

        int Combination(int[] symbols, int from, int to)
        {
            int combination = 0;
            for (int i = from; i < to; i++)
            {
                combination = (combination * schema.Columns[columns[i]].SymbolCount) + symbols[i];
            }

            return combination;
        }
    }

    // Of every group's rows that are not positive, the share that has a label; last that of all rows.
    private static double[] LabelledShares(EncodedTable table, GroupIndex groups)
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

    // Of every group, the rate of positive labels among all of its rows at which that among its rows with a label is the pool's: what is
    // not positive has a label as often as before.
    private static IEnumerable<double> LabelledRates(List<float>[] pool, double[] labelled)
    {
        double[] positives = [.. pool.Select(scores => scores.Sum(score => Sigmoid(score)))];
        double rate = positives.Sum() / Enumerable.Range(0, pool.Length).Sum(group => positives[group] + ((pool[group].Count - positives[group]) * labelled[group]));
        return labelled.Select(share => rate * share / (1 - rate + (rate * share)));
    }

    // A map whose log-odds are shifted, so that probabilities have another mean.
    private static float[] Moved(float[] map, double[] probabilities, double mean)
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

    // Strata with too few rows, or too few of a group that is not all but absent there, are put together with those of like mean score
    // until they have enough: one's quantiles would be noise.
    private static int[] Pools(List<float>[] cells, int perStratum)
    {
        int strata = cells.Length / perStratum;
        var rows = new int[strata];
        var means = new double[strata];
        long total = cells.Sum(cell => (long)cell.Count);
        long least = Math.Min(Math.Max(LeastRows, total / MostStrata), total);
        for (int stratum = 0; stratum < strata; stratum++)
        {
            var own = cells.Skip(stratum * perStratum).Take(perStratum).SelectMany(cell => cell);
            rows[stratum] = own.Count();
            means[stratum] = rows[stratum] > 0 ? own.Average() : double.NaN;
        }

        var pools = new List<List<int>>();
        var small = new List<int>();
        foreach (int stratum in Enumerable.Range(0, strata).Where(stratum => rows[stratum] > 0).OrderBy(stratum => means[stratum]))
        {
            if (IsEnough([stratum]))
            {
                pools.Add([stratum]);
                continue;
            }

            small.Add(stratum);
            if (IsEnough(small))
            {
                pools.Add(small);
                small = [];
            }
        }

        if (pools.Count == 0)
        {
            pools.Add([]);
        }

        var poolOf = new int[strata];
        for (int pool = 0; pool < pools.Count; pool++)
        {
            pools[pool].ForEach(stratum => poolOf[stratum] = pool);
        }

        double[] middle = [.. pools.Select(pool => pool.Count > 0 ? pool.Average(stratum => means[stratum]) : 0)];
        double overall = Enumerable.Range(0, strata).Where(stratum => rows[stratum] > 0).Sum(stratum => means[stratum] * rows[stratum]) / total;
        foreach (int stratum in Enumerable.Range(0, strata).Except(pools.SelectMany(pool => pool)))
        {
            double mean = rows[stratum] > 0 ? means[stratum] : overall;
            poolOf[stratum] = Enumerable.Range(0, pools.Count).MinBy(pool => Math.Abs(middle[pool] - mean));
        }

        return poolOf;

        bool IsEnough(List<int> pool)
        {
            long all = pool.Sum(stratum => (long)rows[stratum]);
            return all >= least && Enumerable.Range(0, perStratum - 1).All(group =>
            {
                long own = pool.Sum(stratum => (long)cells[(stratum * perStratum) + group].Count);
                return own >= LeastGroupRows || own < TinyShare * all;
            });
        }
    }

    // The fair probability at each knot: the mean of all probabilities over the ranks that the group's scores take there.
    private static float[] Map(float[] scores, double[] all, float lowest, float highest)
    {
        Array.Sort(scores);
        var cumulative = new double[all.Length + 1];
        for (int i = 0; i < all.Length; i++)
        {
            cumulative[i + 1] = cumulative[i] + all[i];
        }

        var map = new float[Knots];
        double step = (highest - lowest) / (Knots - 1.0);
        for (int k = 0; k < Knots; k++)
        {
            if (scores.Length == 0)
            {
                map[k] = (float)Sigmoid((float)(lowest + (k * step)));
                continue;
            }

            double from = Rank(lowest + ((k - 0.5) * step)), to = Rank(lowest + ((k + 0.5) * step));
            map[k] = (float)(to > from ? (Integral(to) - Integral(from)) / ((to - from) * all.Length) : Quantile(from));
        }

        return map;

        // Share of the group's scores below a value.
        double Rank(double value)
        {
            int low = 0, high = scores.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (scores[middle] < value)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return (double)low / scores.Length;
        }

        double Integral(double rank)
        {
            double position = rank * all.Length;
            int whole = Math.Min((int)position, all.Length - 1);
            return cumulative[whole] + (all[whole] * (position - whole));
        }

        double Quantile(double rank) => all[Math.Min((int)(rank * all.Length), all.Length - 1)];
    }

    private static double Sigmoid(float score) => 1 / (1 + Math.Exp(-score));
}
