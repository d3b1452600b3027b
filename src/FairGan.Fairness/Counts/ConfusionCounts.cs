using System.Runtime.InteropServices;

namespace FairGan.Fairness.Counts;

/// <summary>
/// The confusion counts of each group, from columns of bytes that lie in memory: the fastest way to an audit where groups,
/// labels and predictions are coded already.
/// </summary>
public sealed class ConfusionCounts
{
    private const int Histograms = 4;
    private const int CellsOfBytes = 1024;
    private const int GroupsInOneByte = 64;

    private readonly long[] _counts;

    private ConfusionCounts(long[] counts, int groupCount)
    {
        _counts = counts;
        GroupCount = groupCount;
    }

    /// <summary>The number of groups.</summary>
    public int GroupCount { get; }

    /// <summary>The number of rows of a group with this label and prediction.</summary>
    /// <param name="group">From 0 to <see cref="GroupCount"/> − 1.</param>
    /// <param name="label">Whether the label is positive.</param>
    /// <param name="prediction">Whether the prediction is positive.</param>
    public long this[int group, bool label, bool prediction] => _counts[(group * 4) + (label ? 2 : 0) + (prediction ? 1 : 0)];

    /// <summary>Counts rows on one core, in one pass without allocation per row.</summary>
    /// <param name="groups">The group of each row, below <paramref name="groupCount"/>.</param>
    /// <param name="labels">The label of each row, 0 or 1.</param>
    /// <param name="predictions">The prediction of each row, 0 or 1.</param>
    /// <param name="groupCount">The number of groups, from 1 to 256.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of groups is out of range.</exception>
    /// <exception cref="InvalidDataException">A value is out of range; the message names column and row.</exception>
    public static ConfusionCounts Count(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, int groupCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groupCount, 256);
        GroupCounts.CheckLength("groups", groups.Length, labels.Length);
        GroupCounts.CheckLength("predictions", predictions.Length, labels.Length);

        // Several histograms side by side: neighbouring rows often fall into the same cell, and an increment that has to
        // wait for the one before it would be four times slower.
        uint[] histograms = new uint[Histograms * CellsOfBytes];
        bool isBinary = CountWords(groups, labels, predictions, groupCount, histograms, out int done);
        isBinary &= CountBytes(groups[done..], labels[done..], predictions[done..], histograms);
        if (!isBinary)
        {
            throw NotBinary(labels, predictions);
        }

        long[] counts = new long[CellsOfBytes];
        for (int i = 0; i < histograms.Length; i++)
        {
            counts[i % CellsOfBytes] += histograms[i];
        }

        return counts.AsSpan(groupCount * 4).ContainsAnyExcept(0)
            ? throw OutOfRange(groups, groupCount)
            : new ConfusionCounts(counts[..(groupCount * 4)], groupCount);
    }

    /// <summary>The same counts as a table that <c>MetricFrame</c> and <c>FairnessAudit</c> take; the positive value is 1.</summary>
    /// <param name="groupColumn">The name of the group column.</param>
    /// <param name="groupNames">The name of each group.</param>
    /// <exception cref="ArgumentException">There are not as many names as groups.</exception>
    public GroupCounts ToGroupCounts(string groupColumn, IReadOnlyList<string> groupNames)
    {
        ArgumentNullException.ThrowIfNull(groupNames);
        if (groupNames.Count != GroupCount)
        {
            throw new ArgumentException($"There are {groupNames.Count} names for {GroupCount} groups.", nameof(groupNames));
        }

        IEnumerable<CountRow> rows = _counts
            .Select((count, cell) => (count, cell))
            .Where(entry => entry.count > 0)
            .Select(entry => new CountRow(
                [groupNames[entry.cell / 4]],
                (entry.cell & 2) > 0 ? "1" : "0",
                (entry.cell & 1) > 0 ? "1" : "0",
                entry.count));
        return GroupCounts.FromRows([groupColumn], rows, "labels", "predictions");
    }

    // Eight rows at a time: with at most 64 groups the cell (group, label, prediction) of a row fits its own byte, so one
    // 64-bit shift and or codes all eight.
    private static bool CountWords(
        ReadOnlySpan<byte> groups,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<byte> predictions,
        int groupCount,
        Span<uint> histograms,
        out int done)
    {
        done = 0;
        if (groupCount > GroupsInOneByte || groups.ContainsAnyExceptInRange((byte)0, (byte)(GroupsInOneByte - 1)))
        {
            return true;
        }

        Span<uint> first = histograms[..256];
        Span<uint> second = histograms.Slice(CellsOfBytes, 256);
        Span<uint> third = histograms.Slice(2 * CellsOfBytes, 256);
        Span<uint> fourth = histograms.Slice(3 * CellsOfBytes, 256);
        ReadOnlySpan<ulong> groupWords = MemoryMarshal.Cast<byte, ulong>(groups);
        ReadOnlySpan<ulong> labelWords = MemoryMarshal.Cast<byte, ulong>(labels)[..groupWords.Length];
        ReadOnlySpan<ulong> predictionWords = MemoryMarshal.Cast<byte, ulong>(predictions)[..groupWords.Length];
        ulong seen = 0;
        for (int i = 0; i < groupWords.Length; i++)
        {
            ulong label = labelWords[i];
            ulong prediction = predictionWords[i];
            seen |= label | prediction;
            ulong cells = (groupWords[i] << 2) | ((label & 0x0101010101010101) << 1) | (prediction & 0x0101010101010101);
            first[(byte)cells]++;
            second[(byte)(cells >> 8)]++;
            third[(byte)(cells >> 16)]++;
            fourth[(byte)(cells >> 24)]++;
            first[(byte)(cells >> 32)]++;
            second[(byte)(cells >> 40)]++;
            third[(byte)(cells >> 48)]++;
            fourth[(byte)(cells >> 56)]++;
        }

        done = groupWords.Length * sizeof(ulong);
        return (seen & ~0x0101010101010101UL) == 0;
    }

    private static bool CountBytes(
        ReadOnlySpan<byte> groups,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<byte> predictions,
        Span<uint> histograms)
    {
        int seen = 0;
        for (int row = 0; row < groups.Length; row++)
        {
            int label = labels[row];
            int prediction = predictions[row];
            seen |= label | prediction;
            int cell = (groups[row] << 2) | ((label & 1) << 1) | (prediction & 1);
            histograms[((row & (Histograms - 1)) * CellsOfBytes) + cell]++;
        }

        return (seen & ~1) == 0;
    }

    private static InvalidDataException NotBinary(ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions)
    {
        int label = labels.IndexOfAnyExceptInRange((byte)0, (byte)1);
        return label >= 0
            ? new InvalidDataException($"Column 'labels' is {labels[label]} at row {label + 1}: it must be 0 or 1.")
            : NotBinaryPrediction(predictions);
    }

    private static InvalidDataException NotBinaryPrediction(ReadOnlySpan<byte> predictions)
    {
        int row = predictions.IndexOfAnyExceptInRange((byte)0, (byte)1);
        return new InvalidDataException($"Column 'predictions' is {predictions[row]} at row {row + 1}: it must be 0 or 1.");
    }

    private static InvalidDataException OutOfRange(ReadOnlySpan<byte> groups, int groupCount)
    {
        int row = groups.IndexOfAnyExceptInRange((byte)0, (byte)(groupCount - 1));
        return new InvalidDataException($"Column 'groups' is {groups[row]} at row {row + 1}: it must be below {groupCount}.");
    }
}
