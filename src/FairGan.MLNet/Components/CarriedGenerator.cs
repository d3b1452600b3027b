using FairGan.Export.Sampling;

namespace FairGan.MLNet.Components;

/// <summary>
/// The generator that a fitted synthesizer of either kind carries: its file, parsed once, and one shared generator, which is opened
/// when rows are first requested. Safe for several threads.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="owner">The transformer's type, named in the exception for a use after disposal.</param>
internal sealed class CarriedGenerator<TInformation, TGenerator>(ParsedFile<TInformation, TGenerator> file, Type owner) : IDisposable
    where TGenerator : class, IDisposable
{
    private readonly Lock _opening = new();
    private TGenerator? _opened;
    private bool _disposed;

    /// <summary>The file's metadata.</summary>
    public TInformation Information => file.Information;

    /// <summary>The file's bytes.</summary>
    public byte[] Bytes => file.Bytes;

    /// <summary>The shared generator.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public TGenerator Shared
    {
        get
        {
            lock (_opening)
            {
                ObjectDisposedException.ThrowIf(_disposed, owner);
                return _opened ??= file.Open(null);
            }
        }
    }

    /// <summary>Opens a separate generator, which the caller disposes of.</summary>
    public TGenerator Open(OnnxGeneratorOptions? options) => file.Open(options);

    /// <summary>Writes the file; an existing one is replaced as a whole.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes the file to a stream, which is left open.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(file.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            _opened?.Dispose();
            _opened = null;
        }
    }
}
