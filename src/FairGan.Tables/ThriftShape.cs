namespace FairGan.Tables;

/// <summary>The fields of a structure in Thrift's compact protocol: for each its type on the wire and, for structures, what is inside.</summary>
/// <param name="Fields">The fields by number. Others may follow in later versions of a format; they are skipped by the type that the file gives.</param>
internal sealed record ThriftShape(IReadOnlyDictionary<int, ThriftField> Fields)
{
    /// <summary>A structure of which nothing is known.</summary>
    public static ThriftShape Any { get; } = new(new Dictionary<int, ThriftField>());

    /// <summary>A structure.</summary>
    /// <param name="fields">Its fields.</param>
    public static ThriftShape Of(params (int Number, ThriftField Field)[] fields) => new(fields.ToDictionary(field => field.Number, field => field.Field));
}

/// <summary>A field of a structure.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Item">The type of a list's items.</param>
/// <param name="Inside">What the structure, or each structure of the list, contains.</param>
internal sealed record ThriftField(ThriftType Type, ThriftType Item = ThriftType.Stop, ThriftShape? Inside = null)
{
    /// <summary>A whole number of 32 bits.</summary>
    public static ThriftField Whole32 { get; } = new(ThriftType.Int32);

    /// <summary>A whole number of 64 bits.</summary>
    public static ThriftField Whole64 { get; } = new(ThriftType.Int64);

    /// <summary>Text or bytes.</summary>
    public static ThriftField Bytes { get; } = new(ThriftType.Binary);

    /// <summary>True or false.</summary>
    public static ThriftField Bool { get; } = new(ThriftType.True);

    /// <summary>A structure.</summary>
    public static ThriftField Struct(ThriftShape inside) => new(ThriftType.Struct, Inside: inside);

    /// <summary>A structure with the given fields.</summary>
    public static ThriftField Struct(params (int Number, ThriftField Field)[] fields) => Struct(ThriftShape.Of(fields));

    /// <summary>A list of values.</summary>
    public static ThriftField List(ThriftType item) => new(ThriftType.List, item);

    /// <summary>A list of structures.</summary>
    public static ThriftField List(ThriftShape inside) => new(ThriftType.List, ThriftType.Struct, inside);
}

/// <summary>Types on the wire of Thrift's compact protocol.</summary>
internal enum ThriftType
{
    /// <summary>The end of a structure.</summary>
    Stop = 0,

    /// <summary>The Boolean true; also the type of Booleans in general.</summary>
    True = 1,

    /// <summary>The Boolean false.</summary>
    False = 2,

    /// <summary>One byte.</summary>
    Byte = 3,

    /// <summary>A whole number of 16 bits.</summary>
    Int16 = 4,

    /// <summary>A whole number of 32 bits.</summary>
    Int32 = 5,

    /// <summary>A whole number of 64 bits.</summary>
    Int64 = 6,

    /// <summary>A floating-point number of 64 bits.</summary>
    Double = 7,

    /// <summary>Text or bytes.</summary>
    Binary = 8,

    /// <summary>A list.</summary>
    List = 9,

    /// <summary>A set.</summary>
    Set = 10,

    /// <summary>A map.</summary>
    Map = 11,

    /// <summary>A structure.</summary>
    Struct = 12,

    /// <summary>A UUID.</summary>
    Uuid = 13,
}
