using System.Data.Common;

namespace FairGan.Fairness.Sql;

/// <summary>
/// A transaction in which a query can change nothing, whatever a view or function that it uses does: read-only where the database has
/// such transactions, and rolled back at the end everywhere. Inside a transaction of the caller's, that one holds.
/// </summary>
internal sealed class ReadOnlyTransaction : IDisposable
{
    private readonly DbConnection _connection;
    private readonly string? _end;

    private ReadOnlyTransaction(DbConnection connection, DbTransaction? transaction, string? end)
    {
        _connection = connection;
        Transaction = transaction;
        _end = end;
    }

    /// <summary>What commands have to name; null where the driver does not ask for it.</summary>
    public DbTransaction? Transaction { get; }

    /// <summary>Begins the transaction.</summary>
    public static ReadOnlyTransaction Begin(DbConnection connection)
    {
        string driver = connection.GetType().FullName ?? "";
        return driver switch
        {
            _ when driver.StartsWith("DuckDB.", StringComparison.Ordinal) => Own(connection, "BEGIN TRANSACTION READ ONLY", "ROLLBACK"),
            _ when driver.StartsWith("MySql", StringComparison.Ordinal) => Own(connection, "START TRANSACTION READ ONLY", "ROLLBACK"),
            _ when driver.StartsWith("Npgsql.", StringComparison.Ordinal) || driver.StartsWith("Oracle.", StringComparison.Ordinal) => OfDriver(connection, "SET TRANSACTION READ ONLY"),
            _ when driver.StartsWith("Microsoft.Data.Sqlite.", StringComparison.Ordinal) || driver.StartsWith("System.Data.SQLite.", StringComparison.Ordinal) => Own(connection, "PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
            _ => OfDriver(connection, null),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Transaction?.Dispose();
        if (_end is not null)
        {
            try
            {
                Execute(_connection, null, _end);
            }
            catch (DbException)
            {
                // A connection that broke, or a transaction that its query ended, has nothing to roll back.
            }
        }
    }

    private static ReadOnlyTransaction Own(DbConnection connection, string begin, string end)
    {
        try
        {
            Execute(connection, null, begin);
            return new ReadOnlyTransaction(connection, null, end);
        }
        catch (DbException)
        {
            // The caller has begun a transaction.
            return new ReadOnlyTransaction(connection, null, null);
        }
    }

    private static ReadOnlyTransaction OfDriver(DbConnection connection, string? restriction)
    {
        DbTransaction transaction;
        try
        {
            transaction = connection.BeginTransaction();
        }
        catch (Exception problem) when (problem is InvalidOperationException or NotSupportedException)
        {
            // The caller has begun a transaction, or the database has none.
            return new ReadOnlyTransaction(connection, null, null);
        }

        if (restriction is not null)
        {
            Execute(connection, transaction, restriction);
        }

        return new ReadOnlyTransaction(connection, transaction, null);
    }

    private static void Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        if (transaction is not null)
        {
            command.Transaction = transaction;
        }

        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
