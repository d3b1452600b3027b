namespace FairGan.MLNet.Training.Rows;

/// <summary>The sensitive groups: the combinations of the sensitive columns' symbols that occur.</summary>
internal sealed class GroupIndex
{
    public GroupIndex(EncodedTable table, IReadOnlyList<int> rows)
    {
        Columns = [.. table.Schema.Sensitive.Select(table.Schema.IndexOf)];
        Combinations = Columns.Aggregate(1, (product, column) => product * table.Schema.Columns[column].SymbolCount);
        GroupOf = new int[Combinations];
        Array.Fill(GroupOf, -1);
        var symbols = new List<int[]>();
        RowGroups = new int[rows.Count];
        for (int r = 0; r < rows.Count; r++)
        {
            int combination = 0;
            foreach (int column in Columns)
            {
                combination = (combination * table.Schema.Columns[column].SymbolCount) + table.Codes[column][rows[r]];
            }

            if (GroupOf[combination] < 0)
            {
                GroupOf[combination] = symbols.Count;
                symbols.Add([.. Columns.Select(column => (int)table.Codes[column][rows[r]])]);
            }

            RowGroups[r] = GroupOf[combination];
        }

        Symbols = symbols;
    }

    /// <summary>Positions of the sensitive columns.</summary>
    public int[] Columns { get; }

    /// <summary>Combinations of symbols that are possible.</summary>
    public int Combinations { get; }

    /// <summary>Group of every possible combination (the last column's symbol running fastest); -1 where it does not occur.</summary>
    public int[] GroupOf { get; }

    /// <summary>Group of every row.</summary>
    public int[] RowGroups { get; }

    /// <summary>For every group, its symbol in each sensitive column.</summary>
    public IReadOnlyList<int[]> Symbols { get; }

    /// <summary>Number of groups that occur; 1 where no column is sensitive.</summary>
    public int Count => Symbols.Count;
}
