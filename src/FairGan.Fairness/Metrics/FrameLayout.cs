using FairGan.Fairness.Counts;

namespace FairGan.Fairness.Metrics;

/// <summary>
/// Which leaf belongs to which group and which control cell. Groups are the combinations of control and sensitive values in
/// their natural order, the combinations that no row has included (their figures are NaN).
/// </summary>
internal sealed class FrameLayout
{
    /// <summary>Beyond this many combinations only those that occur are listed.</summary>
    private const int FullProductLimit = 10_000;

    private FrameLayout(string[][] groupCells, string[][] controlCells, int[] controlOfGroup, int[] groupOfLeaf, int[] controlOfLeaf)
    {
        GroupCells = groupCells;
        ControlCells = controlCells;
        ControlOfGroup = controlOfGroup;
        GroupOfLeaf = groupOfLeaf;
        ControlOfLeaf = controlOfLeaf;
    }

    /// <summary>The values of each group: control columns first, then sensitive columns.</summary>
    public string[][] GroupCells { get; }

    /// <summary>The values of each control cell; a single empty cell without control columns.</summary>
    public string[][] ControlCells { get; }

    public int[] ControlOfGroup { get; }

    /// <summary>The group of each leaf, or −1 where it belongs to none.</summary>
    public int[] GroupOfLeaf { get; }

    public int[] ControlOfLeaf { get; }

    public static FrameLayout Create(
        FrameInput input,
        IReadOnlyList<string> sensitiveColumns,
        IReadOnlyList<string> controlColumns,
        MissingGroupPolicy missing)
    {
        int[] controls = [.. controlColumns.Select(name => Array.IndexOf(input.Columns, name))];
        int[] all = [.. controls, .. sensitiveColumns.Select(name => Array.IndexOf(input.Columns, name))];
        bool leaveOut = missing == MissingGroupPolicy.LeaveOut;
        int[][] ranks = [.. all.Select(column => Ranks(input, column))];
        var observed = new Dictionary<CellKey, int>();
        CellKey?[] keys = new CellKey?[input.Leaves.Count];
        for (int leaf = 0; leaf < keys.Length; leaf++)
        {
            ReadOnlySpan<int> codes = input.Leaves[leaf].Codes.Span;
            int[] values = new int[all.Length];
            bool isKnown = true;
            for (int i = 0; i < all.Length; i++)
            {
                int code = codes[all[i]];
                isKnown &= !leaveOut || code != input.MissingCodes[all[i]];
                values[i] = ranks[i][code];
            }

            if (isKnown)
            {
                keys[leaf] = new CellKey(values);
                observed.TryAdd(new CellKey(values), 0);
            }
        }

        CellKey[] groups = AllCells(observed.Keys, all.Length);
        CellKey[] controlCells = controls.Length == 0
            ? [new CellKey([])]
            : [.. groups.Select(key => key.Prefix(controls.Length)).Distinct().Order()];
        Dictionary<CellKey, int> groupIndex = Index(groups);
        Dictionary<CellKey, int> controlIndex = Index(controlCells);
        string[][] names = [.. all.Select((column, i) => NamesByRank(input.Categories[column], ranks[i]))];
        return new FrameLayout(
            [.. groups.Select(key => key.Names(names))],
            [.. controlCells.Select(key => key.Names(names))],
            [.. groups.Select(key => controlIndex[key.Prefix(controls.Length)])],
            [.. keys.Select(key => key is null ? -1 : groupIndex[key.Value])],
            [.. keys.Select((key, leaf) => ControlOf(key, leaf))]);

        int ControlOf(CellKey? key, int leaf)
        {
            if (controls.Length == 0)
            {
                return 0;
            }

            // A row without a sensitive value still counts in the overall figures of its control cell.
            ReadOnlyMemory<int> codes = input.Leaves[leaf].Codes;
            int[] values = [.. controls.Select((column, i) => ranks[i][codes.Span[column]])];
            return controlIndex.TryGetValue(new CellKey(values), out int index) ? index : -1;
        }
    }

    private static Dictionary<CellKey, int> Index(CellKey[] cells) =>
        cells.Select((cell, i) => (cell, i)).ToDictionary(pair => pair.cell, pair => pair.i);

    private static int[] Ranks(FrameInput input, int column)
    {
        Category[] categories = input.Categories[column];
        int[] order = [.. Enumerable.Range(0, categories.Length)];
        int missing = input.MissingCodes[column];
        Array.Sort(order, (left, right) => left == missing || right == missing
            ? (left == missing).CompareTo(right == missing)
            : Category.Compare(categories[left], categories[right]));
        int[] ranks = new int[order.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        return ranks;
    }

    private static string[] NamesByRank(Category[] categories, int[] ranks)
    {
        string[] names = new string[categories.Length];
        for (int code = 0; code < categories.Length; code++)
        {
            names[ranks[code]] = categories[code].Text;
        }

        return names;
    }

    private static CellKey[] AllCells(IEnumerable<CellKey> observed, int columns)
    {
        CellKey[] sorted = [.. observed.Order()];
        int[][] values = [.. Enumerable.Range(0, columns).Select(i => sorted.Select(key => key[i]).Distinct().Order().ToArray())];
        double combinations = values.Aggregate(1.0, (product, column) => product * column.Length);
        if (columns == 1 || combinations > FullProductLimit)
        {
            return sorted;
        }

        IEnumerable<int[]> cells = [[]];
        foreach (int[] column in values)
        {
            cells = cells.SelectMany(cell => column.Select(value => (int[])[.. cell, value])).ToArray();
        }

        return [.. cells.Select(cell => new CellKey(cell))];
    }

    /// <summary>The ranks of one cell's values, compared by content.</summary>
    private readonly struct CellKey(int[] values) : IEquatable<CellKey>, IComparable<CellKey>
    {
        private readonly int[] _values = values;

        public int this[int column] => _values[column];

        public CellKey Prefix(int length) => new(_values[..length]);

        public string[] Names(string[][] names) => [.. _values.Select((rank, i) => names[i][rank])];

        public bool Equals(CellKey other) => _values.AsSpan().SequenceEqual(other._values);

        public override bool Equals(object? obj) => obj is CellKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (int value in _values)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }

        public int CompareTo(CellKey other) => _values.AsSpan().SequenceCompareTo(other._values);
    }
}
