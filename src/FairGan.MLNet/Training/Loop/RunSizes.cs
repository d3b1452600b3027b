using System.Numerics;

namespace FairGan.MLNet.Training.Loop;

/// <summary>The sizes of one training run, chosen by the size of the table where the options leave them open.</summary>
/// <param name="Hidden">Widths of the hidden layers.</param>
/// <param name="Components">Noise vectors of a step.</param>
/// <param name="Batch">Real rows of a step.</param>
/// <param name="Steps">Steps at most.</param>
internal sealed record RunSizes(IReadOnlyList<int> Hidden, int Components, int Batch, int Steps)
{
    /// <summary>Steps of a run without a limit.</summary>
    public const int UsualSteps = 1400;

    private const int SmallTable = 5000;

    /// <summary>The sizes for a number of training rows. Small tables have fewer modes, and a large network overfits them.</summary>
    public static RunSizes For(int rows, GanOptions options)
    {
        bool small = rows < SmallTable;
        int components = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)rows) / 4, 1024, 8192);
        return new RunSizes(
            options.HiddenSizes ?? (small ? [64, 64] : [256, 256]),
            options.Components ?? components,
            options.BatchSize ?? (small ? 256 : 512),
            options.Steps ?? UsualSteps);
    }

    /// <summary>Noise vectors of a step: fewer at first, as a loose bound on the likelihood is enough while it is far from its best.</summary>
    /// <param name="done">Share of the training that is done, 0 to 1.</param>
    public int ComponentsAt(double done)
    {
        int share = done < 0.45 ? 4 : done < 0.8 ? 2 : 1;
        return Math.Max(Components / share, Math.Min(Components, 1024));
    }
}
