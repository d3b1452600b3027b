namespace FairGan.Fairness.Audits;

/// <summary>
/// Measures of dependence between two discrete variables, from their table of counts (or weights): rows are the values of
/// the one, columns of the other, cells are at least 0 and not all 0.
/// </summary>
internal static class Dependence
{
    /// <summary>The mutual information Σ p(s,y) ln(p(s,y) ÷ (p(s) p(y))), in nats; 0 for independence, at most the smaller entropy.</summary>
    /// <param name="table">The counts.</param>
    /// <exception cref="ArgumentException">A cell is negative or NaN, or all are 0.</exception>
    public static double MutualInformation(double[,] table)
    {
        (double[] rows, double[] columns, double total) = Margins(table);
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                if (table[i, j] > 0)
                {
                    sum += table[i, j] / total * Math.Log(table[i, j] * total / (rows[i] * columns[j]));
                }
            }
        }

        return Math.Max(0, sum);
    }

    /// <summary>
    /// Cramér's V, √(χ² ÷ (n (min(r, c) − 1))) over the r rows and c columns that occur, in [0, 1]; 0 where one variable is
    /// constant.
    /// </summary>
    /// <param name="table">The counts.</param>
    /// <exception cref="ArgumentException">A cell is negative or NaN, or all are 0.</exception>
    public static double CramersV(double[,] table)
    {
        (double[] rows, double[] columns, double total) = Margins(table);
        int freedom = Math.Min(rows.Count(row => row > 0), columns.Count(column => column > 0)) - 1;
        if (freedom == 0)
        {
            return 0;
        }

        double meanSquareContingency = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                if (rows[i] > 0 && columns[j] > 0)
                {
                    double expected = rows[i] * columns[j] / total;
                    double distance = table[i, j] - expected;
                    meanSquareContingency += distance * distance / expected / total;
                }
            }
        }

        return Math.Min(1, Math.Sqrt(meanSquareContingency / freedom));
    }

    /// <summary>
    /// The Hirschfeld–Gebelein–Rényi maximal correlation: the largest correlation that any functions of the two variables
    /// have, in [0, 1]. For discrete variables it is the second singular value of p(s,y) ÷ √(p(s) p(y)) (Witsenhausen 1975).
    /// </summary>
    /// <param name="table">The counts.</param>
    /// <exception cref="ArgumentException">A cell is negative or NaN, or all are 0.</exception>
    public static double MaximalCorrelation(double[,] table)
    {
        (double[] rows, double[] columns, double total) = Margins(table);
        int[] usedRows = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i] > 0)];
        int[] usedColumns = [.. Enumerable.Range(0, columns.Length).Where(j => columns[j] > 0)];
        bool byRows = usedRows.Length <= usedColumns.Length;
        int small = byRows ? usedRows.Length : usedColumns.Length;
        int large = byRows ? usedColumns.Length : usedRows.Length;

        // The first singular value is 1, with the square roots of the margins as its vectors. Taking that part away leaves
        // the second one on top, and keeps it exact where it is tiny.
        double[,] rest = new double[small, large];
        for (int i = 0; i < usedRows.Length; i++)
        {
            for (int j = 0; j < usedColumns.Length; j++)
            {
                double row = rows[usedRows[i]];
                double column = columns[usedColumns[j]];
                double root = Math.Sqrt(row * column);
                double value = (table[usedRows[i], usedColumns[j]] / root) - (root / total);
                rest[byRows ? i : j, byRows ? j : i] = value;
            }
        }

        return Math.Min(1, SingularValues.Largest(rest));
    }

    private static (double[] Rows, double[] Columns, double Total) Margins(double[,] table)
    {
        ArgumentNullException.ThrowIfNull(table);
        double[] rows = new double[table.GetLength(0)];
        double[] columns = new double[table.GetLength(1)];
        double total = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                double cell = table[i, j];
                if (!(cell >= 0))
                {
                    throw new ArgumentException($"Cell ({i}, {j}) is {cell}; a count must be at least 0.", nameof(table));
                }

                rows[i] += cell;
                columns[j] += cell;
                total += cell;
            }
        }

        return total > 0 ? (rows, columns, total) : throw new ArgumentException("All cells are 0.", nameof(table));
    }
}
