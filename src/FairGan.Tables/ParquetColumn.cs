using System.Globalization;
using Parquet.Meta;
using Parquet.Schema;

namespace FairGan.Tables;

/// <summary>A column of a Parquet file: how its values are stored, and what they mean.</summary>
/// <param name="Name">The name as options give it.</param>
/// <param name="Element">The file's own description of the column.</param>
internal sealed record ParquetColumn(string Name, SchemaElement Element)
{
    private static readonly Dictionary<ConvertedType, string> s_integers = new()
    {
        [ConvertedType.INT_8] = "INT8",
        [ConvertedType.INT_16] = "INT16",
        [ConvertedType.INT_32] = "INT32",
        [ConvertedType.INT_64] = "INT64",
        [ConvertedType.UINT_8] = "UINT8",
        [ConvertedType.UINT_16] = "UINT16",
        [ConvertedType.UINT_32] = "UINT32",
        [ConvertedType.UINT_64] = "UINT64",
    };

    /// <summary>
    /// What the values are, in the words of the Parquet specification, such as <c>INT32</c>, <c>DECIMAL(9,2)</c>, <c>DATE</c>,
    /// <c>TIMESTAMP(MICROS)</c>, <c>TIMESTAMP(NANOS,UTC)</c>, <c>STRING</c>, <c>UUID</c>; <c>GROUP</c> for lists and structures.
    /// </summary>
    public string Type { get; } = TypeOf(Element);

    /// <summary>The column's place among those that hold values.</summary>
    public int Place { get; init; }

    /// <summary>Whether cells may be missing.</summary>
    public bool IsNullable => Element.RepetitionType == FieldRepetitionType.OPTIONAL;

    /// <summary>Units of a second in which times are counted: 1,000, 1,000,000 or 1,000,000,000.</summary>
    public long UnitsPerSecond => Type.Contains("MILLIS", StringComparison.Ordinal) ? 1_000 : Type.Contains("NANOS", StringComparison.Ordinal) ? 1_000_000_000 : 1_000_000;

    /// <summary>The column's stored values as requested from the reader, without their logical type.</summary>
    /// <remarks>The library decodes the meaning of values in some encodings only, and their storage in all.</remarks>
    public DataField Stored() => Element.Type switch
    {
        Parquet.Meta.Type.BOOLEAN => Attached<bool>(),
        Parquet.Meta.Type.INT32 => Attached<int>(),
        Parquet.Meta.Type.INT64 => Attached<long>(),
        Parquet.Meta.Type.FLOAT => Attached<float>(),
        Parquet.Meta.Type.DOUBLE => Attached<double>(),
        Parquet.Meta.Type.INT96 => Attach(new DateTimeDataField(Element.Name, DateTimeFormat.Impala, isNullable: IsNullable)),
        _ when Type is "STRING" or "ENUM" or "JSON" => Attach(new DataField(Element.Name, typeof(string), IsNullable)),
        _ => Attach(new DataField(Element.Name, typeof(byte[]), IsNullable)),
    };

    private DataField Attached<T>() => Attach(new DataField(Element.Name, typeof(T), IsNullable));

    // A field knows its place in a file once it is part of a schema.
    private static DataField Attach(DataField field)
    {
        _ = new ParquetSchema(field);
        return field;
    }

    private static string TypeOf(SchemaElement element)
    {
        if (element.Type is not { } stored || element.RepetitionType == FieldRepetitionType.REPEATED)
        {
            return "GROUP";
        }

        LogicalType? meaning = element.LogicalType;
        return element.ConvertedType is { } converted && s_integers.TryGetValue(converted, out string? integer) ? integer
            : meaning?.INTEGER is { } width ? string.Create(CultureInfo.InvariantCulture, $"{(width.IsSigned ? "" : "U")}INT{width.BitWidth}")
            : meaning?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL
                ? string.Create(CultureInfo.InvariantCulture, $"DECIMAL({meaning?.DECIMAL?.Precision ?? element.Precision},{meaning?.DECIMAL?.Scale ?? element.Scale ?? 0})")
            : meaning?.TIME is { } time ? $"TIME({Unit(time.Unit)}{Utc(time.IsAdjustedToUTC)})"
            : meaning?.TIMESTAMP is { } timestamp ? $"TIMESTAMP({Unit(timestamp.Unit)}{Utc(timestamp.IsAdjustedToUTC)})"
            : meaning?.UUID is not null ? "UUID"
            : meaning?.FLOAT16 is not null ? "FLOAT16"
            : meaning?.JSON is not null ? "JSON"
            : meaning?.ENUM is not null ? "ENUM"
            : meaning?.BSON is not null ? "BSON"
            : meaning?.STRING is not null ? "STRING"
            : meaning?.GEOMETRY is not null || meaning?.GEOGRAPHY is not null ? "GEOMETRY"
            : Converted(element.ConvertedType, stored);
    }

    private static string Converted(ConvertedType? converted, Parquet.Meta.Type stored) => converted switch
    {
        ConvertedType.UTF8 => "STRING",
        ConvertedType.ENUM => "ENUM",
        ConvertedType.JSON => "JSON",
        ConvertedType.BSON => "BSON",
        ConvertedType.INTERVAL => "INTERVAL",
        ConvertedType.DATE => "DATE",
        ConvertedType.TIME_MILLIS => "TIME(MILLIS)",
        ConvertedType.TIME_MICROS => "TIME(MICROS)",

        // This older annotation does not distinguish local time from UTC; local time is assumed.
        ConvertedType.TIMESTAMP_MILLIS => "TIMESTAMP(MILLIS)",
        ConvertedType.TIMESTAMP_MICROS => "TIMESTAMP(MICROS)",
        _ => stored is Parquet.Meta.Type.BYTE_ARRAY or Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY ? "BINARY" : stored.ToString(),
    };

    private static string Unit(TimeUnit? unit) => unit?.MILLIS is not null ? "MILLIS" : unit?.NANOS is not null ? "NANOS" : "MICROS";

    private static string Utc(bool isAdjusted) => isAdjusted ? ",UTC" : "";
}
