using System.Globalization;
using Microsoft.ML;

namespace FairGan.Fairness.Counts;

/// <summary>
/// The one immutable table of counts that classification metrics are made from: for every combination of group values,
/// label and prediction that occurs, how many rows there are and what they weigh. Built in one pass over an
/// <see cref="IDataView"/> (<see cref="Read"/>) or from counts that a database made (<see cref="FromRows"/>).
/// </summary>
/// <remarks>Thread-safe. Its size follows the number of combinations, not of rows; scores are kept only when a score column is named.</remarks>
public sealed class GroupCounts
{
    internal const int GroupLimit = 65_536;
    internal const string GroupRemedy = "A group column needs few values: put its numbers into ranges first.";

    private const int LabelLimit = 1_000;
    private const string LabelRemedy = "That is no class label: use the regression metrics, name it as the score column, or put its numbers into classes first.";

    private readonly CategoryList[] _groups;
    private readonly CategoryList _labels;
    private readonly CategoryList? _predictions;
    private readonly int[] _codes;
    private readonly int[] _labelCodes;
    private readonly int[] _predictionCodes;
    private readonly LeafSums[] _sums;
    private readonly ScoreList[]? _scores;

    private GroupCounts(CategorySet[] groups, CategorySet labels, CategorySet? predictions, Builder builder)
    {
        // Values and leaves are put into an order of their own, so that every figure comes out the same to the last digit, and
        // every bootstrap draws the same, in whatever order the rows came: a database gives its groups in any.
        int[][] groupRanks = new int[groups.Length][];
        _groups = new CategoryList[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            _groups[i] = groups[i].Sorted(out groupRanks[i]);
        }

        _labels = labels.Sorted(out int[] labelRanks);
        int[] predictionRanks = labelRanks;
        _predictions = predictions?.Sorted(out predictionRanks);
        (int[] codes, int[] labelCodes, int[] predictionCodes) = builder.Unfold();
        int[][] leaves = [.. labelCodes.Select((label, leaf) => (int[])[
            .. groupRanks.Select((ranks, i) => ranks[codes[(leaf * groups.Length) + i]]),
            labelRanks[label],
            predictionRanks[predictionCodes[leaf]]])];
        int[] order = [.. Enumerable.Range(0, leaves.Length)];
        Array.Sort(order, (left, right) => leaves[left].AsSpan().SequenceCompareTo(leaves[right]));
        _codes = [.. order.SelectMany(leaf => leaves[leaf][..^2])];
        _labelCodes = [.. order.Select(leaf => leaves[leaf][^2])];
        _predictionCodes = [.. order.Select(leaf => leaves[leaf][^1])];
        LeafSums[] sums = builder.Sums;
        _sums = [.. order.Select(leaf => sums[leaf])];
        _scores = builder.Scores is { } scores ? [.. order.Select(leaf => scores[leaf])] : null;
        GroupColumns = [.. groups.Select(set => set.Column)];
        LabelValues = [.. _labels.Categories.Select(category => category.Text)];
        Count = _sums.Sum(leaf => leaf.Count);
        UnknownCounts = [.. groups.Select((set, i) => (set.Column, builder.MissingRows[i]))];
    }

    /// <summary>The group columns, in the order they were named.</summary>
    public IReadOnlyList<string> GroupColumns { get; }

    /// <summary>The distinct label values, numbers in their order, then texts.</summary>
    public IReadOnlyList<string> LabelValues { get; }

    /// <summary>The number of rows counted.</summary>
    public long Count { get; }

    /// <summary>Whether there is a prediction besides the label.</summary>
    public bool HasPrediction => _predictions is not null;

    /// <summary>Whether the rows' scores were kept.</summary>
    public bool HasScores => _scores is not null;

    /// <summary>Counts a table in one streaming pass.</summary>
    /// <param name="data">The table.</param>
    /// <param name="labelColumn">The label: text, boolean, key, integer or real.</param>
    /// <param name="groupColumns">The group columns, of the same kinds; at least one.</param>
    /// <param name="predictionColumn">The predicted label, or null to audit the label itself.</param>
    /// <param name="scoreColumn">The score, numbers (for a probability: in [0, 1]), or null. Keeps 8 bytes a row.</param>
    /// <param name="weightColumn">The row weights, numbers of at least 0, or null for 1 each.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <exception cref="ArgumentException">A column does not exist, is named twice, or has an unfit type.</exception>
    /// <exception cref="InvalidDataException">The table is empty, or a value cannot be used (the message names column and row).</exception>
    public static GroupCounts Read(
        IDataView data,
        string labelColumn,
        IReadOnlyList<string> groupColumns,
        string? predictionColumn = null,
        string? scoreColumn = null,
        string? weightColumn = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(labelColumn);
        CheckNames(groupColumns);
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column[] groups = [.. groupColumns.Select(name => ColumnReader.Find(schema, name))];
        DataViewSchema.Column label = ColumnReader.Find(schema, labelColumn);
        DataViewSchema.Column? prediction = predictionColumn is null ? null : ColumnReader.Find(schema, predictionColumn);
        DataViewSchema.Column? score = scoreColumn is null ? null : ColumnReader.Find(schema, scoreColumn);
        DataViewSchema.Column? weight = weightColumn is null ? null : ColumnReader.Find(schema, weightColumn);

        DataViewSchema.Column?[] needed = [.. groups.Cast<DataViewSchema.Column?>(), label, prediction, score, weight];
        using DataViewRowCursor cursor = data.GetRowCursor(needed.OfType<DataViewSchema.Column>());
        CategorySet[] groupSets = [.. groupColumns.Select(name => new CategorySet(name, GroupLimit, GroupRemedy))];
        CategorySet labelSet = new(labelColumn, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictionColumn is null ? null : new CategorySet(predictionColumn, LabelLimit, LabelRemedy);
        var source = new RowSource(
            [.. groups.Select((column, i) => ColumnReader.Codes(cursor, column, groupSets[i]))],
            ColumnReader.Codes(cursor, label, labelSet),
            prediction is { } predicted ? ColumnReader.Codes(cursor, predicted, predictionSet!) : null,
            score is { } scored ? ColumnReader.Numbers(cursor, scored) : null,
            weight is { } weighted ? ColumnReader.Numbers(cursor, weighted) : null);
        var builder = new Builder(groupSets, labelSet, predictionSet, scoreColumn, weightColumn, missing);
        while (cursor.MoveNext())
        {
            builder.Add(source);
        }

        return builder.Build();
    }

    /// <summary>Takes over counts made elsewhere, for example by a database.</summary>
    /// <param name="groupColumns">The names of the group columns; at least one.</param>
    /// <param name="rows">The counts; lines with the same values are added up.</param>
    /// <param name="labelColumn">The label's name, for messages.</param>
    /// <param name="predictionColumn">The prediction's name, or null when the rows hold no prediction.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <exception cref="InvalidDataException">There are no rows, or a line cannot be used (the message names column and line).</exception>
    public static GroupCounts FromRows(
        IReadOnlyList<string> groupColumns,
        IEnumerable<CountRow> rows,
        string labelColumn = "label",
        string? predictionColumn = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckNames(groupColumns);
        CategorySet[] groupSets = [.. groupColumns.Select(name => new CategorySet(name, GroupLimit, GroupRemedy))];
        CategorySet labelSet = new(labelColumn, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictionColumn is null ? null : new CategorySet(predictionColumn, LabelLimit, LabelRemedy);
        var builder = new Builder(groupSets, labelSet, predictionSet, null, null, missing);
        foreach (CountRow row in rows)
        {
            if (row.Groups.Count != groupSets.Length)
            {
                throw new InvalidDataException(
                    $"Row {builder.Row} has {row.Groups.Count} group values where there are {groupSets.Length} group columns.");
            }

            if (row.Count <= 0 || row.Weight is < 0 or double.NaN || row.SquaredWeight is < 0 or double.NaN)
            {
                throw new InvalidDataException($"Row {builder.Row} has count {row.Count} and weight {row.Weight}: counts must be above 0 and weights not below.");
            }

            double weight = row.Weight ?? row.Count;
            builder.AddMany(
                [.. row.Groups.Select((value, i) => groupSets[i].CodeOf(value))],
                labelSet.CodeOf(row.Label),
                predictionSet?.CodeOf(row.Prediction),
                new LeafSums(row.Count, weight, row.SquaredWeight ?? (weight * weight / row.Count)));
        }

        return builder.Build();
    }

    /// <summary>Takes over counts whose values lie in a table: row i of it stands for the rows that <paramref name="totals"/>[i] adds up.</summary>
    internal static GroupCounts FromTable(
        IDataView values,
        IReadOnlyList<CountTotals> totals,
        string labelColumn,
        IReadOnlyList<string> groupColumns,
        string? predictionColumn,
        MissingGroupPolicy missing)
    {
        CheckNames(groupColumns);
        CategorySet[] groupSets = [.. groupColumns.Select(name => new CategorySet(name, GroupLimit, GroupRemedy))];
        CategorySet labelSet = new(labelColumn, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictionColumn is null ? null : new CategorySet(predictionColumn, LabelLimit, LabelRemedy);
        using DataViewRowCursor cursor = values.GetRowCursor(values.Schema);
        Func<int>[] groups = [.. groupColumns.Select((name, i) => ColumnReader.Codes(cursor, ColumnReader.Find(values.Schema, name), groupSets[i]))];
        Func<int> label = ColumnReader.Codes(cursor, ColumnReader.Find(values.Schema, labelColumn), labelSet);
        Func<int>? prediction = predictionColumn is null
            ? null
            : ColumnReader.Codes(cursor, ColumnReader.Find(values.Schema, predictionColumn), predictionSet!);
        var builder = new Builder(groupSets, labelSet, predictionSet, null, null, missing);
        foreach (CountTotals total in totals)
        {
            cursor.MoveNext();
            builder.AddMany(
                [.. groups.Select(code => code())],
                label(),
                prediction?.Invoke(),
                new LeafSums(total.Count, total.Weight, total.SquaredWeight));
        }

        return builder.Build();
    }

    /// <summary>The label's code in each leaf, in the order of <see cref="ToInput"/>'s leaves.</summary>
    internal IReadOnlyList<int> LabelCodes => _labelCodes;

    /// <summary>The number of rows without a value, per group column.</summary>
    internal IReadOnlyList<(string Column, long Rows)> UnknownCounts { get; }

    internal static GroupCounts FromLists(
        string labelName,
        IReadOnlyList<string> labels,
        IReadOnlyList<string>? predictions,
        IReadOnlyList<GroupColumn> groups,
        IReadOnlyList<double>? scores,
        IReadOnlyList<double>? weights,
        MissingGroupPolicy missing)
    {
        CheckNames([.. groups.Select(column => column.Name)]);
        CheckLength("predictions", predictions?.Count, labels.Count);
        CheckLength("scores", scores?.Count, labels.Count);
        CheckLength("weights", weights?.Count, labels.Count);
        foreach (GroupColumn column in groups)
        {
            CheckLength($"group column '{column.Name}'", column.Values.Count, labels.Count);
        }

        CategorySet[] groupSets = [.. groups.Select(column => new CategorySet(column.Name, GroupLimit, GroupRemedy))];
        CategorySet labelSet = new(labelName, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictions is null ? null : new CategorySet("predictions", LabelLimit, LabelRemedy);
        int row = 0;
        var source = new RowSource(
            [.. groups.Select<GroupColumn, Func<int>>((column, i) => () => groupSets[i].CodeOf(column.Values[row]))],
            () => labelSet.CodeOf(labels[row]),
            predictions is null ? null : () => predictionSet!.CodeOf(predictions[row]),
            scores is null ? null : () => scores[row],
            weights is null ? null : () => weights[row]);
        var builder = new Builder(
            groupSets, labelSet, predictionSet, scores is null ? null : "scores", weights is null ? null : "weights", missing);
        for (; row < labels.Count; row++)
        {
            builder.Add(source);
        }

        return builder.Build();
    }

    internal static void CheckLength(string what, int? count, int labels)
    {
        if (count is not { } given || given == labels)
        {
            return;
        }

        throw new ArgumentException(
            given < labels
                ? $"{what} has {given} values and labels has {labels}: row {given} has none. Pass one value per label."
                : $"{what} has {given} values and labels has {labels}: row {labels} has no label. Pass one value per label.");
    }

    internal static void CheckNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            throw new ArgumentException("At least one sensitive column must be named.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!seen.Add(name))
            {
                throw new ArgumentException($"Column '{name}' is named twice among the sensitive and control columns.");
            }
        }
    }

    internal static void CheckWeight(string? column, double weight, long row)
    {
        if (!(weight >= 0 && weight < double.PositiveInfinity))
        {
            throw new InvalidDataException(
                $"Column '{column}' is {weight.ToString(CultureInfo.InvariantCulture)} at row {row}: a weight must be a finite number of at least 0.");
        }
    }

    internal static InvalidDataException MissingGroup(string column, long row) => new(
        $"Column '{column}' is missing at row {row}: fill it, leave the row out, or let missing values be a group of their own.");

    internal static InvalidDataException NoGroup(string column, long rows) => new(
        $"Column '{column}' is missing in every row (rows 0 to {rows - 1}): leave it out, or fill it.");

    /// <summary>The table seen as a two-class problem: the positive value against all others.</summary>
    internal FrameInput ToInput(string? positiveValue, bool keepRows)
    {
        bool[] labelIsPositive = PositiveFlags(positiveValue, out Category positive);
        bool[] predictionIsPositive = _predictions is null ? labelIsPositive : PredictionFlags(positive);
        double[] labelNumbers = NumbersOf(_labels, labelIsPositive);
        double[] predictionNumbers = _predictions is null ? labelNumbers : NumbersOf(_predictions, predictionIsPositive);
        var leaves = new List<FrameLeaf>(_sums.Length);
        for (int i = 0; i < _sums.Length; i++)
        {
            bool isPositive = labelIsPositive[_labelCodes[i]];
            bool isSelected = predictionIsPositive[_predictionCodes[i]];
            LeafSums sums = _sums[i];
            GroupSummary summary = new()
            {
                Count = sums.Count,
                PositiveCount = isPositive ? sums.Count : 0,
                SelectedCount = isSelected ? sums.Count : 0,
                Weight = sums.Weight,
                TruePositive = isPositive && isSelected ? sums.Weight : 0,
                FalsePositive = !isPositive && isSelected ? sums.Weight : 0,
                TrueNegative = !isPositive && !isSelected ? sums.Weight : 0,
                FalseNegative = isPositive && !isSelected ? sums.Weight : 0,
                LabelSum = sums.Weight * labelNumbers[_labelCodes[i]],
                PredictionSum = sums.Weight * predictionNumbers[_predictionCodes[i]],
            };
            GroupRows? rows = keepRows ? RowsOf(i, isPositive, isSelected) : null;
            leaves.Add(new FrameLeaf(_codes.AsMemory(i * _groups.Length, _groups.Length), summary, sums.SquaredWeight, sums.Count, rows));
        }

        return new FrameInput(
            [.. GroupColumns],
            [.. _groups.Select(set => set.Categories)],
            [.. _groups.Select(set => set.MissingCode)],
            leaves,
            positive.Text);
    }

    /// <summary>The scores of all rows, in no particular order.</summary>
    internal double[] AllScores()
    {
        double[] scores = new double[_scores!.Sum(list => list.Scores.Count)];
        int filled = 0;
        foreach (ScoreList list in _scores!)
        {
            list.Scores.CopyTo(scores, filled);
            filled += list.Scores.Count;
        }

        return scores;
    }

    private static double[] NumbersOf(CategoryList set, bool[] isPositive)
    {
        // Numbers count as they are only when all values are numbers; otherwise 1 stands for the positive value.
        bool areNumbers = set.Categories.All(category => double.IsFinite(category.Number));
        return [.. set.Categories.Select((category, i) => areNumbers ? category.Number : isPositive[i] ? 1 : 0)];
    }

    private GroupRows RowsOf(int leaf, bool isPositive, bool isSelected)
    {
        if (_scores is null)
        {
            // Rows without scores are all alike within a leaf: one entry that carries their whole weight.
            double selected = isSelected ? 1 : 0;
            return new GroupRows(new double[] { isPositive ? 1 : 0 }, new[] { selected }, new[] { selected }, new[] { _sums[leaf].Weight });
        }

        double[] scores = [.. _scores[leaf].Scores];
        double[] labels = new double[scores.Length];
        double[] predictions = new double[scores.Length];
        double[] weights = new double[scores.Length];
        Array.Fill(labels, isPositive ? 1 : 0);
        Array.Fill(predictions, isSelected ? 1 : 0);
        if (_scores[leaf].Weights is { } given)
        {
            given.CopyTo(weights);
        }
        else
        {
            Array.Fill(weights, 1);
        }

        return new GroupRows(labels, predictions, scores, weights);
    }

    private bool[] PositiveFlags(string? positiveValue, out Category positive)
    {
        IReadOnlyList<Category> labels = _labels.Categories;
        string values = string.Join(", ", LabelValues.Take(10).Select(value => $"'{value}'")) + (labels.Count > 10 ? ", …" : "");
        bool isZeroOne = labels.All(category => category.Number is 0 or 1);
        bool isBinary = isZeroOne || labels.All(category => category.Number is -1 or 1);
        if (positiveValue is null)
        {
            if (!isBinary)
            {
                throw new ArgumentException(
                    $"Column '{_labels.Column}' holds {labels.Count} values ({values}) and none is known to be the positive one. Name the positive value.");
            }

            positive = new Category("1", 1);
        }
        else
        {
            positive = Category.Of(positiveValue);
            Category wanted = positive;
            bool occurs = labels.Any(wanted.Matches)
                || (isZeroOne && wanted.Number is 0 or 1)
                || (_predictions?.Categories.Any(wanted.Matches) ?? false);
            if (!occurs)
            {
                throw new ArgumentException(
                    $"The positive value '{positiveValue}' does not occur in column '{_labels.Column}', which holds {values}. Name one of them.");
            }
        }

        Category sought = positive;
        return [.. labels.Select(sought.Matches)];
    }

    private bool[] PredictionFlags(Category positive)
    {
        IReadOnlyList<Category> predictions = _predictions!.Categories;
        IReadOnlyList<Category> labels = _labels.Categories;
        bool isZeroOne = predictions.All(value => value.Number is 0 or 1);
        bool IsLabel(Category value) => value.Matches(positive) || labels.Any(value.Matches);
        if (isZeroOne && !predictions.Any(IsLabel) && !labels.All(label => label.Number is 0 or 1))
        {
            // ML.NET's binary trainers predict booleans whatever the label's own values are: true is then the positive one.
            return [.. predictions.Select(value => value.Number == 1)];
        }

        // A label of two values leaves no room for a third. A sample need not show all values of a label, though: neither
        // both of two nor all of many classes.
        Category[] foreign = [.. predictions.Where(value => !IsLabel(value))];
        bool isPlausible = foreign.Length == 0
            || (labels.Count == 1 && predictions.Count <= 2)
            || (labels.Count > 2 && foreign.Length < predictions.Count);
        if (isPlausible)
        {
            return [.. predictions.Select(positive.Matches)];
        }

        string found = string.Join(", ", foreign.Take(10).Select(value => $"'{value.Text}'")) + (foreign.Length > 10 ? ", …" : "");
        throw new ArgumentException(
            $"Column '{_predictions.Column}' holds {found}, which the label '{_labels.Column}' never is. "
            + "Predict the label's own values, or 0 and 1; name probabilities as the score column.");
    }

    /// <summary>Where a row's values come from, one function per column, called once per row each.</summary>
    private sealed record RowSource(
        Func<int>[] Groups,
        Func<int> Label,
        Func<int>? Prediction,
        Func<double>? Score,
        Func<double>? Weight);

    private record struct LeafSums(long Count, double Weight, double SquaredWeight);

    private sealed record ScoreList(List<double> Scores, List<double>? Weights);

    private sealed class Builder(
        CategorySet[] groups,
        CategorySet labels,
        CategorySet? predictions,
        string? scoreColumn,
        string? weightColumn,
        MissingGroupPolicy missing)
    {
        private readonly PairIndex[] _levels = [.. Enumerable.Range(0, groups.Length + 2).Select(_ => new PairIndex())];
        private readonly long[] _missingRows = new long[groups.Length];
        private readonly List<ScoreList>? _scores = scoreColumn is null ? null : [];
        private LeafSums[] _sums = new LeafSums[64];
        private long _rowsCounted;

        public long Row { get; private set; }

        public IReadOnlyList<long> MissingRows => _missingRows;

        public LeafSums[] Sums => _sums.AsSpan(0, _levels[^1].Pairs.Count).ToArray();

        public ScoreList[]? Scores => _scores?.ToArray();

        public void Add(RowSource source)
        {
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

            int label = source.Label();
            int prediction = source.Prediction is null ? label : source.Prediction();
            double weight = source.Weight is null ? 1 : source.Weight();
            CheckWeight(weightColumn, weight, Row);

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
                throw new InvalidDataException($"There are no rows to count for label column '{labels.Column}'.");
            }

            for (int i = 0; i < groups.Length; i++)
            {
                if (_missingRows[i] == _rowsCounted)
                {
                    throw NoGroup(groups[i].Column, _rowsCounted);
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
                throw MissingGroup(groups[column].Column, Row);
            }

            _missingRows[column] += rows;
        }
    }
}
