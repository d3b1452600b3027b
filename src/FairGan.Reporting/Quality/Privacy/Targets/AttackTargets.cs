namespace FairGan.Reporting.Quality.Privacy.Targets;

/// <summary>The people an attacker asks about: training rows, and as many rows of others, by group.</summary>
internal sealed class AttackTargets
{
    private const int LeastGroupRows = 10;
    private const int OutlierNeighbours = 5;
    private const double OutlierShare = 0.05;

    private readonly List<(string Name, int[] Rows)> _groups = [];

    /// <param name="members">Training rows.</param>
    /// <param name="others">Held-out rows, with the same columns and categories.</param>
    /// <param name="sensitive">The sensitive columns.</param>
    /// <param name="parallel">Threads and token.</param>
    public AttackTargets(ColumnarTable members, ColumnarTable others, IReadOnlyList<string> sensitive, ParallelOptions parallel)
    {
        MemberCount = members.RowCount;
        All = TableStack.Of(members, others);
        _groups.Add(("all", RowSampling.All(All.RowCount)));
        foreach (GroupPartition partition in sensitive.Count == 0 ? [] : GroupPartition.CreateAll(sensitive, nameof(sensitive), All))
        {
            int[][] rows = partition.RowsByGroup(0);
            for (int group = 0; group < rows.Length; group++)
            {
                string name = string.Join(" & ", partition.Columns.Zip(partition.Groups[group], (column, value) => $"{column}={value ?? "(missing)"}"));
                _groups.Add((name, rows[group]));
            }
        }

        _groups.Add(("outliers", Outliers(All, parallel)));
    }

    /// <summary>All targets, the training rows first.</summary>
    public ColumnarTable All { get; }

    /// <summary>How many of them are training rows.</summary>
    public int MemberCount { get; }

    /// <summary>The held-out rows among the targets.</summary>
    public ColumnarTable Others => All.Select([.. Enumerable.Range(MemberCount, All.RowCount - MemberCount)]);

    /// <summary>The training rows among the targets.</summary>
    public ColumnarTable Members => All.Select(RowSampling.All(MemberCount));

    /// <summary>Judges an attack, for everybody and each group with enough rows.</summary>
    /// <param name="name">The attack.</param>
    /// <param name="multiple">How many times as many generated rows it had; null for an attack on the file.</param>
    /// <param name="scores">The score of every target: the higher, the more it looks like a training row.</param>
    public IEnumerable<MembershipAttack> Judge(string name, int? multiple, double[] scores)
    {
        foreach ((string group, int[] rows) in _groups)
        {
            double[] members = [.. rows.Where(row => row < MemberCount).Select(row => scores[row])];
            double[] others = [.. rows.Where(row => row >= MemberCount).Select(row => scores[row])];
            if (group == "all" || (members.Length >= LeastGroupRows && others.Length >= LeastGroupRows))
            {
                RocSummary roc = RocSummary.Of(members, others);
                yield return new MembershipAttack(
                    name, multiple is null ? "file" : "rows", multiple, group, members.Length, others.Length,
                    roc.Auc, roc.TprAt1, roc.Interval, roc.TprInterval, VerdictRules.OfMembership(roc.Interval, roc.TprInterval, roc.FalsePositives));
            }
        }
    }

    private static int[] Outliers(ColumnarTable table, ParallelOptions parallel)
    {
        float[][] coordinates = new RankSpace(table).Coordinates(table);
        float[][] distances = Neighbours.Find(coordinates, coordinates, OutlierNeighbours, isSame: true, parallel).Distances;
        return [.. RowSampling.All(table.RowCount)
            .OrderByDescending(row => distances[row].Sum())
            .Take((int)Math.Ceiling(OutlierShare * table.RowCount))];
    }
}
