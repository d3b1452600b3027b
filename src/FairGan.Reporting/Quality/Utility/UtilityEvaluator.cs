namespace FairGan.Reporting.Quality.Utility;

/// <summary>
/// Whether synthetic rows can replace real ones in training: "train on synthetic, test on real" (Esteban, Hyland
/// and Rätsch 2017, https://arxiv.org/abs/1706.02633), with gradient-boosted trees (LightGBM) as the model, and what the
/// model decides group by group.
/// </summary>
internal static class UtilityEvaluator
{
    /// <summary>Trains a model on one table and tests it on real rows.</summary>
    /// <param name="mlContext">The context the trainer belongs to.</param>
    /// <param name="train">The rows to train on, synthetic or real.</param>
    /// <param name="test">Real rows that neither the model nor the generator of <paramref name="train"/> has seen, with the same columns.</param>
    /// <param name="label">The column to predict.</param>
    /// <param name="positive">
    /// The value of the label that counts as positive; every other value is negative. When <see langword="null"/>, the
    /// label must be 0/1 or false/true.
    /// </param>
    /// <param name="options">The sensitive columns and the settings of the model; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the work between the steps; a training under way is finished first.</param>
    /// <returns>The quality of the predictions on <paramref name="test"/>, overall and by group.</returns>
    /// <exception cref="ArgumentNullException">A required argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column, or the label has no such value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static UtilityResult TrainOnSyntheticTestOnReal(
        MLContext mlContext,
        IDataView train,
        IDataView test,
        string label,
        string? positive = null,
        UtilityOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(label);
        progress?.Report("Reading the tables");
        ColumnarTable testTable = ColumnarTableReader.Read(test, nameof(test), cancellationToken);
        ColumnarTable trainTable = ColumnarTableReader.ReadLike(testTable, nameof(test), train, nameof(train), cancellationToken);
        BinaryLabel binary = BinaryLabel.Create([testTable, trainTable], label, positive, nameof(label), nameof(positive));
        progress?.Report("Training a model");
        return Measure(mlContext, trainTable, testTable, binary, options ?? new UtilityOptions(), cancellationToken);
    }

    /// <summary>Trains the same model on real and on synthetic rows and tests both on the same real rows.</summary>
    /// <param name="mlContext">The context the trainers belong to.</param>
    /// <param name="real">The real rows to train on.</param>
    /// <param name="synthetic">The synthetic rows to train on, with the same columns.</param>
    /// <param name="test">Real rows that neither a model nor the generator has seen, with the same columns.</param>
    /// <param name="label">The column to predict.</param>
    /// <param name="positive">The value of the label that counts as positive, as in <see cref="TrainOnSyntheticTestOnReal"/>.</param>
    /// <param name="options">The sensitive columns and the settings of the model; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the work between the steps; a training under way is finished first.</param>
    /// <returns>The quality of both models.</returns>
    /// <exception cref="ArgumentNullException">A required argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column, or the label has no such value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static UtilityComparison Compare(
        MLContext mlContext,
        IDataView real,
        IDataView synthetic,
        IDataView test,
        string label,
        string? positive = null,
        UtilityOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(label);
        progress?.Report("Reading the tables");
        ColumnarTable realTable = ColumnarTableReader.Read(real, nameof(real), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(realTable, nameof(real), synthetic, nameof(synthetic), cancellationToken);
        ColumnarTable testTable = ColumnarTableReader.ReadLike(realTable, nameof(real), test, nameof(test), cancellationToken);
        BinaryLabel binary = BinaryLabel.Create([realTable, testTable, syntheticTable], label, positive, nameof(label), nameof(positive));
        return Compare(mlContext, realTable, syntheticTable, testTable, binary, options ?? new UtilityOptions(), progress, cancellationToken);
    }

    internal static UtilityComparison Compare(
        MLContext mlContext,
        ColumnarTable real,
        ColumnarTable synthetic,
        ColumnarTable test,
        BinaryLabel label,
        UtilityOptions options,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        progress?.Report("Training a model on the real rows");
        TestedModel onReal = Test(mlContext, real, test, label, options, cancellationToken);
        progress?.Report("Training a model on the synthetic rows");
        TestedModel onSynthetic = Test(mlContext, synthetic, test, label, options, cancellationToken);
        return UtilityBootstrap.Compare(onReal, onSynthetic, unchecked((int)options.Seed));
    }

    internal static UtilityResult Measure(
        MLContext mlContext, ColumnarTable train, ColumnarTable test, BinaryLabel label, UtilityOptions options, CancellationToken cancellationToken) =>
        UtilityBootstrap.WithIntervals(Test(mlContext, train, test, label, options, cancellationToken), unchecked((int)options.Seed));

    private static TestedModel Test(
        MLContext mlContext, ColumnarTable train, ColumnarTable test, BinaryLabel label, UtilityOptions options, CancellationToken cancellationToken)
    {
        options.Trees.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumTrainingRows, 1);
        foreach (string name in options.ExcludedFeatures)
        {
            test.Require(name, nameof(options));
        }

        IReadOnlyList<GroupPartition> partitions = GroupPartition.CreateAll(options.SensitiveColumns, nameof(options), test);
        cancellationToken.ThrowIfCancellationRequested();
        int[] trainRows = Labelled(label, train, "train");
        trainRows = Array.ConvertAll(RowSampling.AtMost(trainRows.Length, options.MaximumTrainingRows, unchecked((int)options.Seed)), index => trainRows[index]);
        int[] testRows = Labelled(label, test, "test");
        bool[] testClasses = label.IsPositive(test);
        bool[] truth = Array.ConvertAll(testRows, row => testClasses[row]);
        double[] scores = BoostedTrees.TrainAndScore(
            mlContext, train, trainRows, label.IsPositive(train), test, testRows, new HashSet<string>(options.ExcludedFeatures) { label.Column }, options.Trees);
        cancellationToken.ThrowIfCancellationRequested();

        // Log-odds above 0 are probabilities above one half.
        bool[] decisions = Array.ConvertAll(scores, score => score > 0);
        return new TestedModel(
            truth,
            scores,
            decisions,
            [.. partitions.Select(partition => Array.ConvertAll(testRows, row => partition.GroupOfRow[0][row]))],
            [.. partitions.Select(partition => partition.Groups.Count)],
            Summarize(trainRows.Length, testRows, truth, scores, decisions, partitions));
    }

    internal static UtilityResult Summarize(
        int trainingRows, int[] testRows, bool[] truth, double[] scores, bool[] decisions, IReadOnlyList<GroupPartition> partitions)
    {
        int right = 0;
        int truePositives = 0;
        int selected = 0;
        int positives = 0;
        for (int index = 0; index < truth.Length; index++)
        {
            right += truth[index] == decisions[index] ? 1 : 0;
            truePositives += truth[index] && decisions[index] ? 1 : 0;
            selected += decisions[index] ? 1 : 0;
            positives += truth[index] ? 1 : 0;
        }

        return new UtilityResult(
            trainingRows,
            testRows.Length,
            Ranking.AreaUnderRocCurve(scores, truth),
            (double)right / truth.Length,
            selected + positives == 0 ? 0 : 2.0 * truePositives / (selected + positives),
            [.. partitions.Select(partition => ByGroup(partition, testRows, truth, decisions))]);
    }

    private static PartitionRates ByGroup(GroupPartition partition, int[] testRows, bool[] truth, bool[] decisions)
    {
        int count = partition.Groups.Count;
        int[] rows = new int[count];
        int[] positives = new int[count];
        int[] selectedPositives = new int[count];
        int[] selectedNegatives = new int[count];
        for (int index = 0; index < testRows.Length; index++)
        {
            int group = partition.GroupOfRow[0][testRows[index]];
            rows[group]++;
            positives[group] += truth[index] ? 1 : 0;
            selectedPositives[group] += decisions[index] && truth[index] ? 1 : 0;
            selectedNegatives[group] += decisions[index] && !truth[index] ? 1 : 0;
        }

        List<GroupRates> groups = [.. Enumerable.Range(0, count).Where(group => rows[group] > 0).Select(group => new GroupRates(
            partition.Groups[group],
            rows[group],
            positives[group],
            (double)(selectedPositives[group] + selectedNegatives[group]) / rows[group],
            (double)selectedPositives[group] / positives[group],
            (double)selectedNegatives[group] / (rows[group] - positives[group])))];
        (double parity, double odds) = PartitionRates.Differences(groups);
        List<GroupRates> large = [.. groups.Where(group => group.Rows >= PartitionRates.SmallGroupRows)];
        (double parityWithoutSmall, double oddsWithoutSmall) = PartitionRates.Differences(large);
        return new PartitionRates(partition.Columns, groups, parity, odds, parityWithoutSmall, oddsWithoutSmall);
    }

    private static int[] Labelled(BinaryLabel label, ColumnarTable table, string parameterName)
    {
        int[] rows = label.LabelledRows(table);
        return rows.Length > 0
            ? rows
            : throw new ArgumentException($"No row of the table has a value in label column '{label.Column}'. Fill the column, or name another label.", parameterName);
    }
}
