namespace FairGan.Reporting.Quality.Leakage;

/// <summary>
/// How well the other columns of a table predict the group of a row: whether leaving a sensitive column out hides the group.
/// Gradient-boosted trees (LightGBM) learn to separate each group from the rest and are tested on held-out rows.
/// </summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// LeakageResult leakage = LeakageEvaluator.Measure(mlContext, table, sensitiveColumns: ["sex"]);
/// Console.WriteLine($"AUC {leakage.Partitions[0].AreaUnderRocCurve:F3}; 0.5 means that the other columns do not reveal the group");
/// </code>
/// </example>
public static class LeakageEvaluator
{
    /// <summary>Measures by cross-validation how well the other columns predict the groups.</summary>
    /// <param name="mlContext">The context the trainers belong to.</param>
    /// <param name="data">The table.</param>
    /// <param name="sensitiveColumns">
    /// The sensitive columns; at least one. Text, Boolean and key columns have a group per value, missing values included; numbers have
    /// one per value up to ten values, and one per quartile beyond. None of them is a feature.
    /// </param>
    /// <param name="options">What else is no feature, the folds and the settings of the classifier; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the work between the trainings; one under way is finished first.</param>
    /// <returns>Areas under the ROC curve, one group against the rest.</returns>
    /// <exception cref="ArgumentNullException">A required argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The table has no rows, or no sensitive column, or no other column, or lacks a column named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LeakageResult Measure(
        MLContext mlContext,
        IDataView data,
        IReadOnlyList<string> sensitiveColumns,
        LeakageOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(sensitiveColumns);
        options ??= new LeakageOptions();
        options.Check();
        if (sensitiveColumns.Count == 0)
        {
            throw new ArgumentException("At least one sensitive column must be named.", nameof(sensitiveColumns));
        }

        progress?.Report("Reading the table");
        ColumnarTable table = ColumnarTableReader.Read(data, nameof(data), cancellationToken);
        foreach (string name in options.ExcludedFeatures)
        {
            table.Require(name, nameof(options));
        }

        // The partition comes before the sample, so that the quartiles of a number are those of the whole table.
        IReadOnlyList<GroupPartition> partitions = GroupPartition.CreateAll(sensitiveColumns, nameof(sensitiveColumns), table);
        HashSet<string> excluded = [.. sensitiveColumns, .. options.ExcludedFeatures];
        string[] features = [.. table.Columns.Select(column => column.Name).Where(name => !excluded.Contains(name))];
        if (features.Length == 0)
        {
            throw new ArgumentException("No column is left to predict the groups from: all are sensitive or excluded.", nameof(data));
        }

        int[] rows = RowSampling.Shuffled(table.RowCount, unchecked((int)options.Seed))[..Math.Min(options.MaximumRows, table.RowCount)];
        List<PartitionLeakage> results = [];
        foreach (GroupPartition partition in partitions)
        {
            results.Add(Measure(mlContext, table, rows, partition, excluded, options, progress, cancellationToken));
        }

        return new LeakageResult(rows.Length, features, results);
    }

    private static PartitionLeakage Measure(
        MLContext mlContext,
        ColumnarTable table,
        int[] rows,
        GroupPartition partition,
        HashSet<string> excluded,
        LeakageOptions options,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        int[] groupOfRow = partition.GroupOfRow[0];
        int[] sizes = new int[partition.Groups.Count];
        int[] foldOfRow = new int[table.RowCount];
        foreach (int row in rows)
        {
            // Every fold gets its share of every group.
            foldOfRow[row] = sizes[groupOfRow[row]]++ % options.Folds;
        }

        int[] groups = [.. Enumerable.Range(0, sizes.Length).Where(group => sizes[group] > 0)];
        int[] measured = groups[..Math.Min(options.MaximumGroups, groups.Length)];
        double[] areas = new double[measured.Length];
        for (int i = 0; i < measured.Length; i++)
        {
            progress?.Report($"Predicting the groups of {string.Join(" × ", partition.Columns)}, {i + 1} of {measured.Length}");

            // The second of two groups has the same scores, reversed.
            areas[i] = i == 1 && groups.Length == 2 ? areas[0] : Area(measured[i]);
        }

        GroupLeakage[] results = [.. measured.Select((group, i) => new GroupLeakage(partition.Groups[group], sizes[group], areas[i]))];
        GroupLeakage[] defined = [.. results.Where(group => !double.IsNaN(group.AreaUnderRocCurve))];
        double mean = defined.Sum(group => group.Rows * group.AreaUnderRocCurve) / defined.Sum(group => (double)group.Rows);
        return new PartitionLeakage(partition.Columns, mean, results, groups.Length - measured.Length);

        double Area(int group)
        {
            if (sizes[group] < options.Folds || rows.Length - sizes[group] < options.Folds)
            {
                return double.NaN;
            }

            bool[] isMember = Array.ConvertAll(groupOfRow, other => other == group);
            double sum = 0;
            int folds = 0;
            for (int fold = 0; fold < options.Folds; fold++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] trainRows = [.. rows.Where(row => foldOfRow[row] != fold)];
                int[] testRows = [.. rows.Where(row => foldOfRow[row] == fold)];
                double[] scores = BoostedTrees.TrainAndScore(mlContext, table, trainRows, isMember, table, testRows, excluded, options.Trees);
                double area = Ranking.AreaUnderRocCurve(scores, Array.ConvertAll(testRows, row => isMember[row]));

                // The rest may be small groups that all fell into the same folds.
                if (!double.IsNaN(area))
                {
                    sum += area;
                    folds++;
                }
            }

            return folds == 0 ? double.NaN : sum / folds;
        }
    }
}
