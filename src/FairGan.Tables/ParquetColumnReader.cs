using System.Numerics;
using Parquet;

namespace FairGan.Tables;

/// <summary>Reads one column of a Parquet file as it is stored, and gives its values the meaning that the file states.</summary>
internal static class ParquetColumnReader
{
    private const int Missing = -1;

    // The most bytes that any system stores for a decimal number, of 76 digits.
    private const int LongestDecimal = 32;

    // Rows of a long text that stands once in the file take no room, but everybody's time.
    private const long MostItems = 1L << 33;

    /// <summary>Why a column cannot be read, with the remedy; null if it can.</summary>
    /// <param name="column">The column.</param>
    public static string? Refusal(ParquetColumn column) => column.Type switch
    {
        "GROUP" => $"column '{column.Name}' contains lists or structures; a table has one value per cell. Unnest it, or leave it out (on the command line --drop {column.Name}).",
        "INTERVAL" => $"column '{column.Name}' is of type INTERVAL, whose months have no fixed length. Convert it to a number of days or seconds, or leave it out (on the command line --drop {column.Name}).",
        "BSON" or "GEOMETRY" => $"column '{column.Name}' is of type {column.Type}, which is neither a number nor a text. Convert it to text, or leave it out (on the command line --drop {column.Name}).",
        _ => null,
    };

    /// <summary>Reads a column of some row groups.</summary>
    /// <param name="groups">The row groups.</param>
    /// <param name="column">The column, which <see cref="Refusal"/> does not refuse.</param>
    public static async Task<ParquetValues> ReadAsync(IReadOnlyList<ParquetRowGroupReader> groups, ParquetColumn column)
    {
        switch (column.Element.Type)
        {
            case Parquet.Meta.Type.BOOLEAN:
                return new ParquetBooleans(column, await ValuesAsync<bool>(groups, column).ConfigureAwait(false));
            case Parquet.Meta.Type.FLOAT:
                return new ParquetReals<float>(column, await ValuesAsync<float>(groups, column).ConfigureAwait(false));
            case Parquet.Meta.Type.DOUBLE:
                return new ParquetReals<double>(column, await ValuesAsync<double>(groups, column).ConfigureAwait(false));
            case Parquet.Meta.Type.INT96:
                DateTime?[] times = await ValuesAsync<DateTime>(groups, column).ConfigureAwait(false);
                return new ParquetTimes(column, Array.ConvertAll(times, time => time?.Ticks));
            case Parquet.Meta.Type.INT32:
                return Meaning(column, Array.ConvertAll(await ValuesAsync<int>(groups, column).ConfigureAwait(false), value => (long?)value));
            case Parquet.Meta.Type.INT64:
                return Meaning(column, await ValuesAsync<long>(groups, column).ConfigureAwait(false));
            default:
                return column.Type is "STRING" or "ENUM" or "JSON"
                    ? new ParquetTexts(column, await SharedAsync<char, string>(groups, column, value => value.ToString()).ConfigureAwait(false))
                    : Meaning(column, await SharedAsync<byte, byte[]>(groups, column, value => value.ToArray()).ConfigureAwait(false));
        }
    }

    // Integers are stored in 32 or 64 bits regardless of their logical type.
    private static ParquetValues Meaning(ParquetColumn column, long?[] values) =>
        column.Type.StartsWith("DECIMAL", StringComparison.Ordinal) ? new ParquetDecimals(column, Array.ConvertAll(values, value => value is { } number ? (BigInteger?)number : null))
        : column.Type.StartsWith("DATE", StringComparison.Ordinal) || column.Type.StartsWith("TIME", StringComparison.Ordinal) ? ParquetTimes.Of(column, values)
        : column.Type.StartsWith("UINT", StringComparison.Ordinal) ? new ParquetIntegers(column, Array.ConvertAll(values, value => Unsigned(column, value)))
        : new ParquetIntegers(column, Array.ConvertAll(values, value => (Int128?)value));

    private static Int128? Unsigned(ParquetColumn column, long? value) =>
        value is not { } number ? null : column.Element.Type == Parquet.Meta.Type.INT32 ? (uint)number : (ulong)number;

    private static ParquetValues Meaning(ParquetColumn column, SharedValues<byte[]> values) =>
        column.Type.StartsWith("DECIMAL", StringComparison.Ordinal) ? new ParquetDecimals(column, Each(values.Select(Decimal)))
        : column.Type == "UUID" ? new ParquetTexts(column, values.Select(value => new Guid(value, bigEndian: true).ToString()))
        : column.Type == "FLOAT16" ? new ParquetReals<float>(column, Each(values.Select(value => (float)BitConverter.ToHalf(value))))
        : new ParquetBinary(column, values);

    private static BigInteger Decimal(byte[] value) => value.Length <= LongestDecimal ? new BigInteger(value, isBigEndian: true) : throw new InvalidDataException();

    private static T?[] Each<T>(SharedValues<T> values)
        where T : struct => Array.ConvertAll(values.Rows, value => value < 0 ? (T?)null : values.Values[value]);

    // Rows that have the same entry of a dictionary have the same memory, however long it is and however many they are.
    private static async Task<SharedValues<T>> SharedAsync<TItem, T>(IReadOnlyList<ParquetRowGroupReader> groups, ParquetColumn column, Func<ReadOnlyMemory<TItem>, T> convert)
    {
        List<T> values = [];
        int[] rows = new int[groups.Sum(group => group.RowCount)];
        int start = 0;
        long items = 0;
        foreach (ParquetRowGroupReader group in groups)
        {
            var entries = new Dictionary<ReadOnlyMemory<TItem>, int>();
            var stored = new ReadOnlyMemory<TItem>[group.RowCount];
            int[]? levels = column.IsNullable ? new int[group.RowCount] : null;
            await group.ReadRawAsync(column.Stored(), stored.AsMemory(), levels?.AsMemory(), null).ConfigureAwait(false);
            for (int row = 0, next = 0; row < stored.Length; row++)
            {
                rows[start + row] = levels is not null && levels[row] == 0 ? Missing : Position(stored[next++]);
            }

            start += stored.Length;

            int Position(ReadOnlyMemory<TItem> value)
            {
                if ((items += value.Length) > MostItems)
                {
                    throw new OversizeException();
                }

                if (!entries.TryGetValue(value, out int position))
                {
                    entries.Add(value, position = values.Count);
                    values.Add(convert(value));
                }

                return position;
            }
        }

        return new SharedValues<T>(values, rows);
    }

    private static async Task<T?[]> ValuesAsync<T>(IReadOnlyList<ParquetRowGroupReader> groups, ParquetColumn column)
        where T : struct
    {
        T?[] all = new T?[groups.Sum(group => group.RowCount)];
        int start = 0;
        foreach (ParquetRowGroupReader group in groups)
        {
            int count = (int)group.RowCount;
            if (column.IsNullable)
            {
                await group.ReadAsync(column.Stored(), all.AsMemory(start, count)).ConfigureAwait(false);
            }
            else
            {
                T[] values = new T[count];
                await group.ReadAsync(column.Stored(), values.AsMemory()).ConfigureAwait(false);
                for (int i = 0; i < count; i++)
                {
                    all[start + i] = values[i];
                }
            }

            start += count;
        }

        return all;
    }
}
