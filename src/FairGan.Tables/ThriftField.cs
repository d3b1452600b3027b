namespace FairGan.Tables;

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
