using System.Globalization;

namespace FairGan.Fairness.Counts;

/// <summary>Counts rows by group, label and prediction. One instance for each pass; not thread-safe.</summary>
internal sealed class GroupCountsBuilder(
    CategorySet[] groups,
    CategorySet labels,
    CategorySet? predictions,
    string? scoreColumn,
    string? weightColumn,
    MissingGroupPolicy missing,
    bool leaveOutUnlabelled)
{
    private readonly PairIndex[] _levels = [.. Enumerable.Range(0, groups.Length + 2).Select(_ => new PairIndex())];
    private readonly long[] _missingRows = new long[groups.Length];
    private readonly List<ScoreList>? _scores = scoreColumn is null ? null : [];
    private LeafSums[] _sums = new LeafSums[64];
    private long _rowsCounted;

    /// <summary>The row that is counted next, from 1.</summary>
    public long Row { get; private set; } = 1;

    public IReadOnlyList<long> MissingRows => _missingRows;

    /// <summary>The rows left out because they have no label.</summary>
    public long UnlabelledRows { get; private set; }

    public LeafSums[] Sums => _sums.AsSpan(0, _levels[^1].Pairs.Count).ToArray();

    public ScoreList[]? Scores => _scores?.ToArray();

    /// <summary>Whether the next row, or many that are counted as one, is left out because it has no label; it is counted as such.</summary>
    public bool LeavesOut(int label, long rows)
    {
        if (!leaveOutUnlabelled || label != labels.MissingCode)
        {
            return false;
        }

        UnlabelledRows += rows;
        Row++;
        return true;
    }

    public void Add(RowSource source)
    {
        int label = source.Label();
        if (LeavesOut(label, 1))
        {
            return;
        }

        int prefix = 0;
        for (int i = 0; i < source.Groups.Length; i++)
        {
            int code = source.Groups[i]();
            if (code == groups[i].MissingCode)
            {
                NoteMissing(i, 1);
            }

            prefix = _levels[i].IndexOf(prefix, code);
        }

        int prediction = source.Prediction is null ? label : source.Prediction();
        double weight = source.Weight is null ? 1 : source.Weight();
        GroupCounts.CheckWeight(weightColumn, weight, Row);

        int leaf = Leaf(prefix, label, prediction);
        ref LeafSums sums = ref _sums[leaf];
        sums.Count++;
        sums.Weight += weight;
        sums.SquaredWeight += weight * weight;
        if (source.Score is not null)
        {
            AddScore(leaf, source.Score(), weight);
        }

        Row++;
        _rowsCounted++;
    }

    public void AddMany(ReadOnlySpan<int> groupCodes, int label, int? prediction, LeafSums added)
    {
        int prefix = 0;
        for (int i = 0; i < groupCodes.Length; i++)
        {
            if (groupCodes[i] == groups[i].MissingCode)
            {
                NoteMissing(i, added.Count);
            }

            prefix = _levels[i].IndexOf(prefix, groupCodes[i]);
        }

        int leaf = Leaf(prefix, label, prediction ?? label);
        ref LeafSums sums = ref _sums[leaf];
        sums = new LeafSums(sums.Count + added.Count, sums.Weight + added.Weight, sums.SquaredWeight + added.SquaredWeight);
        Row++;
        _rowsCounted += added.Count;
    }

    public GroupCounts Build()
    {
        if (_rowsCounted == 0)
        {
            throw new InvalidDataException(UnlabelledRows > 0
                ? $"Column '{labels.Column}' is missing in every row (rows 1 to {UnlabelledRows}): no row has a label to audit."
                : $"There are no rows to count for label column '{labels.Column}'.");
        }

        if (Sums.Sum(sums => sums.Weight) == 0)
        {
            throw new InvalidDataException($"Column '{weightColumn ?? "weight"}' is 0 in every row: some weight must be above 0.");
        }

        for (int i = 0; i < groups.Length; i++)
        {
            if (_missingRows[i] == _rowsCounted)
            {
                throw GroupCounts.NoGroup(groups[i].Column, _rowsCounted);
            }
        }

        return new GroupCounts(groups, labels, predictions, this);
    }

    /// <summary>The codes behind each leaf: group codes (flattened), label codes, prediction codes.</summary>
    public (int[] Groups, int[] Labels, int[] Predictions) Unfold()
    {
        IReadOnlyList<(int Prefix, int Code)> leaves = _levels[^1].Pairs;
        int[] groupCodes = new int[leaves.Count * groups.Length];
        int[] labelCodes = new int[leaves.Count];
        int[] predictionCodes = new int[leaves.Count];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            (int prefix, predictionCodes[leaf]) = leaves[leaf];
            (prefix, labelCodes[leaf]) = _levels[^2].Pairs[prefix];
            for (int i = groups.Length - 1; i >= 0; i--)
            {
                (prefix, groupCodes[(leaf * groups.Length) + i]) = _levels[i].Pairs[prefix];
            }
        }

        return (groupCodes, labelCodes, predictionCodes);
    }

    private int Leaf(int prefix, int label, int prediction)
    {
        if (label == labels.MissingCode)
        {
            throw new InvalidDataException($"Column '{labels.Column}' is missing at row {Row}: fill it or leave the row out.");
        }

        if (predictions is not null && prediction == predictions.MissingCode)
        {
            throw new InvalidDataException($"Column '{predictions.Column}' is missing at row {Row}: fill it or leave the row out.");
        }

        int leaf = _levels[^1].IndexOf(_levels[^2].IndexOf(prefix, label), prediction);
        if (leaf >= _sums.Length)
        {
            Array.Resize(ref _sums, _sums.Length * 2);
        }

        return leaf;
    }

    private void AddScore(int leaf, double score, double weight)
    {
        if (!double.IsFinite(score))
        {
            throw new InvalidDataException(
                $"Column '{scoreColumn}' is {score.ToString(CultureInfo.InvariantCulture)} at row {Row}: a score must be a finite number.");
        }

        while (_scores!.Count <= leaf)
        {
            _scores.Add(new ScoreList([], weightColumn is null ? null : []));
        }

        _scores[leaf].Scores.Add(score);
        _scores[leaf].Weights?.Add(weight);
    }

    private void NoteMissing(int column, long rows)
    {
        if (missing == MissingGroupPolicy.Refuse)
        {
            throw GroupCounts.MissingGroup(groups[column].Column, Row);
        }

        _missingRows[column] += rows;
    }
}

/// <summary>Where a row's values come from: one function for each column, called once a row.</summary>
internal sealed record RowSource(Func<int>[] Groups, Func<int> Label, Func<int>? Prediction, Func<double>? Score, Func<double>? Weight);

/// <summary>The rows of one combination of group, label and prediction, added up.</summary>
internal record struct LeafSums(long Count, double Weight, double SquaredWeight);

/// <summary>The scores of such a combination's rows; weights where rows are weighted.</summary>
internal sealed record ScoreList(List<double> Scores, List<double>? Weights);
