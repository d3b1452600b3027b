using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace FairGan.Tables;

/// <summary>Reads images or other vectors, and their labels, from IDX files (the format of the MNIST database; plain or <c>.gz</c>) into memory.</summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView images = IdxReader.Load(mlContext, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
/// IDataView first = mlContext.Data.TakeRows(images, 100);
/// </code>
/// </example>
public static class IdxReader
{
    /// <summary>Name of the column of vectors.</summary>
    public const string VectorColumn = "image";

    /// <summary>Name of the column of labels.</summary>
    public const string LabelColumn = "label";

    /// <summary>Reads a file of vectors and one of labels.</summary>
    /// <param name="mlContext">Receives a line of log.</param>
    /// <param name="vectors">The file of vectors, of two dimensions or more, the first of which counts the vectors; images have three.</param>
    /// <param name="labels">The file of labels, of one dimension; null for none.</param>
    /// <returns>The table: <see cref="VectorColumn"/>, vectors of <see cref="float"/> with the dimensions of the file, and <see cref="LabelColumn"/>, <see cref="byte"/> or <see cref="float"/> as in the file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TableFormatException">A file is damaged or has other dimensions, or the files do not belong together.</exception>
    public static IDataView Load(MLContext mlContext, string vectors, string? labels = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrEmpty(vectors);
        IdxFile items = IdxFile.Read(vectors);
        if (items.Shape.Length == 0)
        {
            throw new TableFormatException($"{vectors} contains one number for each row, as a file of labels does, not vectors.");
        }

        VectorDataViewType type = new(NumberDataViewType.Single, items.Shape);
        List<(string, ColumnData)> columns = [(VectorColumn, items.Values is byte[] bytes ? ColumnData.Vectors(type, bytes) : ColumnData.Vectors(type, (float[])items.Values))];
        if (labels is not null)
        {
            IdxFile values = IdxFile.Read(labels);
            if (values.Shape.Length > 0)
            {
                throw new TableFormatException($"{labels} contains vectors, not labels: name the file with one number for each row.");
            }

            if (values.Rows != items.Rows)
            {
                throw new TableFormatException($"{vectors} has {Numbered.Of(items.Rows, "row[|s]")} and {labels} has {values.Rows}: they do not belong together.");
            }

            columns.Add((LabelColumn, values.Values is byte[] codes ? ColumnData.Of(codes) : ColumnData.Of((float[])values.Values)));
        }

        using IChannel channel = ((IHostEnvironment)mlContext).Register(nameof(IdxReader)).Start("Loading");
        channel.Info(MessageSensitivity.None, string.Create(CultureInfo.InvariantCulture, $"Read {items.Rows} vectors of {type.Size} items."));
        return ColumnarDataView.Create(columns);
    }
}
