
using FairGan.Export.Schemas;

namespace FairGan.MLNet.Preparation;

/// <summary>The vectors that a generator of vectors is trained on, with their groups.</summary>
/// <param name="Schema">Their column, their ranges and their groups.</param>
/// <param name="Values">Row after row, every item as its place in its range, 0 to 1.</param>
/// <param name="Groups">Group of every row.</param>
internal sealed record VectorTable(VectorSchema Schema, float[] Values, int[] Groups)
{
    /// <summary>Number of rows.</summary>
    public int RowCount => Groups.Length;
}
