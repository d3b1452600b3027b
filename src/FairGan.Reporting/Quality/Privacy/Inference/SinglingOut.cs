namespace FairGan.Reporting.Quality.Privacy.Inference;

/// <summary>
/// Singling out: descriptions read off generated rows that fit exactly one generated row are tried on training rows, and for control on as
/// many held-out rows.
/// </summary>
internal static class SinglingOut
{
    private const int MostPredicates = 500;
    private const int Columns = 3;

    /// <summary>Both attacks, by one column and by three.</summary>
    /// <param name="training">Training rows.</param>
    /// <param name="control">As many held-out rows.</param>
    /// <param name="generated">As many generated rows as training rows.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <param name="parallel">Threads and token.</param>
    public static IEnumerable<InferenceAttack> Attack(ColumnarTable training, ColumnarTable control, ColumnarTable generated, int seed, ParallelOptions parallel)
    {
        // With its columns shuffled apart, a table says nothing of people: its descriptions are guesses.
        ColumnarTable shuffled = Shuffled(generated, seed);
        yield return Judge("singling-out-univariate", Univariate(generated, seed), Univariate(shuffled, seed));
        yield return Judge("singling-out-multivariate", Multivariate(generated, seed), Multivariate(shuffled, seed));

        InferenceAttack Judge(string name, RowPredicate[] predicates, RowPredicate[] guesses) => ControlledRate.Of(
            name, "singling out", null, Isolated(predicates, training), Isolated(predicates, control), Isolated(guesses, training));

        bool[] Isolated(RowPredicate[] predicates, ColumnarTable table)
        {
            bool[] isolated = new bool[predicates.Length];
            Parallel.For(0, predicates.Length, parallel, index => isolated[index] = predicates[index].Isolates(table));
            return isolated;
        }
    }

    private static RowPredicate[] Univariate(ColumnarTable table, int seed)
    {
        List<RowPredicate> predicates = [];
        for (int column = 0; column < table.Columns.Count; column++)
        {
            double[] cells = [.. Enumerable.Range(0, table.RowCount).Select(row => RowPredicate.Cell(table.Columns[column], row)).Where(cell => !double.IsNaN(cell))];
            if (table.Columns[column].IsNumeric && cells.Length > 0)
            {
                predicates.Add(new RowPredicate([(column, cells.Min(), -1)]));
                predicates.Add(new RowPredicate([(column, cells.Max(), 1)]));
            }

            predicates.AddRange(cells.GroupBy(cell => cell).Where(same => same.Count() == 1).Select(same => new RowPredicate([(column, same.Key, 0)])));
        }

        RowPredicate[] all = [.. predicates];
        new Random(seed).Shuffle(all);
        return all[..Math.Min(MostPredicates, all.Length)];
    }

    private static RowPredicate[] Multivariate(ColumnarTable table, int seed)
    {
        var random = new Random(seed);
        double[] medians = [.. table.Columns.Select(column => column.IsNumeric ? Median(column.Numbers) : 0)];
        List<RowPredicate> predicates = [];
        for (int attempt = 0; attempt < 20 * MostPredicates && predicates.Count < MostPredicates; attempt++)
        {
            int row = random.Next(table.RowCount);
            int[] columns = RowSampling.All(table.Columns.Count);
            random.Shuffle(columns);
            RowPredicate predicate = new([.. columns.Take(Columns).Select(column =>
            {
                double cell = RowPredicate.Cell(table.Columns[column], row);
                return (column, cell, !table.Columns[column].IsNumeric || double.IsNaN(cell) ? 0 : cell >= medians[column] ? 1 : -1);
            })]);
            if (predicate.Isolates(table))
            {
                predicates.Add(predicate);
            }
        }

        return [.. predicates];
    }

    private static double Median(double[] numbers)
    {
        double[] present = [.. numbers.Where(number => !double.IsNaN(number)).Order()];
        return present.Length == 0 ? 0 : present[present.Length / 2];
    }

    private static ColumnarTable Shuffled(ColumnarTable table, int seed) =>
        new([.. table.Columns.Select((column, index) => column.Select(RowSampling.Shuffled(table.RowCount, seed + index)))], table.RowCount);
}
