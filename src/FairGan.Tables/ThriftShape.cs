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
