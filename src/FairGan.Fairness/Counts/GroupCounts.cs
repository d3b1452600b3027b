using System.Globalization;
using Microsoft.ML;

namespace FairGan.Fairness.Counts;

/// <summary>
/// The one immutable table of counts that classification metrics are made from: for every combination of group values,
/// label and prediction that occurs, how many rows there are and what they weigh. Built in one pass over an
/// <see cref="IDataView"/> (<see cref="Read"/>) or from counts that a database made (<see cref="FairGan.Fairness.Sql.SqlGroupCounts"/>).
/// </summary>
/// <remarks>Thread-safe. Its size follows the number of combinations, not of rows; scores are stored only when a score column is named.</remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView table = TableReader.Load(mlContext, "loans.csv");
/// GroupCounts counts = GroupCounts.Read(table, "approved", ["sex", "race"]);
/// FairnessAudit audit = FairnessAudit.Run(
///     counts, new FairnessAuditOptions { LabelColumn = "approved", PositiveValue = "yes", SensitiveColumns = ["sex"] });
/// </code>
/// </example>
public sealed class GroupCounts
{
    internal const int GroupLimit = 65_536;
    internal const string GroupRemedy = "A group column needs few values: put its numbers into ranges first.";

    private readonly CategoryList[] _groups;
    private readonly CategoryList _labels;
    private readonly CategoryList? _predictions;
    private readonly int[] _codes;
    private readonly int[] _labelCodes;
    private readonly int[] _predictionCodes;
    private readonly LeafSums[] _sums;
    private readonly ScoreList[]? _scores;

    internal GroupCounts(CategorySet[] groups, CategorySet labels, CategorySet? predictions, GroupCountsBuilder builder)
    {
        // Values and leaves are put into an order of their own, so that every figure comes out the same to the last digit, and
        // every bootstrap gives the same result for any order of the rows: a database returns its groups in any order.
        int[][] groupRanks = new int[groups.Length][];
        _groups = new CategoryList[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            _groups[i] = groups[i].Sorted(out groupRanks[i]);
        }

        _labels = labels.Sorted(out int[] labelRanks).WithoutMissing();
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
        PredictionValues = [.. (_predictions ?? _labels).Categories.Select(category => category.Text)];
        Count = _sums.Sum(leaf => leaf.Count);
        UnlabelledRows = builder.UnlabelledRows;
        UnknownCounts = [.. groups.Select((set, i) => (set.Column, builder.MissingRows[i]))];
    }

    /// <summary>The group columns, in the order they were named.</summary>
    public IReadOnlyList<string> GroupColumns { get; }

    /// <summary>The distinct label values, numbers in their order, then texts.</summary>
    public IReadOnlyList<string> LabelValues { get; }

    /// <summary>The distinct predictions; without a prediction, the label's values.</summary>
    internal IReadOnlyList<string> PredictionValues { get; }

    /// <summary>The number of rows counted.</summary>
    public long Count { get; }

    /// <summary>Whether there is a prediction besides the label.</summary>
    public bool HasPrediction => _predictions is not null;

    /// <summary>Whether the rows' scores are stored.</summary>
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
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup) =>
        GroupCountSources.Read(data, labelColumn, groupColumns, predictionColumn, scoreColumn, weightColumn, missing, leaveOutUnlabelled: false);

    /// <summary>Takes over counts made elsewhere, for example by a database.</summary>
    /// <param name="groupColumns">The names of the group columns; at least one.</param>
    /// <param name="rows">The counts; lines with the same values are added up.</param>
    /// <param name="labelColumn">The label's name, for messages.</param>
    /// <param name="predictionColumn">The prediction's name, or null when the rows hold no prediction.</param>
    /// <param name="missing">What becomes of rows without a group value.</param>
    /// <exception cref="InvalidDataException">There are no rows, or a line cannot be used (the message names column and line).</exception>
    internal static GroupCounts FromRows(
        IReadOnlyList<string> groupColumns,
        IEnumerable<CountRow> rows,
        string labelColumn = "label",
        string? predictionColumn = null,
        MissingGroupPolicy missing = MissingGroupPolicy.OwnGroup) =>
        GroupCountSources.FromRows(groupColumns, rows, labelColumn, predictionColumn, missing);

    /// <summary>The label's code in each leaf, in the order of <see cref="ToInput"/>'s leaves.</summary>
    internal IReadOnlyList<int> LabelCodes => _labelCodes;

    /// <summary>The number of rows that were left out because they have no label.</summary>
    internal long UnlabelledRows { get; }

    /// <summary>The number of rows without a value, per group column.</summary>
    internal IReadOnlyList<(string Column, long Rows)> UnknownCounts { get; }

    internal static void CheckLength(string what, int? count, int labels)
    {
        if (count is not { } given || given == labels)
        {
            return;
        }

        throw new ArgumentException(
            given < labels
                ? $"{what} has {given} values and labels has {labels}: row {given + 1} has none. Pass one value per label."
                : $"{what} has {given} values and labels has {labels}: row {labels + 1} has no label. Pass one value per label.");
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
        $"Column '{column}' is missing in every row (rows 1 to {rows}): leave it out, or fill it.");

    /// <summary>The table seen as a two-class problem: the positive value against all others.</summary>
    internal FrameInput ToInput(string? positiveValue, bool keepRows)
    {
        bool[] labelIsPositive = PositiveFlags.OfLabels(_labels, _predictions, positiveValue, out Category positive);
        bool[] predictionIsPositive = _predictions is null ? labelIsPositive : PositiveFlags.OfPredictions(_labels, _predictions, positive);
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
        // Numbers count as they are only when all values are numbers; otherwise 1 is the positive value.
        bool areNumbers = set.Categories.All(category => double.IsFinite(category.Number));
        return [.. set.Categories.Select((category, i) => areNumbers ? category.Number : isPositive[i] ? 1 : 0)];
    }

    private GroupRows RowsOf(int leaf, bool isPositive, bool isSelected)
    {
        if (_scores is null)
        {
            // Rows without scores are all equal within a leaf: one entry that carries their whole weight.
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
}
