using System.Runtime.InteropServices;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Rows;

/// <summary>
/// The columns of a table as small whole numbers: categories as they are, numbers cut at the quantiles of reference rows, coarsely or
/// finely, or kept distinct.
/// </summary>
internal sealed class LevelTable
{
    private const int Coarse = 6;
    private const int Fine = 30;

    // By resolution and column.
    private readonly int[][][] _levels;

    private LevelTable(int[][][] levels) => _levels = levels;

    /// <summary>The resolutions.</summary>
    public const int Resolutions = 3;

    /// <summary>The tables cut alike.</summary>
    /// <param name="scale">The table whose quantiles cut.</param>
    /// <param name="tables">The tables.</param>
    public static LevelTable[] Of(ColumnarTable scale, params ColumnarTable[] tables)
    {
        int[][][][] levels = Array.ConvertAll(tables, table => Enumerable.Range(0, Resolutions).Select(_ => new int[table.Columns.Count][]).ToArray());
        for (int column = 0; column < scale.Columns.Count; column++)
        {
            double[]? sorted = scale.Columns[column].IsNumeric ? RankSpace.Sorted(scale.Columns[column].Numbers) : null;
            double[] coarse = Cuts(sorted, Coarse), fine = Cuts(sorted, Fine);
            Dictionary<double, int> exact = [];
            for (int table = 0; table < tables.Length; table++)
            {
                TableColumn own = tables[table].Columns[column];
                levels[table][0][column] = sorted is null ? own.Codes : Array.ConvertAll(own.Numbers, value => Level(coarse, value));
                levels[table][1][column] = sorted is null ? own.Codes : Array.ConvertAll(own.Numbers, value => Level(fine, value));
                levels[table][2][column] = sorted is null ? own.Codes : Array.ConvertAll(own.Numbers, value => Exact(exact, value));
            }
        }

        return Array.ConvertAll(levels, own => new LevelTable(own));
    }

    /// <summary>The cells of a column.</summary>
    public int[] Column(int column, int resolution) => _levels[resolution][column];

    private static double[] Cuts(double[]? sorted, int levels) => sorted is not { Length: > 0 } ? []
        : [.. Enumerable.Range(1, levels - 1).Select(cut => sorted[cut * (sorted.Length - 1) / levels]).Distinct()];

    private static int Level(double[] cuts, double value) => double.IsNaN(value) ? -1 : RankSpace.LowerBound(cuts, value);

    private static int Exact(Dictionary<double, int> levels, double value)
    {
        ref int level = ref CollectionsMarshal.GetValueRefOrAddDefault(levels, value, out bool isKnown);
        return level = isKnown ? level : levels.Count;
    }
}
