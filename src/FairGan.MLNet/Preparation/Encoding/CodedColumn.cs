namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>A real column as symbols, with the codec that was fitted to it.</summary>
/// <param name="Codec">The codec fitted to the cells.</param>
/// <param name="Codes">For every row, its symbol.</param>
/// <param name="Numbers">For every row its number (of dates, since the codec's origin), NaN where missing; null for other kinds.</param>
internal sealed record CodedColumn(ColumnCodec Codec, ushort[] Codes, float[]? Numbers)
{
    /// <summary>For every row, whether its cell was replaced to protect people; null where none was.</summary>
    public bool[]? Altered { get; init; }
}
