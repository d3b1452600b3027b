using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>
/// Computes one block of rows after the other, for one thread: the noise and the inputs are reused from block to block, and ONNX
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
    /// <param name="information">The file's metadata.</param>
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

    /// <summary>Generates the requested rows of a block.</summary>
    /// <param name="request">The requested rows.</param>
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
                (cells[i], values[i]) = TensorCells.Allocate(schema[i].TensorType, _rows);
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

        return new SyntheticBatch(first + from, to - from, [.. schema.Select((codec, i) => codec.Column(TensorCells.Part(cells[i], from, to), first + from))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        _noiseValue.Dispose();
        _strengthValue.Dispose();
    }
}
