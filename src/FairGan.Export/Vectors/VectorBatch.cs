namespace FairGan.Export.Vectors;

/// <summary>Consecutive generated vectors.</summary>
/// <param name="StartRow">Number of the first row.</param>
/// <param name="Width">Length of a vector.</param>
/// <param name="Values">The items, vector after vector: <see cref="RowCount"/> × <paramref name="Width"/>.</param>
/// <param name="Groups">Group of every vector, as a symbol of the sensitive column; 0 where there is none.</param>
public sealed record VectorBatch(long StartRow, int Width, float[] Values, int[] Groups)
{
    /// <summary>Number of vectors.</summary>
    public int RowCount => Groups.Length;

    /// <summary>The items of one vector.</summary>
    /// <param name="row">Its place in the batch, from 0.</param>
    public ReadOnlySpan<float> Vector(int row) => Values.AsSpan(row * Width, Width);
}
