using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>
/// Draws one block of rows after the other, by one thread at a time: the noise and the inputs are kept from block to block, and ONNX
/// Runtime writes straight into the arrays that are handed out.
/// </summary>
internal sealed class BlockRunner : IDisposable
{
    /// <summary>Rows of a block on the CPU.</summary>
    public const int Rows = BlockNodes.Rows;

    private readonly long[] _rows;
    private readonly InferenceSession _session;
    private readonly GeneratorInformation _information;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly float[] _noise;
    private readonly OrtValue _noiseValue;
    private readonly float[] _strength = new float[1];
    private readonly OrtValue _strengthValue;

    /// <summary>A runner of a session.</summary>
    /// <param name="session">The session, of <see cref="GraphCuts.Runnable"/>.</param>
    /// <param name="information">What the file says of itself.</param>
    /// <param name="rows">Rows of a block.</param>
    public BlockRunner(InferenceSession session, GeneratorInformation information, int rows)
    {
        _rows = [rows];
        _session = session;
        _information = information;
        _binding = session.CreateIoBinding();
        _noise = new float[rows * information.NoiseWidth];
        _noiseValue = OrtValue.CreateTensorValueFromMemory(_noise, [rows, information.NoiseWidth]);
        _strengthValue = OrtValue.CreateTensorValueFromMemory(_strength, [1]);
    }

    /// <summary>Draws those rows of a block that are asked for.</summary>
    /// <param name="request">Which rows.</param>
    /// <param name="block">Number of the block.</param>
    /// <exception cref="FormatException">The file makes values that its schema does not have.</exception>
    public SyntheticBatch Draw(Request request, long block)
    {
        long first = block * _rows[0];
        int from = (int)Math.Max(0, request.Start - first), to = (int)Math.Min(_rows[0], request.End - first);
        SplitMix64.Fill(request.Seed, first, _information.NoiseWidth, _noise);
        _strength[0] = request.Strength;
        var schema = _information.Schema.Columns;
        var cells = new Array[schema.Count];
        var values = new OrtValue[schema.Count];
        try
        {
            // A device has the inputs copied to it as they are bound.
            _binding.BindInput(GraphNames.NoiseInput, _noiseValue);
            if (_information.HasDial)
            {
                _binding.BindInput(GraphNames.StrengthInput, _strengthValue);
            }

            for (int i = 0; i < cells.Length; i++)
            {
                (cells[i], values[i]) = schema[i] switch
                {
                    CategoricalCodec or IdentifierCodec => Room<int>(),
                    { IsWhole: true, HasMissing: false } => Room<long>(),
                    _ => Room<double>(),
                };
                _binding.BindOutput(GeneratorFile.OutputOf(schema[i]), values[i]);
            }

            _session.RunWithBinding(_run, _binding);
            _binding.SynchronizeBoundOutputs();
        }
        catch (OnnxRuntimeException problem)
        {
            throw GeneratorSession.Unusable(problem);
        }
        finally
        {
            _binding.ClearBoundOutputs();
            foreach (var value in values)
            {
                value?.Dispose();
            }
        }

        return new SyntheticBatch(first + from, to - from, Array.ConvertAll(schema.Zip(cells).ToArray(), column => Column(column.First, column.Second, first, from, to)));
    }

    /// <summary>The codes of categories, checked to be those of the schema.</summary>
    /// <exception cref="FormatException">The file makes categories that its schema does not have.</exception>
    public static int[] Checked(CategoricalCodec codec, int[] codes) =>
        codes.AsSpan().ContainsAnyExceptInRange(0, codec.Categories.Count - (codec.HasMissing ? 0 : 1))
            ? throw new FormatException($"The file makes categories of column '{codec.Name}' that its schema does not have.")
            : codes;

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        _noiseValue.Dispose();
        _strengthValue.Dispose();
    }

    private (Array Cells, OrtValue Value) Room<T>()
        where T : unmanaged
    {
        var cells = GC.AllocateUninitializedArray<T>((int)_rows[0]);
        return (cells, OrtValue.CreateTensorValueFromMemory(cells, _rows));
    }

    private static SyntheticColumn Column(ColumnCodec codec, Array cells, long first, int from, int to) => codec switch
    {
        CategoricalCodec categorical => new CategoricalColumn(codec.Name, Checked(categorical, Part<int>(cells, from, to)), categorical.Categories),
        IdentifierCodec identifier => IdentifierColumn.Of(identifier, Part<int>(cells, from, to), first + from),
        DateCodec { HasMissing: true } date => DateColumn.Of(date, Part<double>(cells, from, to)),
        DateCodec date => DateColumn.Of(date, Array.ConvertAll(Part<long>(cells, from, to), units => (double)units)),
        NumericCodec { IsInteger: true, HasMissing: false } whole => new IntegerColumn(codec.Name, Part<long>(cells, from, to)) { Format = whole.Written },
        NumericCodec number => new RealColumn(codec.Name, NumericCodec.WithPlainZeros(Part<double>(cells, from, to))) { Format = number.Written },
        _ => throw new NotSupportedException(codec.GetType().Name),
    };

    private static T[] Part<T>(Array cells, int from, int to) =>
        to - from == cells.Length ? (T[])cells : ((T[])cells)[from..to];
}
