using FairGan.Export.Rules;
using FairGan.Export.Schemas;

namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>Counts the rows that break the rules of a generator.</summary>
internal static class RuleBreakCounter
{
    // Relative tolerance of a total against the sum of its parts.
    private const double Precision = 1e-6;

    /// <summary>The rules between columns of numbers and dates, and how often each is broken.</summary>
    /// <param name="schema">The generator's columns and rules.</param>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows.</param>
    /// <param name="leastRows">A number of real rows from 1 to below this is not reported.</param>
    public static IReadOnlyList<RuleBreaks> Count(TableSchema schema, ColumnarTable real, ColumnarTable synthetic, int leastRows)
    {
        var breaks = new List<RuleBreaks>();
        foreach (ColumnRule rule in schema.Rules.Where(rule => rule.Sources.Append(rule.Target).All(column => real.Contains(column) && real[column].IsNumeric)))
        {
            long broken = Broken(rule, real);
            breaks.Add(new RuleBreaks(rule.ToString()!, broken > 0 && broken < leastRows ? double.NaN : Share(broken, real), Share(Broken(rule, synthetic), synthetic)));
        }

        return breaks;
    }

    private static double Share(long rows, ColumnarTable table) => table.RowCount == 0 ? double.NaN : (double)rows / table.RowCount;

    // A row in which a cell is missing breaks no rule.
    private static long Broken(ColumnRule rule, ColumnarTable table)
    {
        double[] target = table[rule.Target].Numbers;
        double[][] sources = [.. rule.Sources.Select(source => table[source].Numbers)];
        return Enumerable.Range(0, table.RowCount).LongCount(row => rule is OrderRule
            ? target[row] < sources[0][row]
            : Math.Abs(target[row] - sources.Sum(source => source[row])) > Precision * Math.Max(1, Math.Abs(target[row])));
    }
}
