using FairGan.Export.Columns;
using Parquet;
using Parquet.Schema;

namespace FairGan.Formats;

/// <summary>The cells of one column until its row group is full.</summary>
/// <param name="field">The column of the file.</param>
internal abstract class ParquetCells(DataField field)
{
    /// <summary>Rows of a row group.</summary>
    public const int RowsPerGroup = 1 << 17;

    /// <summary>The column of the file.</summary>
    public DataField Field { get; } = field;

    /// <summary>The logical type of the values, where Parquet.Net has no field for it (<see cref="ParquetMarks"/>); null for nothing.</summary>
    public string? Mark { get; init; }

    /// <summary>Takes some generated cells.</summary>
    /// <param name="column">The generated cells.</param>
    /// <param name="from">The first of them to take.</param>
    /// <param name="at">Its place in the row group.</param>
    /// <param name="count">How many to take.</param>
    public abstract void Add(SyntheticColumn column, int from, int at, int count);

    /// <summary>Writes the first cells to a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="rows">How many to write.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken);
}

/// <summary>Cells of text.</summary>
/// <param name="name">The column's name.</param>
internal sealed class ParquetTexts(string name) : ParquetCells(new DataField<string>(name))
{
    private readonly string?[] _cells = new string?[RowsPerGroup];

    /// <inheritdoc/>
    public override void Add(SyntheticColumn column, int from, int at, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _cells[at + i] = column.Text(from + i) is { Length: > 0 } text ? text : null;
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken) =>
        group.WriteAsync(Field, new ArraySegment<string>(_cells!, 0, rows));
}

/// <summary>Cells of text as bytes without a mark that they are text.</summary>
/// <param name="name">The column's name.</param>
internal sealed class ParquetBytes(string name) : ParquetCells(new DataField<byte[]>(name))
{
    private readonly byte[]?[] _cells = new byte[]?[RowsPerGroup];

    /// <inheritdoc/>
    public override void Add(SyntheticColumn column, int from, int at, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _cells[at + i] = column.Text(from + i) is { Length: > 0 } text ? System.Text.Encoding.UTF8.GetBytes(text) : null;
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken) =>
        group.WriteAsync(Field, new ArraySegment<byte[]>(_cells!, 0, rows));
}

/// <summary>Cells of values of one type.</summary>
/// <param name="field">The column of the file.</param>
/// <param name="reader">Gives, for generated cells, a function of the row; its result is null where the cell is missing.</param>
internal sealed class ParquetValues<T>(DataField field, Func<SyntheticColumn, Func<int, T?>> reader) : ParquetCells(field)
    where T : struct
{
    private readonly T?[] _cells = new T?[RowsPerGroup];

    /// <inheritdoc/>
    public override void Add(SyntheticColumn column, int from, int at, int count)
    {
        Func<int, T?> cell = reader(column);
        for (int i = 0; i < count; i++)
        {
            _cells[at + i] = cell(from + i);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(ParquetRowGroupWriter group, int rows, CancellationToken cancellationToken) => Field.IsNullable
        ? group.WriteAsync<T>(Field, _cells.AsMemory(0, rows), cancellationToken: cancellationToken)
        : group.WriteAsync<T>(Field, Array.ConvertAll(_cells[..rows], value => value!.Value).AsMemory(), cancellationToken: cancellationToken);
}
