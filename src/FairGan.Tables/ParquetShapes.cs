using static FairGan.Tables.ThriftField;

namespace FairGan.Tables;

/// <summary>The structures of the Parquet format (parquet.thrift of Apache Parquet), as far as the library reads them.</summary>
internal static class ParquetShapes
{
    private static readonly ThriftShape s_statistics = ThriftShape.Of((1, Bytes), (2, Bytes), (3, Whole64), (4, Whole64), (5, Bytes), (6, Bytes), (7, Bool), (8, Bool));
    private static readonly ThriftShape s_keyValue = ThriftShape.Of((1, Bytes), (2, Bytes));
    private static readonly ThriftField s_unit = Struct((1, Struct()), (2, Struct()), (3, Struct()));
    private static readonly ThriftField s_time = Struct((1, Bool), (2, s_unit));

    private static readonly ThriftField s_logicalType = Struct(
        (1, Struct()), (2, Struct()), (3, Struct()), (4, Struct()), (5, Struct((1, Whole32), (2, Whole32))), (6, Struct()), (7, s_time), (8, s_time),
        (10, Struct((1, new(ThriftType.Byte)), (2, Bool))), (11, Struct()), (12, Struct()), (13, Struct()), (14, Struct()), (15, Struct()),
        (16, Struct((1, new(ThriftType.Byte)))), (17, Struct((1, Bytes))), (18, Struct((1, Bytes), (2, Whole32))));

    private static readonly ThriftShape s_schemaElement = ThriftShape.Of(
        (1, Whole32), (2, Whole32), (3, Whole32), (4, Bytes), (5, Whole32), (6, Whole32), (7, Whole32), (8, Whole32), (9, Whole32), (10, s_logicalType));

    private static readonly ThriftField s_sizes = Struct((1, Whole64), (2, List(ThriftType.Int64)), (3, List(ThriftType.Int64)));
    private static readonly ThriftField s_box = Struct(
        (1, new(ThriftType.Double)), (2, new(ThriftType.Double)), (3, new(ThriftType.Double)), (4, new(ThriftType.Double)),
        (5, new(ThriftType.Double)), (6, new(ThriftType.Double)), (7, new(ThriftType.Double)), (8, new(ThriftType.Double)));

    private static readonly ThriftField s_columnMetadata = Struct(
        (1, Whole32), (2, List(ThriftType.Int32)), (3, List(ThriftType.Binary)), (4, Whole32), (5, Whole64), (6, Whole64), (7, Whole64), (8, List(s_keyValue)), (9, Whole64), (10, Whole64),
        (11, Whole64), (12, Struct(s_statistics)), (13, List(ThriftShape.Of((1, Whole32), (2, Whole32), (3, Whole32)))), (14, Whole64), (15, Whole32), (16, s_sizes),
        (17, Struct((1, s_box), (2, List(ThriftType.Int32)))));

    private static readonly ThriftShape s_columnChunk = ThriftShape.Of(
        (1, Bytes), (2, Whole64), (3, s_columnMetadata), (4, Whole64), (5, Whole32), (6, Whole64), (7, Whole32),
        (8, Struct((1, Struct()), (2, Struct((1, List(ThriftType.Binary)), (2, Bytes))))), (9, Bytes));

    private static readonly ThriftShape s_rowGroup = ThriftShape.Of(
        (1, List(s_columnChunk)), (2, Whole64), (3, Whole64), (4, List(ThriftShape.Of((1, Whole32), (2, Bool), (3, Bool)))), (5, Whole64), (6, Whole64), (7, new(ThriftType.Int16)));

    private static readonly ThriftField s_algorithm = Struct((1, Bytes), (2, Bytes), (3, Bool));

    /// <summary>The footer of a file.</summary>
    public static ThriftShape Footer { get; } = ThriftShape.Of(
        (1, Whole32), (2, List(s_schemaElement)), (3, Whole64), (4, List(s_rowGroup)), (5, List(s_keyValue)), (6, Bytes), (7, List(ThriftShape.Of((1, Struct())))),
        (8, Struct((1, s_algorithm), (2, s_algorithm))), (9, Bytes));

    /// <summary>The header of a page.</summary>
    public static ThriftShape Page { get; } = ThriftShape.Of(
        (1, Whole32), (2, Whole32), (3, Whole32), (4, Whole32), (5, Struct((1, Whole32), (2, Whole32), (3, Whole32), (4, Whole32), (5, Struct(s_statistics)))), (6, Struct()),
        (7, Struct((1, Whole32), (2, Whole32), (3, Bool))),
        (8, Struct((1, Whole32), (2, Whole32), (3, Whole32), (4, Whole32), (5, Whole32), (6, Whole32), (7, Bool), (8, Struct(s_statistics)))));
}
