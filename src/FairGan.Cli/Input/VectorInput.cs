namespace FairGan.Cli.Input;

/// <summary>Files of vectors named on the command line: IDX files, as the MNIST database has them.</summary>
/// <param name="Vectors">The file of vectors.</param>
/// <param name="Labels">The file of their labels; null where there is none.</param>
internal sealed record VectorInput(string Vectors, string? Labels)
{
    private const string ImagesMark = "images-idx3";
    private const string LabelsMark = "labels-idx1";

    /// <summary>Whether a path names vectors rather than a table: an IDX file, or a folder.</summary>
    public static bool IsVectors(string path) => IdxFile.IsName(path) || Directory.Exists(path);

    /// <summary>The files that a path names. Beside a file of images, named as in the MNIST database, its labels are found by their name.</summary>
    /// <param name="path">An IDX file of vectors, or a folder with one file of images.</param>
    /// <param name="labels">The file of labels; null to look for it.</param>
    /// <exception cref="UsageException">There is no such file, or several.</exception>
    public static VectorInput Find(string path, string? labels)
    {
        InputTable.CheckExists(path);
        string vectors = path;
        if (Directory.Exists(path))
        {
            string[] found = [.. Directory.EnumerateFiles(path).Where(file => IdxFile.IsName(file) && Path.GetFileName(file).Contains(ImagesMark, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            vectors = found.Length == 1
                ? found[0]
                : throw new UsageException(found.Length == 0 ? $"{path} contains no file of images such as t10k-{ImagesMark}-ubyte.gz." : $"{path} contains several files of images ({string.Join(", ", found.Select(Path.GetFileName))}); name one of them.");
        }

        if (labels is not null)
        {
            InputTable.CheckExists(labels);
            return new VectorInput(vectors, labels);
        }

        string beside = Path.Combine(Path.GetDirectoryName(vectors)!, Path.GetFileName(vectors).Replace(ImagesMark, LabelsMark, StringComparison.Ordinal));
        return new VectorInput(vectors, beside != vectors && File.Exists(beside) ? beside : null);
    }
}
