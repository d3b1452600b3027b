using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Training;

namespace FairGan.Reporting.Report;

/// <summary>The generator of the synthetic table: with it, a report shows the effect of the strength of fairness, and the course of the training.</summary>
/// <param name="Options">What it was trained with.</param>
/// <param name="Training">The training summary.</param>
/// <param name="Draw">
/// Generates rows at a strength from 0 to 1, with the columns of the real table and of the same kinds; <see langword="null"/> where the
/// strength cannot be chosen.
/// </param>
public sealed record ReportGenerator(SynthesizerOptions Options, TrainingSummary Training, Func<double, IDataView>? Draw)
{
    /// <summary>The bytes of the generator's file, if it is published: the report then attacks the file as well. Default: null.</summary>
    public ReadOnlyMemory<byte>? File { get; init; }

    /// <summary>A generator in memory.</summary>
    /// <param name="synthesizer">The generator.</param>
    /// <param name="rows">How many rows are generated at each strength; at least 1.</param>
    /// <param name="seed">The seed of the rows.</param>
    public static ReportGenerator Of(SynthesizerTransformer synthesizer, int rows, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return new ReportGenerator(
            synthesizer.Options,
            synthesizer.Summary,
            synthesizer.Information.HasDial ? strength => synthesizer.Generate(rows, new SamplingOptions { Seed = seed, Strength = strength }) : null)
        {
            File = synthesizer.GeneratorBytes,
        };
    }
}
