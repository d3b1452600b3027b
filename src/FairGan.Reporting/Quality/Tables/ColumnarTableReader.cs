using Microsoft.ML.Data;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>
/// Reads an <see cref="IDataView"/> into a <see cref="ColumnarTable"/> in one pass. Text, Boolean and key columns are
/// categorical (empty text and key 0 are missing); numbers are numeric (NaN and infinities are missing); dates, texts that
/// are dates among them, and durations are numeric, in days. Vector columns are refused.
/// </summary>
internal static class ColumnarTableReader
{
    /// <summary>Reads a table that stands on its own.</summary>
    public static ColumnarTable Read(IDataView view, string parameterName, CancellationToken cancellationToken) =>
        Read(view, null, parameterName, "", cancellationToken);

    /// <summary>Reads a table that is to be compared with <paramref name="reference"/>: same columns, same kinds, shared categories.</summary>
    public static ColumnarTable ReadLike(
        ColumnarTable reference, string referenceName, IDataView view, string parameterName, CancellationToken cancellationToken) =>
        Read(view, reference, parameterName, referenceName, cancellationToken);

    private static ColumnarTable Read(
        IDataView view, ColumnarTable? reference, string parameterName, string referenceName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view, parameterName);
        List<DataViewSchema.Column> columns = [.. view.Schema.Where(column => !column.IsHidden)];
        if (columns.Count == 0)
        {
            throw new ArgumentException("The table has no columns. Pass a table with at least one text, Boolean, key or numeric column.", parameterName);
        }

        if (reference is not null)
        {
            RequireSameColumns(columns, reference, parameterName, referenceName);
        }

        using DataViewRowCursor cursor = view.GetRowCursor(columns);
        List<CellCollector> readers = [.. columns.Select(column => Collector(cursor, column, reference, parameterName, referenceName))];
        int rows = 0;
        while (cursor.MoveNext())
        {
            if ((rows++ & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            foreach (CellCollector reader in readers)
            {
                reader.Read();
            }
        }

        if (rows == 0)
        {
            throw new ArgumentException("The table has no rows. Pass a table with at least one row.", parameterName);
        }

        // Columns come in the order of the reference, so that two tables can be walked side by side.
        Dictionary<string, TableColumn> read = readers.ToDictionary(reader => reader.Name, reader => reader.ToColumn(), StringComparer.Ordinal);
        IEnumerable<string> order = reference?.Columns.Select(column => column.Name) ?? readers.Select(reader => reader.Name);
        return new ColumnarTable([.. order.Select(name => read[name])], rows);
    }

    private static void RequireSameColumns(
        List<DataViewSchema.Column> columns, ColumnarTable reference, string parameterName, string referenceName)
    {
        HashSet<string> names = columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        foreach (TableColumn column in reference.Columns)
        {
            if (!names.Contains(column.Name))
            {
                throw new ArgumentException(
                    $"The table '{parameterName}' lacks column '{column.Name}', which '{referenceName}' has. Add the column, or drop it from '{referenceName}'.",
                    parameterName);
            }
        }

        foreach (string name in names)
        {
            if (!reference.Contains(name))
            {
                throw new ArgumentException(
                    $"The table '{parameterName}' has column '{name}', which '{referenceName}' lacks. Drop the column, or add it to '{referenceName}'.",
                    parameterName);
            }
        }
    }

    private static CellCollector Collector(
        DataViewRow row, DataViewSchema.Column column, ColumnarTable? reference, string parameterName, string referenceName)
    {
        bool numeric = column.Type is NumberDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType;
        bool categorical = column.Type is TextDataViewType or BooleanDataViewType or KeyDataViewType;
        if (!numeric && !categorical)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has type {column.Type}, which cannot be compared value by value. Drop the column, or turn it into text or a number.",
                parameterName);
        }

        TableColumn? like = reference?[column.Name];
        if (column.Type is TextDataViewType && like is null or { Texts: not null })
        {
            return new CellCollector(row, column, new CategoryIndex(), like?.Texts, findsNumbers: true);
        }

        if (like is not null && like.IsNumeric != numeric)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' is {Kind(numeric)} in '{parameterName}' and {Kind(like.IsNumeric)} in '{referenceName}'. Read both tables with the same column types.",
                parameterName);
        }

        return numeric ? new CellCollector(row, column) : new CellCollector(row, column, like?.Categories ?? new CategoryIndex(), null, findsNumbers: false);
    }

    private static string Kind(bool numeric) => numeric ? "numeric" : "categorical";
}
