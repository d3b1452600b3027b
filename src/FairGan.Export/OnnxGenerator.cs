using System.Collections.Concurrent;
using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Conditional;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export;

/// <summary>
/// Generates rows from a generator's ONNX file. Thread-safe: open it once and share it. The rows of a seed do not depend on the
/// number of threads or on how a request is split.
/// </summary>
/// <example>
/// <code>
/// using OnnxGenerator generator = OnnxGenerator.Open("generator.onnx");
/// foreach (SyntheticBatch batch in generator.Generate(10_000, new SamplingOptions { Seed = 7, Strength = 0.8 }))
/// {
///     string[] decisions = batch.Cells&lt;string&gt;("approved");
///     Console.WriteLine($"rows from {batch.StartRow}: {decisions.Count(decision =&gt; decision == "yes")} approved");
/// }
/// </code>
/// </example>
public sealed class OnnxGenerator : IDisposable
{
    private const int MostCudaItems = 1 << 24;

    private readonly InferenceSession _session;
    private readonly Lazy<ConditionalGraph> _conditional;
    private readonly int _threads;
    private readonly int _blockRows;
    private readonly ConcurrentBag<BlockRunner> _runners = [];
    private readonly Lock _gate = new();
    private int _running;
    private bool _disposed;

    private OnnxGenerator(ModelProto model, GeneratorInformation information, OnnxGeneratorOptions options)
    {
        Information = information;
        _threads = options.Threads;
        _session = GeneratorSession.Open(GraphCuts.Runnable(model, Information, BlockRunner.Rows), options, out var provider, out string? reason);
        Provider = provider;
        _blockRows = provider == ExecutionProvider.Cuda ? CudaRows(options.CudaBlockRows, Information.NoiseWidth + Information.Schema.Columns.Sum(column => column.SymbolCount)) : BlockRunner.Rows;
        FallbackReason = reason;
        _conditional = new Lazy<ConditionalGraph>(() => new ConditionalGraph(model, Information, options with { FallbackToCpu = true }));
    }

    /// <summary>The file's metadata.</summary>
    public GeneratorInformation Information { get; }

    /// <summary>The device: <see cref="ExecutionProvider.Cpu"/> or <see cref="ExecutionProvider.Cuda"/>.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>The reason why the CPU is used in place of CUDA; null if CUDA is used or was not requested.</summary>
    public string? FallbackReason { get; }

    /// <summary>Opens a generator's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="FormatException">The file is not a generator's, or it is damaged. No other file is ever read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public static OnnxGenerator Open(string path, OnnxGeneratorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        return Open(stream, options);
    }

    /// <summary>Opens a generator from a stream, which is read to its end and left open.</summary>
    /// <param name="stream">The bytes of a generator's file.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public static OnnxGenerator Open(Stream stream, OnnxGeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Open(FileBounds.ReadAll(stream), options);
    }

    /// <summary>Opens a generator from the bytes of its file.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested device is not available.</exception>
    public static OnnxGenerator Open(ReadOnlySpan<byte> file, OnnxGeneratorOptions? options = null) =>
        FileBounds.InOneLine(file, bytes =>
        {
            var (model, information) = GeneratorFile.Read(bytes);
            return new OnnxGenerator(model, information, options ?? new());
        });

    /// <summary>Parses a generator's file once for all generators that are opened from it.</summary>
    /// <param name="file">The file's bytes; used without copying.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file.</exception>
    internal static ParsedFile<GeneratorInformation, OnnxGenerator> Parse(byte[] file)
    {
        var (model, information) = FileBounds.InOneLine(file, bytes => GeneratorFile.Read(bytes));
        return new(file, information, options => FileBounds.InOneLine(model, parsed => new OnnxGenerator(parsed, information, options ?? new())));
    }

    /// <summary>Generates rows, in order, as the sequence is enumerated.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="options">Seed, first row, strength and conditions; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the generation between two batches.</param>
    /// <returns>Batches of at most 1,024 rows; of at most 16,384 on CUDA. Memory does not grow with their number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">A condition or balance names a column or value that does not exist, or no row meets the conditions.</exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the generator has no dial.</exception>
    /// <exception cref="ObjectDisposedException">The generator was disposed; thrown during enumeration.</exception>
    /// <exception cref="FormatException">The file generates values that its schema does not have; thrown during enumeration.</exception>
    public IEnumerable<SyntheticBatch> Generate(long rows, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = Checked(rows, options);
        var sampler = Sampler(request, options, cancellationToken);
        return RowBlocks.InOrder(request.Start, request.End, BlockRows(sampler), _threads, block => Draw(request, sampler, block), cancellationToken);
    }

    /// <summary>Generates rows, in order, without blocking the calling thread.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="options">Seed, first row, strength and conditions; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the generation between two batches.</param>
    /// <returns>The batches of <see cref="Generate"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">A condition or balance names a column or value that does not exist, or no row meets the conditions.</exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the generator has no dial.</exception>
    /// <exception cref="ObjectDisposedException">The generator was disposed; thrown during enumeration.</exception>
    /// <exception cref="FormatException">The file generates values that its schema does not have; thrown during enumeration.</exception>
    public IAsyncEnumerable<SyntheticBatch> GenerateAsync(long rows, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = Checked(rows, options);
        var sampler = Sampler(request, options, cancellationToken);
        return RowBlocks.InOrderAsync(request.Start, request.End, BlockRows(sampler), _threads, block => Draw(request, sampler, block), cancellationToken);
    }

    /// <summary>
    /// Fills in the missing cells of given rows, sampled given the present ones, which do not change: a row's cells come from the
    /// learned distribution, not from a mean or mode, and satisfy the rules between columns, together with the present cells. A row depends only on the seed, its number and its cells.
    /// </summary>
    /// <param name="rows">
    /// The rows; their columns are some or all of the generator's, in any order, and a column that is not among them is filled in as a
    /// whole. A cell is missing where it is NaN, or its code is negative or past the end. A column of whole numbers may be given as real ones.
    /// </param>
    /// <param name="options">The seed, and the strength of fairness for labels that are filled in; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the generation between two batches.</param>
    /// <returns>The rows with all of the generator's columns, in batches of at most 1,024.</returns>
    /// <exception cref="ArgumentException">
    /// The generator does not know a column or value, given cells violate a rule between columns, or the options have conditions; the message names row and column.
    /// </exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the generator has no dial.</exception>
    /// <exception cref="ObjectDisposedException">The generator was disposed.</exception>
    public IEnumerable<SyntheticBatch> FillIn(SyntheticBatch rows, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new();
        if (options.Where.Count > 0 || options.Balance is not null || options.StartRow != 0)
        {
            throw new ArgumentException("Rows that are filled in are what they are: conditions, balance and start row do not go with them.", nameof(options));
        }

        var request = Checked(rows.RowCount, options with { StartRow = rows.StartRow });
        var cells = Running(() => new PartialRows(Information.Schema, rows, _conditional.Value.Derivations));
        var filler = Running(() => RowFiller.Create(_conditional.Value, request.Seed, request.Strength, rows.Columns.Any(column => column.Name == Information.Schema.Label), _threads, cancellationToken));
        return RowBlocks.InOrder(
            0, rows.RowCount, BlockRunner.Rows, _threads, block => Running(() => filler.Fill(cells, (int)(block * BlockRunner.Rows), (int)Math.Min((block + 1) * BlockRunner.Rows, rows.RowCount))), cancellationToken);
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
                Close();
            }
        }
    }

    private Request Checked(long rows, SamplingOptions? options)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (options.StartRow < 0 || options.StartRow > long.MaxValue - rows - _blockRows)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.StartRow, "StartRow must be 0 or more, and leave room for the rows.");
        }

        // Conditions may come from JSON, whose lists can contain null.
        if (options.Where is null || options.Where.Any(condition => condition?.Column is null || condition.Alternatives is null || condition.Alternatives.Contains(null!)))
        {
            throw new ArgumentException("A condition is null, or has no column or a null alternative; name a column and its values, an empty text for a missing cell.", nameof(options));
        }

        if (options.Balance is { } balance && (balance.Column is null || balance.Shares is null || balance.Shares.Any(share => share.Key is null)))
        {
            throw new ArgumentException("The balance has no column, or a share of a null value; name both.", nameof(options));
        }

        double strength = options.Strength ?? Information.Strength;
        if (!(strength >= 0 && strength <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), strength, "Strength must be from 0 to 1.");
        }

        if (options.Strength is > 0 && !Information.HasDial)
        {
            throw new InvalidOperationException("This generator was trained without a label or a sensitive column: it has no strength to set.");
        }

        return new Request(options.Seed, options.StartRow, options.StartRow + rows, (float)strength);
    }

    // Samples rows under conditions; null if there are none.
    private ConditionalSampler? Sampler(Request request, SamplingOptions? options, CancellationToken cancellationToken) =>
        options is { Where.Count: > 0 } or { Balance: not null }
            ? Running(() => ConditionalSampler.Create(_conditional.Value, options, request.Strength, _threads, cancellationToken))
            : null;

    /// <summary>Rows of a block on CUDA: whole blocks of the CPU's, and fewer of a wide generator, so that they fit the card's memory.</summary>
    /// <param name="most">Rows at most.</param>
    /// <param name="items">Numbers that make one row.</param>
    internal static int CudaRows(int most, int items) => Math.Clamp(MostCudaItems / items, BlockRunner.Rows, most) / BlockRunner.Rows * BlockRunner.Rows;

    private int BlockRows(ConditionalSampler? sampler) => sampler is null ? _blockRows : BlockRunner.Rows;

    private SyntheticBatch Draw(Request request, ConditionalSampler? sampler, long block) => Running(() =>
    {
        if (sampler is not null)
        {
            return sampler.Draw(request, block);
        }

        if (!_runners.TryTake(out var runner))
        {
            runner = new BlockRunner(_session, Information, _blockRows);
        }

        var batch = runner.Draw(request, block);
        _runners.Add(runner);
        return batch;
    });

    // Keeps ONNX Runtime's memory alive until the work is done.
    private T Running<T>(Func<T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _running++;
        }

        try
        {
            return work();
        }
        finally
        {
            lock (_gate)
            {
                if (--_running == 0 && _disposed)
                {
                    Close();
                }
            }
        }
    }

    private void Close()
    {
        foreach (var runner in _runners)
        {
            runner.Dispose();
        }

        if (_conditional.IsValueCreated)
        {
            _conditional.Value.Dispose();
        }

        _session.Dispose();
    }
}
