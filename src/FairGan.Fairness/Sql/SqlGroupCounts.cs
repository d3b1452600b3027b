using System.Data;
using System.Data.Common;
using System.Globalization;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Counts;
using FairGan.Tables;

namespace FairGan.Fairness.Sql;

/// <summary>
/// Counts the rows of a database table by group, label and prediction with one <c>GROUP BY</c>, through any ADO.NET connection. The rows
/// stay in the database; the counts equal those of <see cref="GroupCounts.Read"/> on the same rows.
/// </summary>
/// <remarks>
/// The database must take names in double quotes, as standard SQL does (PostgreSQL, DuckDB, SQLite, SQL Server and Oracle do;
/// MySQL does so in its mode ANSI_QUOTES), and distinguish texts by their exact spelling: under a collation that takes <c>a</c> and
/// <c>A</c> for equal they are one group.
/// </remarks>
/// <example>
/// <code>
/// using DbDataSource source = DbProviderFactories.GetFactory("Npgsql").CreateDataSource("Host=localhost;Database=bank");
/// using DbConnection connection = source.OpenConnection();
/// var options = new FairnessAuditOptions { LabelColumn = "approved", PositiveValue = "yes", SensitiveColumns = ["sex"] };
/// GroupCounts counts = SqlGroupCounts.Read(connection, "loans", options);
/// FairnessAudit audit = FairnessAudit.Run(counts, options);
/// </code>
/// </example>
public static class SqlGroupCounts
{
    /// <summary>Counts a table of a database.</summary>
    /// <param name="connection">The connection; opened, and closed again, if it is not open. Used by this call alone while it runs.</param>
    /// <param name="table">
    /// The table or view: <c>table</c> or <c>schema.table</c>, as the database has stored the name. A part with a dot of its own
    /// is written in double quotes.
    /// </param>
    /// <param name="options">Which columns hold what: text, bool, integers, reals or dates; NULL, empty text and NaN are missing.</param>
    /// <param name="readOptions">How values are taken; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the query in the database.</param>
    /// <returns>The counts, ready for <see cref="FairnessAudit.Run(GroupCounts, FairnessAuditOptions)"/>.</returns>
    /// <exception cref="ArgumentException">
    /// A column does not exist, is named twice or has an unfit type, the table's name is none, or a score column is named: scores
    /// are figures of rows, not of counts.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The table is empty, a value cannot be used (the message names the column and the number of rows), or the database refuses
    /// the query.
    /// </exception>
    /// <exception cref="DbException">The connection cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GroupCounts Read(
        DbConnection connection,
        string table,
        FairnessAuditOptions options,
        SqlReadOptions? readOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentNullException.ThrowIfNull(options);
        if (options.ScoreColumn is { } score)
        {
            throw new ArgumentException(
                $"Score column '{score}' cannot be audited in a database: what it adds (the area under the curve, the median) comes from single rows, "
                + "and a database is asked for counts alone. Leave it out, or read the table and audit its rows.");
        }

        string[] groupColumns = [.. options.ControlColumns, .. options.SensitiveColumns];
        GroupCounts.CheckNames(groupColumns);
        cancellationToken.ThrowIfCancellationRequested();
        var source = new SqlTable(SqlName.Show(table), SqlName.QuoteTable(table));
        bool wasClosed = connection.State == ConnectionState.Closed;
        if (wasClosed)
        {
            connection.Open();
        }

        try
        {
            return Read(connection, source, groupColumns, options, readOptions ?? new SqlReadOptions(), cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What a driver throws when its query is cancelled differs from driver to driver.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (DbException exception)
        {
            throw new InvalidDataException($"The database cannot count table '{source.Name}': {Reason(exception)}", exception);
        }
        finally
        {
            if (wasClosed)
            {
                connection.Close();
            }
        }
    }

    /// <summary>The beginning of a database's message: DuckDB adds a page of settings to it, which is not the reader's to change.</summary>
    internal static string Reason(DbException exception)
    {
        const int LinesKept = 3;
        return string.Join(' ', exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(LinesKept));
    }

    private static GroupCounts Read(
        DbConnection connection,
        SqlTable table,
        string[] groupColumns,
        FairnessAuditOptions options,
        SqlReadOptions readOptions,
        CancellationToken cancellationToken)
    {
        Dictionary<string, Type> types = Columns(connection, table, cancellationToken);
        string[] valueColumns = [.. groupColumns.Append(options.LabelColumn).Concat(Named(options.PredictionColumn)).Distinct(StringComparer.Ordinal)];
        foreach (string name in valueColumns.Concat(Named(options.WeightColumn)))
        {
            if (!types.ContainsKey(name))
            {
                string known = string.Join(", ", types.Keys.Select(column => $"'{column}'"));
                throw new ArgumentException($"There is no column '{name}' in table '{table.Name}'. The columns are {known}.");
            }
        }

        SqlColumn[] columns = [.. valueColumns.Select(name => new SqlColumn(name, types[name]))];
        string? weight = options.WeightColumn is { } weightColumn
            ? Weight(weightColumn, types[weightColumn], readOptions)
            : null;
        List<CountTotals> totals = [];
        Execute(connection, Query(table, valueColumns, weight), cancellationToken, row =>
        {
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i].Add(row.IsDBNull(i) ? null : row.GetValue(i));
            }

            totals.Add(Totals(row, columns.Length, options.WeightColumn, table));
        });
        if (totals.Count == 0)
        {
            throw new InvalidDataException($"Table '{table.Name}' has no rows.");
        }

        // First, because among cells that are numbers NA and the like turn out to be missing.
        var values = ColumnarDataView.Create(columns.Select(column =>
            (column.Name, column.ToData(readOptions.TextIsCells, readOptions.TextColumns.Contains(column.Name)))));
        RequireValues(columns, totals, [options.LabelColumn, .. Named(options.PredictionColumn)], "fill it or leave the rows out", table);
        if (options.MissingGroups == MissingGroupPolicy.Refuse)
        {
            RequireValues(columns, totals, groupColumns, "fill it, leave the rows out, or let missing values be a group of their own", table);
        }

        return GroupCountSources.FromTable(
            values, totals, options.LabelColumn, groupColumns, options.PredictionColumn, options.MissingGroups);
    }

    private static string[] Named(string? column) => column is null ? [] : [column];

    private static Dictionary<string, Type> Columns(DbConnection connection, SqlTable table, CancellationToken cancellationToken)
    {
        // A query without rows returns names and types in every database; catalogues differ between databases.
        Dictionary<string, Type> types = new(StringComparer.Ordinal);
        using DbCommand command = Command(connection, $"SELECT * FROM {table.Quoted} WHERE 1 = 0");
        using CancellationTokenRegistration stopping = cancellationToken.Register(command.Cancel);
        using DbDataReader reader = command.ExecuteReader();
        for (int i = 0; i < reader.FieldCount; i++)
        {
            types.TryAdd(reader.GetName(i), reader.GetFieldType(i));
        }

        return types;
    }

    private static string Weight(string column, Type type, SqlReadOptions readOptions)
    {
        string name = SqlName.Quote(column);
        bool isNumber = SqlColumn.IsNumber(type) || (type == typeof(string) && readOptions.TextIsCells);
        string value = type == typeof(bool) ? $"CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 END"
            : isNumber ? name
            : throw new ArgumentException($"Column '{column}' has type {type.Name}; it must contain numbers. Convert it first.");
        return $"CAST({value} AS DOUBLE PRECISION)";
    }

    private static string Query(SqlTable table, string[] columns, string? weight)
    {
        string names = string.Join(", ", columns.Select(SqlName.Quote));
        string sums = weight is null
            ? ""
            : $", SUM({weight}), SUM({weight} * {weight}), COUNT({weight}), COUNT(CASE WHEN {weight} < 0 THEN 1 END), MIN({weight})";
        return $"SELECT {names}, COUNT(*){sums} FROM {table.Quoted} GROUP BY {names}";
    }

    private static CountTotals Totals(DbDataReader row, int first, string? weightColumn, SqlTable table)
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
                $"Column '{weightColumn}' is missing in {Rows(count - present)} {Place(row, first, table)}: a weight must be a finite number of at least 0.");
        }

        long negative = Convert.ToInt64(row.GetValue(first + 4), CultureInfo.InvariantCulture);
        if (negative > 0)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"Column '{weightColumn}' is below 0 in {Rows(negative)} {Place(row, first, table)}, ")
                + string.Create(CultureInfo.InvariantCulture, $"down to {Number(5)}: a weight must be a finite number of at least 0."));
        }

        double sum = Number(1);
        double squares = Number(2);
        if (!double.IsFinite(sum) || !double.IsFinite(squares))
        {
            throw new InvalidDataException(
                $"Column '{weightColumn}' is not a finite number in some rows {Place(row, first, table)}: a weight must be a finite number of at least 0.");
        }

        return new CountTotals(count, sum, squares);

        double Number(int offset) => Convert.ToDouble(row.GetValue(first + offset), CultureInfo.InvariantCulture);
    }

    private static string Rows(long count) => count == 1 ? "1 row" : string.Create(CultureInfo.InvariantCulture, $"{count} rows");

    // Rows of a database have no numbers, so their values identify them.
    private static string Place(DbDataReader row, int columns, SqlTable table) =>
        $"of table '{table.Name}' where " + string.Join(" and ", Enumerable.Range(0, columns).Select(i =>
            row.IsDBNull(i) ? $"{row.GetName(i)} is missing" : $"{row.GetName(i)} is '{CellFormat.Text(row.GetValue(i))}'"));

    private static void RequireValues(
        SqlColumn[] columns, List<CountTotals> totals, IReadOnlyCollection<string> required, string remedy, SqlTable table)
    {
        foreach (SqlColumn column in columns.Where(column => required.Contains(column.Name)))
        {
            long missing = column.MissingRows(totals);
            if (missing > 0)
            {
                throw new InvalidDataException($"Column '{column.Name}' is missing in {Rows(missing)} of table '{table.Name}': {remedy}.");
            }
        }
    }

    private static void Execute(DbConnection connection, string sql, CancellationToken cancellationToken, Action<DbDataReader> take)
    {
        using DbCommand command = Command(connection, sql);
        using CancellationTokenRegistration stopping = cancellationToken.Register(command.Cancel);
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            take(reader);
        }
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;

        // A count may take as long as it takes; the caller stops it through the token.
        command.CommandTimeout = 0;
        return command;
    }

    /// <summary>A table by its name, for messages, and quoted, for queries.</summary>
    private sealed record SqlTable(string Name, string Quoted);
}
