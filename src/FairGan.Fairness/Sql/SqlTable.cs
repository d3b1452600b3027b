using System.Data.Common;
using System.Globalization;
using FairGan.Fairness.Counts;
using FairGan.Tables;

namespace FairGan.Fairness.Sql;

/// <summary>A table of a database and the queries that are asked of it.</summary>
/// <param name="connection">An open connection.</param>
/// <param name="table">The table's name, as the caller writes it.</param>
/// <param name="transaction">The transaction that commands have to name; null for none.</param>
/// <param name="cancellationToken">Cancels a query in the database.</param>
internal sealed class SqlTable(DbConnection connection, string table, DbTransaction? transaction, CancellationToken cancellationToken)
{
    private readonly string _quoted = SqlName.QuoteTable(table);

    /// <summary>The table's name, for messages.</summary>
    public string Name { get; } = SqlName.Show(table);

    /// <summary>The expression of a row's weight.</summary>
    /// <exception cref="ArgumentException">The column is not numeric.</exception>
    public static string Weight(string column, SqlType type, SqlReadOptions readOptions)
    {
        string name = SqlName.Quote(column);
        bool isNumber = SqlColumn.IsNumber(type.Values) || (type.Values == typeof(string) && readOptions.TextIsCells);
        string value = type.Values == typeof(bool) ? $"CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 END"
            : isNumber ? name
            : throw new ArgumentException($"Column '{column}' has type {type.Name}; it must contain numbers. Cast it in a view first.");
        return $"CAST({value} AS DOUBLE PRECISION)";
    }

    /// <summary>All columns, and the types of the values of some.</summary>
    /// <param name="asked">The columns whose types are needed. Other columns may be of any type, even one that the driver does not support.</param>
    /// <returns>The type of every column; null for columns that are not needed.</returns>
    /// <exception cref="ArgumentException">The driver does not support the type of a needed column.</exception>
    public Dictionary<string, SqlType?> ColumnTypes(IReadOnlyCollection<string> asked)
    {
        // A query without rows returns names and types in every database; database catalogues differ.
        Dictionary<string, SqlType?> types = new(StringComparer.Ordinal);
        using DbCommand command = Command($"SELECT * FROM {_quoted} WHERE 1 = 0");
        using CancellationTokenRegistration stopping = cancellationToken.Register(command.Cancel);
        using DbDataReader reader = command.ExecuteReader();
        for (int i = 0; i < reader.FieldCount; i++)
        {
            types.TryAdd(reader.GetName(i), asked.Contains(reader.GetName(i)) ? TypeOf(reader, i) : null);
        }

        return types;
    }

    /// <summary>Counts the combinations of values that occur.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="weight">The expression of a row's weight; null for none.</param>
    /// <param name="take">Receives each combination: its values, the count and, with a weight, five sums.</param>
    public void Count(string[] columns, string? weight, Action<DbDataReader> take)
    {
        string names = string.Join(", ", columns.Select(SqlName.Quote));
        string sums = weight is null
            ? ""
            : $", SUM({weight}), SUM({weight} * {weight}), COUNT({weight}), COUNT(CASE WHEN {weight} < 0 THEN 1 END), MIN({weight})";
        using DbCommand command = Command($"SELECT {names}, COUNT(*){sums} FROM {_quoted} GROUP BY {names}");
        using CancellationTokenRegistration stopping = cancellationToken.Register(command.Cancel);
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            take(reader);
        }
    }

    /// <summary>The counts and weights of a combination.</summary>
    /// <param name="row">The combination.</param>
    /// <param name="first">The position of the count.</param>
    /// <param name="weightColumn">The column of weights; null for none.</param>
    /// <exception cref="InvalidDataException">A weight is missing, negative or not finite.</exception>
    public CountTotals Totals(DbDataReader row, int first, string? weightColumn)
    {
        long count = Convert.ToInt64(row.GetValue(first), CultureInfo.InvariantCulture);
        if (weightColumn is null)
        {
            return new CountTotals(count, count, count);
        }

        long present = Convert.ToInt64(row.GetValue(first + 3), CultureInfo.InvariantCulture);
        if (present < count)
        {
            throw new InvalidDataException(
                $"Column '{weightColumn}' is missing in {Rows(count - present)} {Place(row, first)}: a weight must be a finite number of at least 0.");
        }

        long negative = Convert.ToInt64(row.GetValue(first + 4), CultureInfo.InvariantCulture);
        if (negative > 0)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"Column '{weightColumn}' is below 0 in {Rows(negative)} {Place(row, first)}, ")
                + string.Create(CultureInfo.InvariantCulture, $"down to {Number(5)}: a weight must be a finite number of at least 0."));
        }

        double sum = Number(1);
        double squares = Number(2);
        if (!double.IsFinite(sum) || !double.IsFinite(squares))
        {
            throw new InvalidDataException(
                $"Column '{weightColumn}' is not a finite number in some rows {Place(row, first)}: a weight must be a finite number of at least 0.");
        }

        return new CountTotals(count, sum, squares);

        double Number(int offset) => Convert.ToDouble(row.GetValue(first + offset), CultureInfo.InvariantCulture);
    }

    /// <summary>A value of a combination.</summary>
    /// <param name="row">The combination.</param>
    /// <param name="column">The position of the value.</param>
    /// <returns>The value; null where it is missing.</returns>
    /// <exception cref="InvalidDataException">The driver has no value for it, such as a numeric of forty digits.</exception>
    public object? Value(DbDataReader row, int column)
    {
        try
        {
            return row.IsDBNull(column) ? null : row.GetValue(column);
        }
        catch (Exception problem) when (problem is OverflowException or InvalidCastException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"Column '{row.GetName(column)}' of table '{Name}' has values of type {row.GetDataTypeName(column)} that cannot be read: cast it to text or double precision in a view.", problem);
        }
    }

    /// <summary>A number of rows, in words.</summary>
    public static string Rows(long count) => Numbered.Of(count, "row[|s]");

    // Database rows have no numbers, so the message quotes the values.
    private string Place(DbDataReader row, int columns) =>
        $"of table '{Name}' where " + string.Join(" and ", Enumerable.Range(0, columns).Select(i =>
            row.IsDBNull(i) ? $"{row.GetName(i)} is missing" : $"{row.GetName(i)} is '{CellFormat.Text(row.GetValue(i))}'"));

    private SqlType TypeOf(DbDataReader reader, int column)
    {
        string name = reader.GetDataTypeName(column);
        try
        {
            return new SqlType(name, reader.GetFieldType(column));
        }
        catch (Exception problem) when (problem is InvalidCastException or NotSupportedException)
        {
            throw new ArgumentException($"Column '{reader.GetName(column)}' of table '{Name}' has type {name}, which cannot be read: cast it to text in a view.", problem);
        }
    }

    private DbCommand Command(string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (transaction is not null)
        {
            command.Transaction = transaction;
        }

        // No timeout: the caller cancels a long count through the token.
        command.CommandTimeout = 0;
        return command;
    }
}
