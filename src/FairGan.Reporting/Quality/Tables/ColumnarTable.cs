namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// A table stored column by column. An <c>IDataView</c> is read into it once; every measure then runs over plain arrays.
/// </summary>
internal sealed class ColumnarTable
{
    private readonly Dictionary<string, TableColumn> _byName;

    public ColumnarTable(IReadOnlyList<TableColumn> columns, int rowCount)
    {
        Columns = columns;
        RowCount = rowCount;
        _byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public int RowCount { get; }

    public bool Contains(string name) => _byName.ContainsKey(name);

    public TableColumn this[string name] => _byName[name];

    /// <summary>The column of that name, or an <see cref="ArgumentException"/> that lists the names there are.</summary>
    public TableColumn Require(string name, string parameterName)
    {
        if (_byName.TryGetValue(name, out TableColumn? column))
        {
            return column;
        }

        const int Listed = 20;
        string names = string.Join(", ", Columns.Take(Listed).Select(candidate => $"'{candidate.Name}'"));
        string more = Columns.Count > Listed ? $" and {Columns.Count - Listed} more" : "";
        throw new ArgumentException($"There is no column '{name}' in the table. Name one of its columns: {names}{more}.", parameterName);
    }

    /// <summary>The table with the given rows alone, in the given order.</summary>
    public ColumnarTable Select(int[] rows) => new([.. Columns.Select(column => column.Select(rows))], rows.Length);
}
