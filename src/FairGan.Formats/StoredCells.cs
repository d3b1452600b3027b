using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Identifiers;
using Parquet.Data;
using Parquet.Schema;

namespace FairGan.Formats;

/// <summary>Stores generated cells as what the real column is stored in its Parquet file.</summary>
internal static class StoredCells
{
    // Up to so many digits, .NET's own decimal numbers do.
    private const int MostDigits = 28;

    /// <summary>The cells of a column.</summary>
    /// <param name="codec">The column.</param>
    /// <returns>The cells; null where the type is unknown, is the usual one, or cannot represent the generated values.</returns>
    public static ParquetCells? For(ColumnCodec codec)
    {
        string type = codec.Stored ?? "";
        string[] parts = type.Split('(', ',', ')');
        return parts[0] switch
        {
            "BOOLEAN" when Reads(codec, text => bool.TryParse(text, out _)) => Values<bool>(codec, column => row => bool.TryParse(column.Text(row), out bool value) ? value : null),
            "INT8" => Integers<sbyte>(codec),
            "INT16" => Integers<short>(codec),
            "INT32" => Integers<int>(codec),
            "INT64" => Integers<long>(codec),
            "UINT8" => Integers<byte>(codec),
            "UINT16" => Integers<ushort>(codec),
            "UINT32" => Integers<uint>(codec),
            "UINT64" => Integers<ulong>(codec),
            "FLOAT16" when HasNumbers(codec) && ParquetMarks.ArePossible => Halves(codec),
            "FLOAT" or "FLOAT16" when HasNumbers(codec) => Values<float>(codec, column => Number(column) is var number ? row => (float?)number(row) : null!),
            "DOUBLE" when HasNumbers(codec) => Values(codec, Number),
            "DECIMAL" => Decimals(codec, parts),
            "UUID" when Reads(codec, text => Guid.TryParse(text, out _)) => Values<Guid>(codec, column => row => Guid.TryParse(column.Text(row), out Guid value) ? value : null),
            "STRING" or "JSON" or "ENUM" => new ParquetTexts(codec.Name) { Mark = parts[0] },
            "BINARY" => new ParquetBytes(codec.Name),
            "DATE" => Times(codec, new DateTimeDataField(codec.Name, DateTimeFormat.Date, isNullable: codec.HasMissing)),
            "INT96" => Times(codec, new DateTimeDataField(codec.Name, DateTimeFormat.Impala, isNullable: codec.HasMissing)),
            "TIMESTAMP" => Times(codec, new DateTimeDataField(codec.Name, DateTimeFormat.Timestamp, parts.Contains("UTC"), Unit(parts), isNullable: codec.HasMissing)),
            "TIME" => TimesOfDay(codec, parts),
            _ => null,
        };
    }

    private static ParquetValues<T> Values<T>(ColumnCodec codec, Func<SyntheticColumn, Func<int, T?>> reader)
        where T : struct => new(codec.HasMissing ? new DataField<T?>(codec.Name) : new DataField<T>(codec.Name), reader);

    private static ParquetCells? Integers<T>(ColumnCodec codec)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (!HasNumbers(codec) && !Reads(codec, text => Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            return null;
        }

        // Fresh identifiers count on from those of the real rows.
        return codec is IdentifierCodec && !(T.MaxValue >= T.CreateSaturating(int.MaxValue))
            ? Integers<int>(codec)
            : Values<T>(codec, column => Whole(column) is var whole ? row => whole(row) is { } value ? T.CreateSaturating(value) : null : null!);
    }

    private static ParquetCells? Decimals(ColumnCodec codec, string[] parts)
    {
        if (parts.Length < 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int precision)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int scale) || precision is < 1 or > 38 || scale > precision
            || !(HasNumbers(codec) || Reads(codec, text => Unscaled(text, scale) is not null)))
        {
            return null;
        }

        BigInteger most = BigInteger.Pow(10, precision) - 1;
        return precision <= MostDigits
            ? new ParquetValues<decimal>(new DecimalDataField(codec.Name, precision, scale, isNullable: codec.HasMissing), column =>
                row => Bounded(column, row) is { } value ? (decimal)value / (decimal)BigInteger.Pow(10, scale) : null)
            : new ParquetValues<BigDecimal>(new BigDecimalDataField(codec.Name, precision, scale, isNullable: codec.HasMissing), column =>
                row => Bounded(column, row) is { } value ? new BigDecimal(value, precision, scale) : null);

        BigInteger? Bounded(SyntheticColumn column, int row) => Unscaled(column.Text(row), scale) is { } value ? BigInteger.Clamp(value, -most, most) : null;
    }

    // Two bytes, the least first, which the library knows from decimal numbers, the greatest first.
    private static ParquetValues<decimal> Halves(ColumnCodec codec) => new(
        new DecimalDataField(codec.Name, precision: 4, scale: 0, forceByteArrayEncoding: true, isNullable: codec.HasMissing),
        column => Number(column) is var number
            ? row => number(row) is { } value ? BinaryPrimitives.ReverseEndianness(BitConverter.HalfToInt16Bits((Half)value)) : null
            : null!)
    { Mark = "FLOAT16" };

    private static ParquetValues<DateTime>? Times(ColumnCodec codec, DataField field) =>
        codec.Kind == ColumnKind.Date ? new ParquetValues<DateTime>(field, column => column.Cells<DateTime?>() is var times ? row => times[row] : null!) : null;

    private static ParquetCells? TimesOfDay(ColumnCodec codec, string[] parts)
    {
        if (codec.Kind != ColumnKind.Date)
        {
            return null;
        }

        DateTimeTimeUnit unit = Unit(parts);
        var precision = unit == DateTimeTimeUnit.Millis ? TimeUnitPrecision.Millis : unit == DateTimeTimeUnit.Micros ? TimeUnitPrecision.Micros : TimeUnitPrecision.Nanos;
        var field = new TimeDataField(codec.Name, precision, isNullable: codec.HasMissing) { IsAdjustedToUtc = parts.Contains("UTC") };
        return unit == DateTimeTimeUnit.Millis
            ? new ParquetValues<int>(field, column => Ticks(column) is var ticks ? row => (int?)(ticks(row) / TimeSpan.TicksPerMillisecond) : null!)
            : new ParquetValues<long>(field, column => Ticks(column) is var ticks
                ? row => unit == DateTimeTimeUnit.Micros ? ticks(row) / TimeSpan.TicksPerMicrosecond : ticks(row) * TimeSpan.NanosecondsPerTick : null!);
    }

    private static Func<int, long?> Ticks(SyntheticColumn column)
    {
        DateTime?[] times = column.Cells<DateTime?>();
        return row => times[row]?.TimeOfDay.Ticks;
    }

    private static DateTimeTimeUnit Unit(string[] parts) =>
        parts.Contains("MILLIS") ? DateTimeTimeUnit.Millis : parts.Contains("NANOS") ? DateTimeTimeUnit.Nanos : DateTimeTimeUnit.Micros;

    private static bool HasNumbers(ColumnCodec codec) => codec.Storage is CellStorage.Whole or CellStorage.Number;

    // Whether all cells that a generator makes of texts can be read as what they are to be stored as.
    private static bool Reads(ColumnCodec codec, Func<string, bool> reads) =>
        codec is IdentifierCodec identifiers ? reads(identifiers.Text(identifiers.First)) : codec.ListedTexts?.All(text => text.Length == 0 || reads(text)) == true;

    private static Func<int, double?> Number(SyntheticColumn column)
    {
        double[] numbers = column.Cells<double>();
        return row => double.IsNaN(numbers[row]) ? null : numbers[row];
    }

    private static Func<int, Int128?> Whole(SyntheticColumn column)
    {
        if (column is Export.Columns.Numeric.IntegerColumn)
        {
            long[] whole = column.Cells<long>();
            return row => whole[row];
        }

        if (column is Export.Columns.Numeric.RealColumn)
        {
            double[] numbers = column.Cells<double>();
            return row => double.IsNaN(numbers[row]) ? null : Int128.CreateSaturating(Math.Round(numbers[row]));
        }

        return row => Int128.TryParse(column.Text(row), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 value) ? value : null;
    }

    // A decimal number without its point; null for a text that is none.
    private static BigInteger? Unscaled(string text, int scale)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            text = Math.Round(number, Math.Min(scale, MostDigits)).ToString(CultureInfo.InvariantCulture);
        }

        if (text.Length == 0)
        {
            return null;
        }

        string[] parts = text.Split('.');
        string decimals = (parts.Length > 1 ? parts[1] : "").PadRight(scale, '0')[..scale];
        return parts.Length <= 2 && BigInteger.TryParse(parts[0] + decimals, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value) ? value : null;
    }
}
