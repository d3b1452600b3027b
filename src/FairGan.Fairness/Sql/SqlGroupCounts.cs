using System.Data;
using System.Data.Common;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;
using FairGan.Tables;

namespace FairGan.Fairness.Sql;

/// <summary>
/// Counts the rows of a database table by group, label and prediction with one <c>GROUP BY</c>, through any ADO.NET connection. The rows
/// stay in the database, in which nothing can change: the query runs in a read-only transaction. The counts equal those of <see cref="GroupCounts.Read"/> on the same rows.
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
    /// <param name="options">The roles of the columns, of these types: text, bool, integers, reals or dates; NULL, empty text and NaN are missing.</param>
    /// <param name="cancellationToken">Cancels the query in the database.</param>
    /// <returns>The counts, ready for an audit or a <see cref="MetricFrame"/>.</returns>
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
        MetricFrameOptions options,
        CancellationToken cancellationToken = default) => Read(connection, table, options, null, cancellationToken);

    /// <summary>The same, with options for how values are read.</summary>
    internal static GroupCounts Read(
        DbConnection connection, string table, MetricFrameOptions options, SqlReadOptions? readOptions, CancellationToken cancellationToken = default)
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
        string name = SqlName.Show(table);
        bool wasClosed = connection.State == ConnectionState.Closed;
        if (wasClosed)
        {
            connection.Open();
        }

        try
        {
            using ReadOnlyTransaction transaction = ReadOnlyTransaction.Begin(connection);
            var source = new SqlTable(connection, table, transaction.Transaction, cancellationToken);
            return Read(source, groupColumns, options, readOptions ?? new SqlReadOptions());
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What a driver throws when its query is cancelled differs from driver to driver.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (DbException exception)
        {
            throw new InvalidDataException($"The database cannot count table '{name}': {Reason(exception)}", exception);
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

    private static GroupCounts Read(SqlTable table, string[] groupColumns, MetricFrameOptions options, SqlReadOptions readOptions)
    {
        string[] valueColumns = [.. groupColumns.Append(options.LabelColumn).Concat(Named(options.PredictionColumn)).Distinct(StringComparer.Ordinal)];
        string[] asked = [.. valueColumns, .. Named(options.WeightColumn)];
        Dictionary<string, SqlType?> types = table.ColumnTypes(asked);
        foreach (string name in asked)
        {
            if (!types.ContainsKey(name))
            {
                throw new ArgumentException(TableColumnNames.Unknown(name, types.Keys, $" in table '{table.Name}'"));
            }
        }

        SqlColumn[] columns = [.. valueColumns.Select(name => new SqlColumn(name, types[name]!))];
        string? weight = options.WeightColumn is { } weightColumn
            ? SqlTable.Weight(weightColumn, types[weightColumn]!, readOptions)
            : null;
        List<CountTotals> totals = [];
        table.Count(valueColumns, weight, row =>
        {
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i].Add(table.Value(row, i));
            }

            totals.Add(table.Totals(row, columns.Length, options.WeightColumn));
        });
        if (totals.Count == 0)
        {
            throw new InvalidDataException($"Table '{table.Name}' has no rows.");
        }

        // First, because among cells that are numbers NA and the like turn out to be missing.
        var values = ColumnarDataView.Create(columns.Select(column =>
            (column.Name, column.ToData(readOptions.TextIsCells, readOptions.TextColumns.Contains(column.Name)))));
        if (options.LeavesOutUnlabelled)
        {
            SqlColumn label = columns.First(column => column.Name == options.LabelColumn);
            CountTotals[] labelled = [.. totals.Select((total, i) => label.IsMissing(i) ? default : total)];
            RequireValues(columns, labelled, Named(options.PredictionColumn), "fill it or leave the rows out", table);
        }
        else
        {
            RequireValues(columns, totals, [options.LabelColumn, .. Named(options.PredictionColumn)], "fill it or leave the rows out", table);
        }

        if (options.MissingGroups == MissingGroupPolicy.Refuse)
        {
            RequireValues(columns, totals, groupColumns, "fill it, leave the rows out, or let missing values be a group of their own", table);
        }

        return GroupCountSources.FromTable(
            values, totals, options.LabelColumn, groupColumns, options.PredictionColumn, options.WeightColumn, options.MissingGroups, options.LeavesOutUnlabelled);
    }

    private static string[] Named(string? column) => column is null ? [] : [column];

    private static void RequireValues(
        SqlColumn[] columns, IReadOnlyList<CountTotals> totals, IReadOnlyCollection<string> required, string remedy, SqlTable table)
    {
        foreach (SqlColumn column in columns.Where(column => required.Contains(column.Name)))
        {
            long missing = column.MissingRows(totals);
            if (missing > 0)
            {
                throw new InvalidDataException($"Column '{column.Name}' is missing in {SqlTable.Rows(missing)} of table '{table.Name}': {remedy}.");
            }
        }
    }
}
