using FairGan.Export.Format.Noise;
using FairGan.Export.Sampling;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Vectors;

/// <summary>
/// Generates vectors from a generator's ONNX file. Thread-safe: open it once and share it. The vectors of a seed do not depend on
/// how a request is split.
/// </summary>
/// <example>
/// <code>
/// using VectorGenerator generator = VectorGenerator.Open("generator.onnx");
/// foreach (VectorBatch batch in generator.Generate(100, new VectorSamplingOptions { Seed = 7, Group = "3" }))
/// {
///     ReadOnlySpan&lt;float&gt; first = batch.Vector(0);
///     Console.WriteLine($"the first vector has {first.Length} items");
/// }
/// </code>
/// </example>
public sealed class VectorGenerator : IDisposable
{
    private const int MostBlockRows = 1024;
    private const int MostBlockItems = 1 << 20;

    private readonly InferenceSession _session;
    private readonly int _threads;
    private readonly string[] _outputs;
    private readonly int _blockRows;
    private readonly Lock _gate = new();
    private int _running;
    private bool _disposed;

    private VectorGenerator(ModelProto model, VectorInformation information, OnnxGeneratorOptions options)
    {
        Information = information;
        _threads = options.Threads;
        _outputs = VectorFile.Outputs(Information.Schema);
        _blockRows = Math.Clamp(MostBlockItems / Information.Schema.Width, 1, MostBlockRows);
        _session = GeneratorSession.Open(VectorFile.Runnable(model, Information, _blockRows), options, out var provider, out string? reason);
        Provider = provider;
        FallbackReason = reason;
    }

    /// <summary>The file's metadata.</summary>
    public VectorInformation Information { get; }

    /// <summary>The device: <see cref="ExecutionProvider.Cpu"/> or <see cref="ExecutionProvider.Cuda"/>.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>The reason why the CPU is used in place of CUDA; null if CUDA is used or was not requested.</summary>
    public string? FallbackReason { get; }

    /// <summary>Whether a file is that of a generator of vectors, rather than of rows of a table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is not a generator's at all, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool CanOpen(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return CanOpen(ReadAll(path));
    }

    /// <summary>Whether a file is that of a generator of vectors, rather than of rows of a table.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="FormatException">The file is not a generator's at all, or it is damaged.</exception>
    public static bool CanOpen(ReadOnlySpan<byte> file) =>
        FileBounds.InOneLine(file, bytes => GeneratorFile.KindOf(GeneratorFile.Parse(bytes)) == VectorFile.Kind);

    /// <summary>Opens a generator's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="FormatException">The file is not that of a generator of vectors, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public static VectorGenerator Open(string path, OnnxGeneratorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(ReadAll(path), options);
    }

    /// <summary>Opens a generator from the bytes of its file.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="FormatException">The bytes are not the file of a generator of vectors.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public static VectorGenerator Open(ReadOnlySpan<byte> file, OnnxGeneratorOptions? options = null) =>
        FileBounds.InOneLine(file, bytes =>
        {
            var (model, information) = VectorFile.Read(bytes);
            return new VectorGenerator(model, information, options ?? new());
        });

    /// <summary>Parses a generator's file once for all generators that are opened from it.</summary>
    /// <param name="file">The file's bytes; used without copying.</param>
    /// <exception cref="FormatException">The bytes are not the file of a generator of vectors.</exception>
    internal static ParsedFile<VectorInformation, VectorGenerator> Parse(byte[] file)
    {
        var (model, information) = FileBounds.InOneLine(file, bytes => VectorFile.Read(bytes));
        return new(file, information, options => FileBounds.InOneLine(model, parsed => new VectorGenerator(parsed, information, options ?? new())));
    }

    /// <summary>Generates vectors, in order, as the sequence is enumerated.</summary>
    /// <param name="rows">Number of vectors, 0 or more.</param>
    /// <param name="options">Which vectors; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the generation between two batches.</param>
    /// <returns>Batches of at most 1,024 vectors; of fewer where they are longer than 1,024 items.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="FormatException">There is no such group.</exception>
    public IEnumerable<VectorBatch> Generate(long rows, VectorSamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(options.StartRow, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.StartRow, long.MaxValue - rows - MostBlockRows, nameof(options));
        int group = options.Group is { } value ? Information.Schema.GroupOf(value) : -1;
        long start = options.StartRow, end = start + rows;
        return RowBlocks.InOrder(start, end, _blockRows, _threads, block => Draw(options.Seed, block, start, end, group), cancellationToken);
    }

    /// <summary>Releases ONNX Runtime's resources once no batch is being generated. Batches already returned stay readable.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            bool isFirst = !_disposed;
            _disposed = true;
            if (isFirst && _running == 0)
            {
                _session.Dispose();
            }
        }
    }

    private static byte[] ReadAll(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        return FileBounds.ReadAll(stream);
    }

    private VectorBatch Draw(long seed, long block, long start, long end, int group)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _running++;
        }

        try
        {
            return Block(seed, block, start, end, group);
        }
        catch (OnnxRuntimeException problem)
        {
            throw GeneratorSession.Unusable(problem);
        }
        finally
        {
            lock (_gate)
            {
                if (--_running == 0 && _disposed)
                {
                    _session.Dispose();
                }
            }
        }
    }

    private VectorBatch Block(long seed, long block, long start, long end, int group)
    {
        long first = block * _blockRows;
        var noise = new float[_blockRows * Information.NoiseWidth];
        SplitMix64.Fill(seed, first, Information.NoiseWidth, noise);
        using var noiseValue = OrtValue.CreateTensorValueFromMemory(noise, [_blockRows, Information.NoiseWidth]);
        using var groupValue = OrtValue.CreateTensorValueFromMemory(new[] { group }, [1]);
        bool hasGroups = Information.Schema.Group is not null;
        using var run = new RunOptions();
        using var outputs = _session.Run(
            run,
            hasGroups ? [GraphNames.NoiseInput, VectorGraph.GroupInput] : [GraphNames.NoiseInput],
            hasGroups ? [noiseValue, groupValue] : [noiseValue],
            _outputs);
        int from = (int)Math.Max(0, start - first), to = (int)Math.Min(_blockRows, end - first), width = Information.Schema.Width;
        float[] values = outputs[0].GetTensorDataAsSpan<float>()[(from * width)..(to * width)].ToArray();
        int[] groups = hasGroups ? outputs[1].GetTensorDataAsSpan<int>()[from..to].ToArray() : new int[to - from];
        return groups.AsSpan().ContainsAnyExceptInRange(0, Information.Schema.Shares.Count - 1)
            ? throw new FormatException($"The file generates groups of column '{Information.Schema.Group!.Name}' that its schema does not have.")
            : new VectorBatch(first + from, width, values, groups);
    }
}
