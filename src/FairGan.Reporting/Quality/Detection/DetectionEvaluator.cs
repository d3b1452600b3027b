namespace FairGan.Reporting.Quality.Detection;

/// <summary>
/// The classifier two-sample test (Lopez-Paz and Oquab 2017, https://arxiv.org/abs/1610.06545): gradient-boosted trees
/// (LightGBM) learn to separate real rows from synthetic ones and are tested on held-out rows.
/// </summary>
internal static class DetectionEvaluator
{
    /// <summary>Measures by cross-validation how well synthetic rows can be separated from real ones.</summary>
    /// <param name="mlContext">The context the trainers belong to.</param>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns.</param>
    /// <param name="options">The folds and the settings of the classifier; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the work between the folds; a training under way is finished first.</param>
    /// <returns>The area under the ROC curve, near 0.5 when the rows cannot be separated.</returns>
    /// <exception cref="ArgumentNullException">A required argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DetectionResult Measure(
        MLContext mlContext,
        IDataView real,
        IDataView synthetic,
        DetectionOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        progress?.Report("Reading the tables");
        ColumnarTable realTable = ColumnarTableReader.Read(real, nameof(real), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(realTable, nameof(real), synthetic, nameof(synthetic), cancellationToken);
        return Measure(mlContext, realTable, syntheticTable, options ?? new DetectionOptions(), progress, cancellationToken);
    }

    internal static DetectionResult Measure(
        MLContext mlContext,
        ColumnarTable real,
        ColumnarTable synthetic,
        DetectionOptions options,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        options.Trees.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumRowsPerTable, options.Folds);
        int rows = Math.Min(options.MaximumRowsPerTable, Math.Min(real.RowCount, synthetic.RowCount));
        if (rows < options.Folds)
        {
            return new DetectionResult(rows, double.NaN, []);
        }

        // Real rows come first; row i of either half belongs to fold i modulo the number of folds, after a shuffle.
        int[] realRows = RowSampling.Shuffled(real.RowCount, unchecked((int)options.Seed))[..rows];
        int[] syntheticRows = RowSampling.Shuffled(synthetic.RowCount, unchecked((int)options.Seed))[..rows];
        ColumnarTable pool = TableStack.Of(real.Select(realRows), synthetic.Select(syntheticRows));
        bool[] isReal = [.. Enumerable.Range(0, 2 * rows).Select(row => row < rows)];
        List<double> areas = [];
        for (int fold = 0; fold < options.Folds; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report($"Separating real rows from synthetic ones, fold {fold + 1} of {options.Folds}");
            int[] trainRows = [.. RowSampling.All(2 * rows).Where(row => row % rows % options.Folds != fold)];
            int[] testRows = [.. RowSampling.All(2 * rows).Where(row => row % rows % options.Folds == fold)];
            double[] scores = BoostedTrees.TrainAndScore(
                mlContext, pool, trainRows, isReal, pool, testRows, new HashSet<string>(), options.Trees);
            areas.Add(Ranking.AreaUnderRocCurve(scores, Array.ConvertAll(testRows, row => isReal[row])));
        }

        return new DetectionResult(rows, areas.Average(), areas);
    }
}
