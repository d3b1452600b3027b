namespace FairGan.Tables;

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
