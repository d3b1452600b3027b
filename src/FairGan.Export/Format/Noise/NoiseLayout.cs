// Part of the file format: may not change within a version of it.

namespace FairGan.Export.Format.Noise;

/// <summary>
/// Which uniform number of a row decides what. A row's uniforms are numbered: the latent noise, then one per column for its symbol,
/// then one for each column whose symbols have more than one value, then one for the label head. The numbers that sample the rows of a
/// block jointly (<see cref="BlockNodes"/>) are computed from the uniforms that would sample them row by row.
/// </summary>
internal sealed class NoiseLayout
{
    private readonly int[] _inside;

    public NoiseLayout(TableSchema schema, int latentSize, bool labelHead)
    {
        LatentSize = latentSize;
        _inside = new int[schema.Columns.Count];
        int next = latentSize + schema.Columns.Count;
        for (int i = 0; i < _inside.Length; i++)
        {
            _inside[i] = schema.Columns[i].ChoosesInside ? next++ : -1;
        }

        LabelHead = labelHead ? next++ : -1;
        Width = next;
    }

    /// <summary>Uniforms that become the latent normal noise: 0..LatentSize-1.</summary>
    public int LatentSize { get; }

    /// <summary>Uniforms of a row.</summary>
    public int Width { get; }

    /// <summary>The label head's uniform; -1 where there is no head.</summary>
    public int LabelHead { get; }

    /// <summary>The uniform that selects a column's symbol.</summary>
    public int Symbol(int column) => LatentSize + column;

    /// <summary>The uniform that selects a value inside a column's symbol; -1 where every symbol is one value.</summary>
    public int Inside(int column) => _inside[column];
}
