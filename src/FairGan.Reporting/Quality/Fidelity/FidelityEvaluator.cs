namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>
/// How closely a synthetic table follows a real one, by the definitions of SDMetrics
/// (https://docs.sdv.dev/sdmetrics): column shapes (KSComplement for numeric columns, TVComplement for categorical ones)
/// and column pair trends (CorrelationSimilarity of Pearson correlations for two numeric columns, ContingencySimilarity
/// for the rest).
/// </summary>
/// <remarks>
/// Text, Boolean and key columns are categorical, and a missing value is a category of its own; numbers, dates (texts
/// that are dates among them, where there are twenty different ones) and durations are numeric, and missing values are left out (their rates are given beside). Where ContingencySimilarity
/// meets a numeric column, its range in the real table is cut into bins of equal width, and missing is one more bin.
/// A pair with a constant numeric column has no correlation: its trend is NaN and stays out of the mean, as in
/// SDMetrics. One definition differs: a numeric column that holds values in one table and none in the other scores 0,
/// where SDMetrics leaves it out, since a lost column is the worst of all.
/// </remarks>
internal static class FidelityEvaluator
{
    /// <summary>Compares a synthetic table with the real one.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns of the same kinds.</param>
    /// <param name="options">The sensitive columns and the limits; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <returns>The shapes, the trends, and the shapes within each group.</returns>
    /// <exception cref="ArgumentNullException">A table is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows, lacks a column, has a vector column, or a sensitive column does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FidelityResult Compare(
        IDataView real,
        IDataView synthetic,
        FidelityOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new FidelityOptions();
        progress?.Report("Reading the tables");
        ColumnarTable realTable = ColumnarTableReader.Read(real, nameof(real), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(realTable, nameof(real), synthetic, nameof(synthetic), cancellationToken);
        return Compare(realTable, syntheticTable, options, progress, cancellationToken);
    }

    internal static FidelityResult Compare(
        ColumnarTable real, ColumnarTable synthetic, FidelityOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Bins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumGroups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumPairVisits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        IReadOnlyList<GroupPartition> partitions = GroupPartition.CreateAll(options.SensitiveColumns, nameof(options), real, synthetic);

        progress?.Report("Comparing the columns");
        List<ColumnFidelity> columns = CompareColumns(real, synthetic, cancellationToken);

        progress?.Report("Comparing the pairs of columns");
        (ColumnarTable pairReal, ColumnarTable pairSynthetic) = RowsForPairs(real, synthetic, options);
        PairFidelity[] pairs = ComparePairs(pairReal, pairSynthetic, real, options, cancellationToken);

        progress?.Report("Comparing the groups");
        List<PartitionFidelity> groups = [.. partitions.Select(partition => CompareGroups(real, synthetic, partition, options.MaximumGroups, cancellationToken))];

        return new FidelityResult(
            real.RowCount,
            synthetic.RowCount,
            columns,
            pairs,
            MeanOfDefined(columns.Select(column => column.Shape)),
            MeanOfDefined(pairs.Select(pair => pair.Trend)),
            Lowest(columns, column => column.Shape),
            Lowest(pairs, pair => pair.Trend),
            pairReal.RowCount,
            pairSynthetic.RowCount)
        {
            Partitions = groups,
        };
    }

    private static List<ColumnFidelity> CompareColumns(ColumnarTable real, ColumnarTable synthetic, CancellationToken cancellationToken)
    {
        int[] realRows = RowSampling.All(real.RowCount);
        int[] syntheticRows = RowSampling.All(synthetic.RowCount);
        List<ColumnFidelity> results = [];
        for (int index = 0; index < real.Columns.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TableColumn column = real.Columns[index];
            TableColumn other = synthetic.Columns[index];
            results.Add(new ColumnFidelity(
                column.Name,
                column.IsNumeric,
                Shapes.Compare(column, realRows, other, syntheticRows),
                column.MissingRate(),
                other.MissingRate(),
                column.DistinctCount(),
                other.DistinctCount()));
        }

        return results;
    }

    private static (ColumnarTable Real, ColumnarTable Synthetic) RowsForPairs(ColumnarTable real, ColumnarTable synthetic, FidelityOptions options)
    {
        const int FewestRows = 500;
        long pairs = Math.Max(1, (long)real.Columns.Count * (real.Columns.Count - 1) / 2);
        double share = options.MaximumPairVisits / ((double)pairs * ((long)real.RowCount + synthetic.RowCount));
        if (share >= 1)
        {
            return (real, synthetic);
        }

        ColumnarTable Sample(ColumnarTable table) => table.Select(
            RowSampling.AtMost(table.RowCount, Math.Max(FewestRows, (int)(table.RowCount * share)), unchecked((int)options.Seed)));
        return (Sample(real), Sample(synthetic));
    }

    private static PairFidelity[] ComparePairs(
        ColumnarTable real, ColumnarTable synthetic, ColumnarTable range, FidelityOptions options, CancellationToken cancellationToken)
    {
        List<(int First, int Second)> pairs = [];
        for (int first = 0; first < real.Columns.Count; first++)
        {
            for (int second = first + 1; second < real.Columns.Count; second++)
            {
                pairs.Add((first, second));
            }
        }

        PairTrends trends = new(real, synthetic, range, options.Bins);
        PairFidelity[] results = new PairFidelity[pairs.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        Parallel.For<long[]?>(
            0,
            pairs.Count,
            parallel,
            () => null,
            (index, _, scratch) =>
            {
                results[index] = trends.Compare(pairs[index].First, pairs[index].Second, ref scratch);
                return scratch;
            },
            _ => { });
        return results;
    }

    private static PartitionFidelity CompareGroups(
        ColumnarTable real, ColumnarTable synthetic, GroupPartition partition, int maximumGroups, CancellationToken cancellationToken)
    {
        int[][] realRows = partition.RowsByGroup(0);
        int[][] syntheticRows = partition.RowsByGroup(1);
        List<int> columns = [.. Enumerable.Range(0, real.Columns.Count).Where(column => !partition.Columns.Contains(real.Columns[column].Name))];
        List<GroupFidelity> groups = [];
        int measured = Math.Min(partition.Groups.Count, maximumGroups);
        for (int group = 0; group < measured; group++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Dictionary<string, double> shapes = new(StringComparer.Ordinal);
            if (realRows[group].Length > 0 && syntheticRows[group].Length > 0)
            {
                foreach (int column in columns)
                {
                    shapes.Add(
                        real.Columns[column].Name,
                        Shapes.Compare(real.Columns[column], realRows[group], synthetic.Columns[column], syntheticRows[group]));
                }
            }

            groups.Add(new GroupFidelity(
                partition.Groups[group],
                realRows[group].Length,
                syntheticRows[group].Length,
                realRows[group].Length > 0 && syntheticRows[group].Length == 0 ? 0 : MeanOfDefined(shapes.Values),
                shapes.Where(shape => !double.IsNaN(shape.Value)).OrderBy(shape => shape.Value).Select(shape => shape.Key).FirstOrDefault(),
                shapes));
        }

        return new PartitionFidelity(partition.Columns, groups, partition.Groups.Count - measured, Lowest(groups, group => group.MeanShape));
    }

    private static T? Lowest<T>(IEnumerable<T> items, Func<T, double> score)
        where T : class => items.Where(item => !double.IsNaN(score(item))).MinBy(score);

    private static double MeanOfDefined(IEnumerable<double> scores) =>
        scores.Where(score => !double.IsNaN(score)).DefaultIfEmpty(double.NaN).Average();
}
