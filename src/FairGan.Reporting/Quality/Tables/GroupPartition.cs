namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// The rows of several tables cut into groups by one or more sensitive columns. A categorical column has a group per
/// category (missing values are a group of their own); a numeric column with at most ten values a group per value,
/// any other numeric column a group per quartile of the first table.
/// </summary>
internal sealed class GroupPartition
{
    private const int MaximumNumericGroups = 10;
    private const int LeastNamedRows = 10;
    private const string NumberFormat = "G7";

    private GroupPartition(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string?>> groups, int[][] groupOfRow)
    {
        Columns = columns;
        Groups = groups;
        GroupOfRow = groupOfRow;
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The values that define each group, one per column of <see cref="Columns"/>; largest group of the first table first.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Groups { get; }

    /// <summary>For each table, the group number of each row.</summary>
    public int[][] GroupOfRow { get; }

    /// <summary>A partition for each sensitive column and, when there are several, one for their intersection.</summary>
    public static IReadOnlyList<GroupPartition> CreateAll(IReadOnlyList<string> sensitiveColumns, string parameterName, params ColumnarTable[] tables)
    {
        List<GroupPartition> partitions = [];
        List<string> distinct = [.. sensitiveColumns.Distinct(StringComparer.Ordinal)];
        foreach (string name in distinct)
        {
            tables[0].Require(name, parameterName);
            partitions.Add(Sorted(OfColumn(name, tables)));
        }

        if (distinct.Count > 1)
        {
            partitions.Add(Sorted(distinct.Select(name => OfColumn(name, tables)).Aggregate(Intersect)));
        }

        return partitions;
    }

    /// <summary>How many rows of a table fall into each group.</summary>
    public int[] Counts(int table)
    {
        int[] counts = new int[Groups.Count];
        foreach (int group in GroupOfRow[table])
        {
            counts[group]++;
        }

        return counts;
    }

    /// <summary>The rows of a table, group by group.</summary>
    public int[][] RowsByGroup(int table)
    {
        int[][] rows = [.. Counts(table).Select(count => new int[count])];
        int[] next = new int[Groups.Count];
        int[] groupOfRow = GroupOfRow[table];
        for (int row = 0; row < groupOfRow.Length; row++)
        {
            int group = groupOfRow[row];
            rows[group][next[group]++] = row;
        }

        return rows;
    }

    private static GroupPartition OfColumn(string name, ColumnarTable[] tables)
    {
        TableColumn reference = tables[0][name];
        if (!reference.IsNumeric)
        {
            return Number([name], tables, table => tables[table][name].Codes, code => [reference.Categories.NameOf(code)]);
        }

        if (tables.Select(table => table[name].DistinctCount()).Max() <= MaximumNumericGroups)
        {
            List<double> values = [.. tables.SelectMany(table => table[name].Numbers).Where(value => !double.IsNaN(value)).Distinct().Order()];
            return Number(
                [name], tables,
                table => Array.ConvertAll(tables[table][name].Numbers, value => double.IsNaN(value) ? 0 : values.BinarySearch(value) + 1),
                code => [code == 0 ? null : reference.Text(values[code - 1], NumberFormat)]);
        }

        double[] sorted = [.. reference.Numbers.Where(value => !double.IsNaN(value)).Order()];
        double[] cuts = sorted.Length == 0 ? [] : [.. new[] { 0.25, 0.5, 0.75 }.Select(share => Cut(sorted, (int)(share * (sorted.Length - 1)))).Distinct()];
        return Number(
            [name], tables,
            table => Array.ConvertAll(tables[table][name].Numbers, value => double.IsNaN(value) ? 0 : 1 + cuts.Count(cut => value > cut)),
            code => [code == 0 ? null : Band(reference, cuts, code - 1)]);
    }

    // The bands are named by their ends: an end that few rows have is replaced by the mean of its neighbours.
    private static double Cut(double[] sorted, int place)
    {
        int first = Array.FindIndex(sorted, value => value == sorted[place]), last = Array.FindLastIndex(sorted, value => value == sorted[place]);
        int low = Math.Max(0, place - (LeastNamedRows / 2) + 1);
        return last - first + 1 >= LeastNamedRows ? sorted[place] : sorted[low..Math.Min(sorted.Length, low + LeastNamedRows)].Average();
    }

    private static string Band(TableColumn column, double[] cuts, int band)
    {
        return cuts.Length == 0 ? "any value"
            : band == 0 ? $"up to {Text(cuts[0])}"
            : band == cuts.Length ? $"over {Text(cuts[^1])}"
            : $"over {Text(cuts[band - 1])} to {Text(cuts[band])}";

        string Text(double cut) => column.Text(cut, NumberFormat);
    }

    // Codes may have gaps (a category that no row of these tables holds), so groups are numbered as they are met.
    private static GroupPartition Number(
        IReadOnlyList<string> columns, ColumnarTable[] tables, Func<int, int[]> codesOf, Func<int, IReadOnlyList<string?>> nameOf)
    {
        Dictionary<int, int> groupOfCode = [];
        List<IReadOnlyList<string?>> groups = [];
        int[][] groupOfRow = new int[tables.Length][];
        for (int table = 0; table < tables.Length; table++)
        {
            groupOfRow[table] = Array.ConvertAll(codesOf(table), code =>
            {
                if (!groupOfCode.TryGetValue(code, out int group))
                {
                    group = groups.Count;
                    groupOfCode.Add(code, group);
                    groups.Add(nameOf(code));
                }

                return group;
            });
        }

        return new GroupPartition(columns, groups, groupOfRow);
    }

    private static GroupPartition Intersect(GroupPartition left, GroupPartition right)
    {
        Dictionary<(int, int), int> groupOfPair = [];
        List<IReadOnlyList<string?>> groups = [];
        int[][] groupOfRow = [.. left.GroupOfRow.Select(rows => new int[rows.Length])];
        for (int table = 0; table < groupOfRow.Length; table++)
        {
            for (int row = 0; row < groupOfRow[table].Length; row++)
            {
                (int Left, int Right) pair = (left.GroupOfRow[table][row], right.GroupOfRow[table][row]);
                if (!groupOfPair.TryGetValue(pair, out int group))
                {
                    group = groups.Count;
                    groupOfPair.Add(pair, group);
                    groups.Add([.. left.Groups[pair.Left], .. right.Groups[pair.Right]]);
                }

                groupOfRow[table][row] = group;
            }
        }

        return new GroupPartition([.. left.Columns, .. right.Columns], groups, groupOfRow);
    }

    private static GroupPartition Sorted(GroupPartition partition)
    {
        int[] counts = partition.Counts(0);
        int[] order = [.. Enumerable.Range(0, partition.Groups.Count)
            .OrderByDescending(group => counts[group])
            .ThenBy(group => string.Join('\u001f', partition.Groups[group]), StringComparer.Ordinal)];
        int[] newNumber = new int[order.Length];
        for (int position = 0; position < order.Length; position++)
        {
            newNumber[order[position]] = position;
        }

        return new GroupPartition(
            partition.Columns,
            [.. order.Select(group => partition.Groups[group])],
            [.. partition.GroupOfRow.Select(rows => Array.ConvertAll(rows, group => newNumber[group]))]);
    }
}
