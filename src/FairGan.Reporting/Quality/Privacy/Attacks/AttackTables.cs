namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>The real tables of an attack, with the same columns and categories.</summary>
/// <param name="Training">All training rows.</param>
/// <param name="HeldOut">All held-out rows, those set aside as reference rows included.</param>
/// <param name="Members">The training rows attacked.</param>
/// <param name="Others">The held-out rows attacked.</param>
/// <param name="Reference">What the attacker knows of the population: rows that are neither.</param>
internal sealed record AttackTables(ColumnarTable Training, ColumnarTable HeldOut, ColumnarTable Members, ColumnarTable Others, ColumnarTable Reference)
{
    /// <summary>Rows that an attack needs of each kind.</summary>
    public const int LeastRows = 50;

    /// <summary>Chooses the targets.</summary>
    /// <param name="training">The training rows.</param>
    /// <param name="heldOut">The held-out rows.</param>
    /// <param name="reference">Reference rows; null to set half of the held-out rows aside.</param>
    /// <param name="most">Targets of each kind at most.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <exception cref="ArgumentException">There are too few rows.</exception>
    public static AttackTables Of(ColumnarTable training, ColumnarTable heldOut, ColumnarTable? reference, int most, int seed)
    {
        ColumnarTable others = heldOut;
        if (reference is null)
        {
            (int[] first, int[] second) = RowSampling.Halves(heldOut.RowCount, seed);
            (others, reference) = (heldOut.Select(second), heldOut.Select(first));
        }

        return training.RowCount < LeastRows || others.RowCount < LeastRows || reference.RowCount < LeastRows
            ? throw new ArgumentException($"An attack needs at least {LeastRows} training rows, and as many held-out and reference rows; without reference rows, twice as many held-out rows.")
            : new AttackTables(training, heldOut, Sample(training, most, seed), Sample(others, most, seed), reference);
    }

    /// <summary>The tables with some of their columns.</summary>
    public AttackTables Only(IReadOnlySet<string> names)
    {
        return new AttackTables(Of(Training), Of(HeldOut), Of(Members), Of(Others), Of(Reference));

        ColumnarTable Of(ColumnarTable table) => new([.. table.Columns.Where(column => names.Contains(column.Name))], table.RowCount);
    }

    private static ColumnarTable Sample(ColumnarTable table, int most, int seed) => table.Select(RowSampling.AtMost(table.RowCount, most, seed));
}
