namespace FairGan.Reporting.Quality.Privacy.Rows;

/// <summary>
/// Boosted trees learn to separate generated rows from reference rows; rows that they classify as generated are more likely training
/// rows, because generated rows are dense where training rows are.
/// </summary>
internal static class ClassifierRatio
{
    private const int MostRowsPerSide = 100_000;

    /// <summary>The log-odds of the targets to be generated.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="reference">Rows of the same population that are neither training rows nor targets.</param>
    /// <param name="seed">Seed of the trees.</param>
    public static double[] Scores(ColumnarTable targets, ColumnarTable generated, ColumnarTable reference, int seed)
    {
        ColumnarTable top = generated.Select(RowSampling.AtMost(generated.RowCount, MostRowsPerSide, seed));
        ColumnarTable bottom = reference.Select(RowSampling.AtMost(reference.RowCount, MostRowsPerSide, seed));
        bool[] isGenerated = [.. Enumerable.Range(0, top.RowCount + bottom.RowCount).Select(row => row < top.RowCount)];
        var trees = new BoostedTreeOptions { Trees = 100, Leaves = 31, Seed = seed };
        return BoostedTrees.TrainAndScore(
            new MLContext(seed), TableStack.Of(top, bottom), RowSampling.All(isGenerated.Length), isGenerated,
            targets, RowSampling.All(targets.RowCount), new HashSet<string>(), trees);
    }
}
