namespace FairGan.Reporting.Quality.Privacy;

/// <summary>
/// Whether a generator repeats the rows it was trained on: the distance from synthetic rows to the closest training row
/// (Gower's distance), and the share of exact copies, against the same figures of real rows that were not trained on.
/// </summary>
/// <remarks>
/// These figures detect a generator that memorises. They bound no attacker's knowledge: only differential privacy does. Real rows
/// repeat each other too, which is why held-out rows are the yardstick and not zero.
/// </remarks>
internal static class PrivacyEvaluator
{
    /// <summary>Compares how close synthetic rows and held-out real rows lie to the training rows.</summary>
    /// <param name="trainReal">The real rows the generator was trained on.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns.</param>
    /// <param name="holdout">
    /// Real rows the generator has not seen, with the same columns. When <see langword="null"/>, the real rows are cut in two
    /// random halves, and the synthetic rows and the other half are compared with each half in turn: both then meet equally many
    /// training rows, as a fair comparison needs.
    /// </param>
    /// <param name="options">The limits and the seed; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <returns>The distances and copies of the synthetic and of the held-out rows.</returns>
    /// <exception cref="ArgumentNullException">A table is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column, or without <paramref name="holdout"/> there are fewer than two real rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PrivacyResult Compare(
        IDataView trainReal,
        IDataView synthetic,
        IDataView? holdout = null,
        PrivacyOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        progress?.Report("Reading the tables");
        ColumnarTable real = ColumnarTableReader.Read(trainReal, nameof(trainReal), cancellationToken);
        ColumnarTable syntheticTable = ColumnarTableReader.ReadLike(real, nameof(trainReal), synthetic, nameof(synthetic), cancellationToken);
        ColumnarTable? heldOut = holdout is null ? null : ColumnarTableReader.ReadLike(real, nameof(trainReal), holdout, nameof(holdout), cancellationToken);
        if (heldOut is null && real.RowCount < 2)
        {
            throw new ArgumentException("One real row cannot be cut in halves. Pass at least two real rows, or held-out rows.", nameof(trainReal));
        }

        return Compare(real, syntheticTable, heldOut, options ?? new PrivacyOptions(), progress, cancellationToken);
    }

    internal static PrivacyResult Compare(
        ColumnarTable real,
        ColumnarTable synthetic,
        ColumnarTable? holdout,
        PrivacyOptions options,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        options.Check();
        progress?.Report("Looking for the closest real rows");
        GowerSpace space = new(real);
        List<Trial> trials = [];
        if (holdout is not null)
        {
            trials.Add(new Trial(real, synthetic, holdout));
        }
        else
        {
            (int[] first, int[] second) = RowSampling.Halves(real.RowCount, unchecked((int)options.Seed));
            ColumnarTable firstHalf = real.Select(first);
            ColumnarTable secondHalf = real.Select(second);
            trials.Add(new Trial(firstHalf, synthetic, secondHalf));
            trials.Add(new Trial(secondHalf, synthetic, firstHalf));
        }

        // With two trials each measures half the rows, so that the work and the number of distances stay the same.
        int sampled = Math.Max(1, options.SampledRows / trials.Count);
        (int queries, int searched) = WithinLimit(sampled, trials.Max(trial => trial.Training.RowCount), trials.Count * real.Columns.Count, options.MaximumComparisons);
        List<float> syntheticDistances = [];
        List<float> heldOutDistances = [];
        double syntheticCopies = 0;
        double heldOutCopies = 0;
        foreach (Trial trial in trials)
        {
            float[][] rows = space.Coordinates(Sample(trial.Training, searched, options.Seed));
            syntheticDistances.AddRange(Distances(space, rows, Sample(trial.Synthetic, queries, options.Seed), options.Threads, cancellationToken));
            heldOutDistances.AddRange(Distances(space, rows, Sample(trial.HeldOut, queries, options.Seed), options.Threads, cancellationToken));
            HashSet<UInt128> training = [.. RowFingerprints.Of(trial.Training)];
            syntheticCopies += RowFingerprints.ShareFound(RowFingerprints.Of(trial.Synthetic), training) / trials.Count;
            heldOutCopies += RowFingerprints.ShareFound(RowFingerprints.Of(trial.HeldOut), training) / trials.Count;
        }

        ClosestRecordDistances ofSynthetic = Summarize(syntheticDistances, syntheticCopies);
        ClosestRecordDistances ofHeldOut = Summarize(heldOutDistances, heldOutCopies);
        return new PrivacyResult(
            ofSynthetic,
            ofHeldOut,
            holdout is null,
            RowFingerprints.ShareFound(RowFingerprints.Of(synthetic), new HashSet<UInt128>(RowFingerprints.Of(real))),
            Math.Min(searched, trials.Max(trial => trial.Training.RowCount)),
            (double)syntheticDistances.Count(distance => distance < ofHeldOut.FifthPercentile) / syntheticDistances.Count);
    }

    // Fewer measured rows first, since some hundred of them still give a percentile; then fewer searched rows.
    internal static (int Queries, int Searched) WithinLimit(int queries, int rows, int columnVisits, long maximumComparisons)
    {
        const int FewestQueries = 200;
        double perQuery = 2.0 * rows * columnVisits;
        int affordable = (int)Math.Min(queries, maximumComparisons / perQuery);
        if (affordable >= Math.Min(queries, FewestQueries))
        {
            return (affordable, rows);
        }

        int kept = Math.Min(queries, FewestQueries);
        return (kept, (int)Math.Clamp(maximumComparisons / (2.0 * kept * columnVisits), 1, rows));
    }

    internal static ColumnarTable Sample(ColumnarTable table, int rows, long seed) =>
        rows >= table.RowCount ? table : table.Select(RowSampling.AtMost(table.RowCount, rows, unchecked((int)seed)));

    internal static float[] Distances(GowerSpace space, float[][] rows, ColumnarTable queries, int threads, CancellationToken cancellationToken)
    {
        float[][] coordinates = space.Coordinates(queries);
        float[] distances = new float[queries.RowCount];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            distances.Length,
            parallel,
            () => new float[rows[0].Length],
            (query, _, sums) =>
            {
                distances[query] = GowerSpace.ClosestDistance(rows, coordinates, query, sums);
                return sums;
            },
            _ => { });
        return distances;
    }

    private static ClosestRecordDistances Summarize(List<float> distances, double copies)
    {
        float[] sorted = [.. distances];
        Array.Sort(sorted);
        return new ClosestRecordDistances(sorted.Length, Ranking.Quantile(sorted, 0.5), Ranking.Quantile(sorted, 0.05), copies)
        {
            Percentiles = [.. Enumerable.Range(0, 21).Select(step => Ranking.Quantile(sorted, step / 20.0))],
        };
    }

    private sealed record Trial(ColumnarTable Training, ColumnarTable Synthetic, ColumnarTable HeldOut);
}
