using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace FairGan.Tables;

/// <summary>Reads one column of a Parquet file; the file's type decides what it is in a table.</summary>
internal static class ParquetColumnReader
{
    private const long ExactInDouble = 1L << 53;

    /// <summary>Reads a column of all row groups.</summary>
    /// <param name="groups">The row groups.</param>
    /// <param name="field">The column.</param>
    /// <param name="asText">Whether it is text whatever it holds.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="TableFormatException">The column's type is none for a table, or a number is not finite.</exception>
    public static Task<ColumnData> ReadAsync(List<ParquetRowGroupReader> groups, DataField field, bool asText, string source)
    {
        Type type = field.ClrType;
        return type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? StringsAsync(groups, field)
            : type == typeof(double) ? Same(double.NaN)
            : type == typeof(float) ? Same(float.NaN)
            : type == typeof(decimal) ? Floating<decimal, double>(value => (double)value, double.NaN)
            : type == typeof(long) ? Integer<long>(value => value)
            : type == typeof(int) ? Integer<int>(value => value)
            : type == typeof(short) ? Integer<short>(value => value)
            : type == typeof(sbyte) ? Integer<sbyte>(value => value)
            : type == typeof(byte) ? Integer<byte>(value => value)
            : type == typeof(ushort) ? Integer<ushort>(value => value)
            : type == typeof(uint) ? Integer<uint>(value => value)
            : type == typeof(ulong) ? Integer<ulong>(value => value <= long.MaxValue ? (long)value : null)
            : type == typeof(bool) ? Bool()
            : type == typeof(DateTime) ? Texts<DateTime>()
            : type == typeof(DateOnly) ? Texts<DateOnly>("yyyy-MM-dd")
            : type == typeof(TimeOnly) ? Texts<TimeOnly>("HH:mm:ss.FFFFFFF")
            : type == typeof(TimeSpan) ? Texts<TimeSpan>()
            : type == typeof(Guid) ? Texts<Guid>()
            : throw new TableFormatException($"{source}: column '{field.Name}' holds values of type {type.Name}, which are neither numbers nor text.");

        Task<ColumnData> Same<T>(T missing)
            where T : unmanaged, IFloatingPointIeee754<T> => Floating<T, T>(value => value, missing);

        async Task<ColumnData> Floating<T, TResult>(Func<T, TResult> convert, TResult missing)
            where T : struct, IFormattable
            where TResult : unmanaged, IFloatingPointIeee754<TResult>
        {
            T?[] values = await ValuesAsync<T>(groups, field).ConfigureAwait(false);
            if (asText)
            {
                return Text(values, null);
            }

            TResult[] column = new TResult[values.Length];
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = values[row] is { } value ? convert(value) : missing;
                if (TResult.IsInfinity(column[row]))
                {
                    throw new TableFormatException(
                        $"{source}: column '{field.Name}', row {row + 1}: the value is not a finite number. "
                        + $"Correct it, make it null if it is missing, or read the column as text (TextColumns; on the command line --text {field.Name}).");
                }
            }

            return ColumnData.Of(column);
        }

        async Task<ColumnData> Integer<T>(Func<T, long?> widen)
            where T : struct, IFormattable
        {
            T?[] values = await ValuesAsync<T>(groups, field).ConfigureAwait(false);
            // Null only where the value exceeds Int64; a missing one counts as 0 here.
            long?[] integers = Array.ConvertAll(values, value => value is { } present ? widen(present) : 0);
            if (asText || integers.Any(value => value is null))
            {
                return Text(values, null);
            }

            if (values.All(value => value.HasValue))
            {
                return ColumnData.Of(Array.ConvertAll(integers, value => value!.Value));
            }

            return integers.All(value => value is >= -ExactInDouble and <= ExactInDouble)
                ? ColumnData.Of(values.Zip(integers, (value, integer) => value.HasValue ? integer!.Value : double.NaN).ToArray())
                : Text(values, null);
        }

        async Task<ColumnData> Bool()
        {
            bool?[] values = await ValuesAsync<bool>(groups, field).ConfigureAwait(false);
            return !asText && values.All(value => value.HasValue)
                ? ColumnData.Of(Array.ConvertAll(values, value => value!.Value))
                : Coded(values.Select(value => value is { } truth ? CellFormat.Text(truth) : null));
        }

        async Task<ColumnData> Texts<T>(string? format = null)
            where T : struct, IFormattable => Text(await ValuesAsync<T>(groups, field).ConfigureAwait(false), format);
    }

    private static ColumnData Text<T>(T?[] values, string? format)
        where T : struct, IFormattable => Coded(values.Select(value =>
            value is not { } present ? null
            : format is null ? CellFormat.Text(present)
            : present.ToString(format, CultureInfo.InvariantCulture)));

    private static async Task<ColumnData> StringsAsync(List<ParquetRowGroupReader> groups, DataField field)
    {
        List<string?> all = [];
        foreach (ParquetRowGroupReader group in groups)
        {
            string?[] values = new string?[group.RowCount];
            await group.ReadAsync(field, values.AsMemory()!).ConfigureAwait(false);
            all.AddRange(values);
        }

        return Coded(all);
    }

    private static async Task<T?[]> ValuesAsync<T>(List<ParquetRowGroupReader> groups, DataField field)
        where T : struct
    {
        T?[] all = new T?[groups.Sum(group => group.RowCount)];
        int start = 0;
        foreach (ParquetRowGroupReader group in groups)
        {
            int count = (int)group.RowCount;
            if (field.IsNullable)
            {
                await group.ReadAsync(field, all.AsMemory(start, count)).ConfigureAwait(false);
            }
            else
            {
                T[] values = new T[count];
                await group.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
                for (int i = 0; i < count; i++)
                {
                    all[start + i] = values[i];
                }
            }

            start += count;
        }

        return all;
    }

    private static ColumnData Coded(IEnumerable<string?> values)
    {
        CellColumnBuilder builder = new();
        foreach (string? value in values)
        {
            builder.Add(value, 0);
        }

        return builder.Build("", asText: true);
    }
}
