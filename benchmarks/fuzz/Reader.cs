namespace FairGan.Fuzz;

/// <summary>What is tried: files of a kind, how they are damaged, and what reads them.</summary>
internal abstract class Reader : IDisposable
{
    private static readonly Dictionary<string, Func<Reader>> s_readers = new(StringComparer.Ordinal)
    {
        ["onnx"] = () => new GeneratorReader(),
        ["csv"] = () => new CsvReader(),
        ["parquet"] = () => new ParquetReader(),
        ["idx"] = () => new IdxFileReader(),
        ["schema"] = () => new SchemaReader(),
    };

    /// <summary>Command lines, and a folder for their files.</summary>
    protected CommandTrial Commands { get; } = new();

    /// <summary>The readers' names.</summary>
    public static IReadOnlyCollection<string> Names => s_readers.Keys;

    /// <summary>A reader.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static Reader Of(string name) => s_readers[name]();

    /// <summary>Files to damage where none are named; none where some have to be.</summary>
    public abstract IReadOnlyList<byte[]> Seeds();

    /// <summary>Damages a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="random">The same numbers are the same damage.</param>
    public abstract byte[] Damage(byte[] file, Random random);

    /// <summary>Has a file read, and what it holds used.</summary>
    /// <param name="file">The file.</param>
    /// <param name="input">Its number.</param>
    /// <returns>Why it was refused; null where it was used.</returns>
    /// <exception cref="InvalidOperationException">It was neither.</exception>
    public abstract string? Try(byte[] file, long input);

    /// <inheritdoc/>
    public void Dispose() => Commands.Dispose();
}
