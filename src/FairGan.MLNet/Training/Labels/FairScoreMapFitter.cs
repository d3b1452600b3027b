using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using FairGan.MLNet.Training.Rows;

namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Fits the map that makes the label independent of the group, over all rows or given legitimate columns: each group's scores move, along
/// their quantiles, to the distribution of all scores (quantile repair, Feldman et al. 2015; Jiang et al. 2020), stratum by stratum
/// of the legitimate columns. The target is the overall distribution, so the rate of the positive label stays. Where labels are missing,
/// each group's is moved on, so that the rates are equal among the rows that have a label.
/// </summary>
internal static class FairScoreMapFitter
{
    private const int RowsPerGroup = 4096;
    private const int MostRows = 1 << 19;
    private const int MostCombinations = 1 << 20;

    /// <summary>Fits the map on generated rows, because parity must hold on them.</summary>
    /// <param name="parts">The generator with its label head.</param>
    /// <param name="table">The real rows, which define the groups.</param>
    /// <param name="given">Names of the legitimate columns; none for parity over all rows.</param>
    /// <param name="seed">Seed of the generated rows.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="FormatException">The columns have too many combinations of values.</exception>
    public static FairScoreMap Fit(GeneratorParts parts, EncodedTable table, IReadOnlyList<string> given, int seed, CancellationToken cancellationToken)
    {
        var schema = parts.Schema;
        var groups = new GroupIndex(table, [.. Enumerable.Range(0, table.RowCount)]);
        int[] columns = [.. given.Select(schema.IndexOf), .. groups.Columns];
        int strata = Strata(table, given, groups);

        // A combination that no real row has may still be generated: such rows form one group.
        int perStratum = groups.Count + 1;
        int[] groupOf = Array.ConvertAll(groups.GroupOf, group => group < 0 ? groups.Count : group);

        // The rows of the fit differ from those of a synthetic table with the same seed.
        var cells = ScoreSampler.Draw(
            parts, ~(long)seed, columns, symbols => (Combination(symbols, 0, given.Count) * perStratum) + groupOf[Combination(symbols, given.Count, columns.Length)],
            strata * perStratum, given.Count == 0 ? RowsPerGroup : int.MaxValue, MostRows, cancellationToken);
        int[] poolOf = StrataPools.Of(cells, perStratum);
        float lowest = cells.Where(cell => cell.Count > 0).Min(cell => cell.Min());
        float highest = Math.Max(cells.Where(cell => cell.Count > 0).Max(cell => cell.Max()), lowest + 1e-3f);
        double[]? labelled = schema[schema.Label!].HasMissing ? LabelledRates.Shares(table, groups) : null;
        var maps = Pooled(cells, poolOf, perStratum).SelectMany(pool => Maps(pool, lowest, highest, labelled));
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

    // How many combinations of values the legitimate columns have.
    private static int Strata(EncodedTable table, IReadOnlyList<string> given, GroupIndex groups)
    {
        long strata = given.Aggregate(1L, (product, name) => Math.Min(product * table.Schema[name].SymbolCount, MostCombinations + 1));
        return strata * groups.Combinations <= MostCombinations ? (int)strata
            : throw new FormatException($"The columns {string.Join(", ", given.Select(name => $"'{name}'"))} and the sensitive ones have more than {MostCombinations} combinations of values; name fewer, or cut them into ranges before.");
    }

    // The scores of every group, pool by pool.
    private static List<float>[][] Pooled(List<float>[] cells, int[] poolOf, int perStratum)
    {
        var pools = Enumerable.Range(0, poolOf.Max() + 1).Select(_ => Enumerable.Range(0, perStratum).Select(_ => new List<float>()).ToArray()).ToArray();
        for (int cell = 0; cell < cells.Length; cell++)
        {
            pools[poolOf[cell / perStratum]][cell % perStratum].AddRange(cells[cell]);
        }

        return pools;
    }

    // The map of every group of a pool; where labels are missing, shifted to the rates that the groups need.
    private static IEnumerable<float[]> Maps(List<float>[] pool, float lowest, float highest, double[]? labelled)
    {
        float[] all = [.. pool.SelectMany(scores => scores)];
        Array.Sort(all);
        double[] probabilities = Array.ConvertAll(all, QuantileRepair.Sigmoid);
        var repair = new QuantileRepair(probabilities, lowest, highest);
        var own = pool.Select(scores => repair.Map([.. scores]));
        return labelled is not null && all.Length > 0
            ? own.Zip(LabelledRates.Of(pool, labelled), (map, rate) => LabelledRates.Moved(map, probabilities, rate))
            : own;
    }
}
