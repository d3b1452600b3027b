using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Quality;

/// <summary>A picture and its class.</summary>
internal sealed class ImageRow
{
    [ColumnName(IdxReader.VectorColumn)]
    [VectorType(28, 28)]
    public float[] Image { get; set; } = [];

    [ColumnName(IdxReader.LabelColumn)]
    public byte Label { get; set; }

    /// <summary>The rows of a table, in its order; without a column of classes, they are all of class 0.</summary>
    public static ImageRow[] Read(MLContext context, IDataView table) => [.. context.Data.CreateEnumerable<ImageRow>(table, reuseRowObject: false, ignoreMissingColumns: true)];
}
