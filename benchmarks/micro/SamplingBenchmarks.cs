using BenchmarkDotNet.Attributes;
using FairGan.Export;
using FairGan.Export.Format.Noise;

namespace FairGan.MicroBenchmarks;

/// <summary>SplitMix64's uniforms, and rows from a kept generator file.</summary>
[MemoryDiagnoser]
public class SamplingBenchmarks : IDisposable
{
    private const int Rows = 1024;
    private const int Width = 64;

    private readonly float[] _uniforms = new float[Rows * Width];
    private OnnxGenerator _generator = null!;

    [GlobalSetup]
    public void Open() => _generator = OnnxGenerator.Open(Path.Combine(AppContext.BaseDirectory, "hmda-1.onnx"));

    [Benchmark]
    public float Uniforms()
    {
        SplitMix64.Fill(7, 0, Width, _uniforms);
        return _uniforms[^1];
    }

    [Benchmark]
    public int Sample() => _generator.Generate(Rows, new() { Seed = 7 }).Sum(batch => batch.RowCount);

    [GlobalCleanup]
    public void Dispose()
    {
        _generator?.Dispose();
        GC.SuppressFinalize(this);
    }
}
