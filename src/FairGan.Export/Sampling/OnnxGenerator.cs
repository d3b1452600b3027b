using FairGan.Export.Columns;
using FairGan.Export.Graph;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>
/// Draws rows from a generator's file through ONNX Runtime. Thread-safe; one session is shared. Rows are drawn in blocks whose borders
/// do not depend on the request, so any cut of the rows gives the same rows.
/// </summary>
public sealed class OnnxGenerator : IDisposable
{
    private const int BlockRows = 1024;

    private readonly InferenceSession _session;
    private readonly OnnxGeneratorOptions _options;
    private readonly bool _noiseInput;
    private readonly string[] _outputs;

    private OnnxGenerator(ReadOnlySpan<byte> file, OnnxGeneratorOptions options)
    {
        var (model, information) = GeneratorFile.Read(file);
        Information = information;
        _options = options;
        _noiseInput = options.NoiseInput || options.CudaDevice is not null;
        if (_noiseInput)
        {
            model = GeneratorFile.WithNoiseInput(model);
        }

        _outputs = [.. information.Schema.Columns.Select(c => (c is CategoricalCodec ? GeneratorGraph.CodePrefix : GeneratorGraph.ValuePrefix) + c.Name)];
        model = GeneratorFile.WithOutputs(model, _outputs.ToHashSet());
        _session = GeneratorSession.Open(model, options);
    }

    /// <summary>What the file says of itself.</summary>
    public GeneratorInformation Information { get; }

    /// <summary>Opens a generator's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="FormatException">The file is not a generator's, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The device asked for is not available.</exception>
    public static OnnxGenerator Open(string path, OnnxGeneratorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(File.ReadAllBytes(path), options);
    }

    /// <summary>Opens a generator from the bytes of its file.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file.</exception>
    /// <exception cref="PlatformNotSupportedException">The device asked for is not available.</exception>
    public static OnnxGenerator Open(ReadOnlySpan<byte> file, OnnxGeneratorOptions? options = null) => new(file, options ?? new());

    /// <summary>Draws rows, in order, as they are asked for.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="options">Which rows; null for the defaults.</param>
    /// <param name="cancellation">Stops the drawing between two batches.</param>
    /// <returns>Batches of at most 1,024 rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">A strength is given, but the generator has no dial.</exception>
    public IEnumerable<SyntheticBatch> Generate(long rows, SamplingOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(options.StartRow, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.StartRow, long.MaxValue - rows - BlockRows, nameof(options));
        double strength = options.Strength ?? Information.Strength;
        if (!(strength >= 0 && strength <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), strength, "Strength must be from 0 to 1.");
        }

        if (options.Strength is > 0 && !Information.HasDial)
        {
            throw new InvalidOperationException("This generator was trained without a label or a sensitive column: it has no strength to set.");
        }

        long start = options.StartRow, end = start + rows;
        return RowBlocks.InOrder(start, end, BlockRows, _options.Threads, block => Block(options.Seed, block, start, end, (float)strength), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private SyntheticBatch Block(long seed, long block, long start, long end, float strength)
    {
        long first = block * BlockRows;
        var names = new List<string>();
        var values = new List<OrtValue>();
        try
        {
            if (_noiseInput)
            {
                var noise = new float[BlockRows * Information.NoiseWidth];
                SplitMix64.Fill(seed, first, Information.NoiseWidth, noise);
                Feed(GeneratorGraph.NoiseInput, noise, BlockRows, Information.NoiseWidth);
            }
            else
            {
                Feed(GeneratorGraph.SeedInput, new[] { seed }, 1);
                Feed(GeneratorGraph.StartRowInput, new[] { first }, 1);
                Feed(GeneratorGraph.RowsInput, new[] { (long)BlockRows }, 1);
            }

            if (Information.HasDial)
            {
                Feed(GeneratorGraph.StrengthInput, new[] { strength }, 1);
            }

            using var run = new RunOptions();
            using var outputs = _session.Run(run, names, values, _outputs);
            int from = (int)Math.Max(0, start - first), to = (int)Math.Min(BlockRows, end - first);
            var columns = new SyntheticColumn[outputs.Count];
            for (int i = 0; i < columns.Length; i++)
            {
                string name = Information.Schema.Columns[i].Name;
                columns[i] = Information.Schema.Columns[i] switch
                {
                    CategoricalCodec codec => new CategoricalColumn(name, outputs[i].GetTensorDataAsSpan<int>()[from..to].ToArray(), codec.Categories),
                    { Kind: ColumnKind.Integer, HasMissing: false } => new IntegerColumn(name, outputs[i].GetTensorDataAsSpan<long>()[from..to].ToArray()),
                    _ => new RealColumn(name, outputs[i].GetTensorDataAsSpan<double>()[from..to].ToArray()),
                };
            }

            return new SyntheticBatch(first + from, to - from, columns);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }

        void Feed<T>(string name, T[] data, params long[] shape)
            where T : unmanaged
        {
            names.Add(name);
            values.Add(OrtValue.CreateTensorValueFromMemory(data, shape));
        }
    }
}
