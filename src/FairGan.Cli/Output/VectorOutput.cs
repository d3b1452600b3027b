using FairGan.Export.Schemas;
using FairGan.Export.Vectors;

namespace FairGan.Cli.Output;

/// <summary>Writes generated vectors: as CSV, as one image, or as a folder of images, by the name of the output.</summary>
internal static class VectorOutput
{
    private const int MostImages = 100_000;

    /// <summary>Checks, before long work, that the vectors can be written to this path. Leaves nothing behind.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    public static void Check(VectorSchema schema, string model, string path, long rows)
    {
        if (IsTable(path))
        {
            long cells = schema.Shape.Aggregate(1L, (all, size) => all * size);
            OutputCheck.Check([path], [model], rows > long.MaxValue / cells ? long.MaxValue : rows * cells);
            return;
        }

        if (Path.GetExtension(path).Length > 0 && !IsImage(path) && !Directory.Exists(path))
        {
            throw new UsageException($"{path}: vectors are written as .csv, as one image (.png), or as a folder of images.");
        }

        if (!schema.IsPicture)
        {
            throw new UsageException($"The vectors of column '{schema.Column}' have {schema.Shape.Count} dimension(s) and are not images; write them as .csv.");
        }

        if (rows is 0 or > MostImages)
        {
            throw new UsageException($"1 to {MostImages} images can be written, not {rows}; write more as .csv, or in parts with --start-row.");
        }

        OutputCheck.Check([IsImage(path) ? path : Path.Combine(path, "0.png")], [model]);
    }

    /// <summary>Writes the vectors.</summary>
    /// <param name="schema">What they are.</param>
    /// <param name="batches">The vectors.</param>
    /// <param name="path">The destination.</param>
    /// <param name="withHeader">Whether CSV begins with the line of column names.</param>
    /// <param name="progress">Receives the number of vectors generated.</param>
    /// <param name="cancellationToken">Checked before writing.</param>
    public static void Write(VectorSchema schema, IEnumerable<VectorBatch> batches, string path, bool withHeader, IProgress<long> progress, CancellationToken cancellationToken)
    {
        if (IsTable(path))
        {
            OutputFiles.Write(path, stream => WriteCsv(schema, batches, stream, withHeader, progress), cancellationToken);
            return;
        }

        var generated = new List<(long Row, int Group, float[] Vector)>();
        foreach (VectorBatch batch in batches)
        {
            generated.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => (batch.StartRow + row, batch.Groups[row], batch.Vector(row).ToArray())));
            progress.Report(generated.Count);
        }

        OutputFiles.Write(IsImage(path) ? [(path, Grid(schema, generated))] : [.. generated.Select(one => (Path.Combine(path, Name(schema, one.Row, one.Group)), Image(schema, one.Vector, 1)))], cancellationToken);
    }

    private static void WriteCsv(VectorSchema schema, IEnumerable<VectorBatch> batches, Stream stream, bool withHeader, IProgress<long> progress)
    {
        if (withHeader)
        {
            CsvVectorWriter.WriteHeader(schema, stream);
        }

        CsvVectorWriter.WriteRows(schema, batches, stream, progress);
    }

    // Group by group, so that images of one group are adjacent.
    private static byte[] Grid(VectorSchema schema, List<(long Row, int Group, float[] Vector)> generated) =>
        Image(schema, [.. generated.OrderBy(one => one.Group).SelectMany(one => one.Vector)], (int)Math.Ceiling(Math.Sqrt(generated.Count)));

    private static byte[] Image(VectorSchema schema, float[] vectors, int columns)
    {
        using var stream = new MemoryStream();
        PngWriter.WriteGrid(schema, vectors, columns, stream);
        return stream.ToArray();
    }

    private static string Name(VectorSchema schema, long row, int group)
    {
        string number = row.ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
        string value = schema.Group is { } codec ? string.Concat(codec.Describe(group).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')) : "";
        return value.Length > 0 ? $"{number}-{value[..Math.Min(value.Length, 60)]}.png" : $"{number}.png";
    }

    private static bool IsTable(string path) =>
        OutputFiles.IsStream(path) || path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static bool IsImage(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
}
