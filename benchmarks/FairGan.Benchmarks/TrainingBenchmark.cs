using FairGan.MLNet.Options;
using FairGan.MLNet.Training;
using FairGan.Tables;
using Microsoft.ML;
using static TorchSharp.torch;

namespace FairGan.Benchmarks;

/// <summary>A step of training against its own matrix products alone, in the same process.</summary>
internal static class TrainingBenchmark
{
    private const int Components = 8192;
    private const int Batch = 512;
    private const int Steps = 240; // long enough that the held-out rows are looked at in few of the timed steps
    private const int Latent = 8;
    private const int Hidden = 256;
    private const int Pack = 4;
    private const int CriticWidth = 256;
    private const int Columns = 15;
    private const int SymbolsOfColumn = 24;
    private const int Symbols = (Columns * SymbolsOfColumn) + 4; // the sensitive column and the label have two each

    /// <summary>Prints the figures.</summary>
    public static int Run()
    {
        var report = new ReportLines();
        double withCritic = StepSeconds(new GanOptions { Seed = 1 });
        double without = StepSeconds(new GanOptions { Seed = 1, CriticWeight = 0 });
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        double floor = Floor(critic: false), floorWithCritic = Floor(critic: true);
        report.Plain("a step without the critic", without * 1000, "ms");
        report.Plain("its matrix products alone", floor * 1000, "ms");
        report.Below("ratio", without / floor, 1.6, "×");
        report.Plain("a step with the critic", withCritic * 1000, "ms");
        report.Plain("its matrix products alone", floorWithCritic * 1000, "ms");
        report.Below("ratio", withCritic / floorWithCritic, 1.6, "×");
        return 0;
    }

    // The median of the last steps, in which all components are used and the critic plays.
    private static double StepSeconds(GanOptions options)
    {
        var context = new MLContext(1);
        var times = new List<(int Step, double Seconds)>();
        var synthesizer = new SynthesizerOptions
        {
            LabelColumn = "label",
            PositiveValue = "1",
            SensitiveColumns = ["group"],
            Training = options with { Steps = Steps, Components = Components, BatchSize = Batch, LatentSize = Latent, HiddenSizes = [Hidden, Hidden], CriticPack = Pack },
        };
        var progress = new Recorder(told =>
        {
            if (told.Stage == "training")
            {
                times.Add((told.Step, told.Elapsed.TotalSeconds));
            }
        });
        context.FairGan().Synthesizer(synthesizer, progress).Fit(Table(context)).Dispose();
        double[] steps = [.. times.Zip(times.Skip(1), (a, b) => (b.Step, Seconds: b.Seconds - a.Seconds)).Where(step => step.Step > Steps * 0.75).Select(step => step.Seconds).Order()];
        return steps[steps.Length / 2];
    }

    /// <summary>A table of 364 symbols.</summary>
    public static IDataView Table(MLContext context)
    {
        var random = new Random(1);
        const int Rows = 20_000;
        var columns = Enumerable.Range(0, Columns).Select(c => ($"c{c}", Cells(SymbolsOfColumn)));
        (string, string[])[] all = [.. columns, ("group", Cells(2)), ("label", Cells(2))];
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, Enumerable.Range(0, Rows).Select(row => string.Join(',', all.Select(column => column.Item2[row]))).Prepend(string.Join(',', all.Select(column => column.Item1))));
            File.Move(path, path + ".csv");
            return TableReader.Load(context, path + ".csv");
        }
        finally
        {
            File.Delete(path + ".csv");
        }

        // Every third cell follows the row's kind, so that there is something to learn and training goes on.
        string[] Cells(int symbols) => [.. Enumerable.Range(0, Rows).Select(row => (symbols == 2 ? "" : "v") + (random.Next(3) == 0 ? row % 12 % symbols : random.Next(symbols)))];
    }

    // Forward and backward products of the generator, the likelihood, the marginals and, where it plays, the critic.
    private static double Floor(bool critic)
    {
        var products = new List<(Tensor Left, Tensor Right)>();
        Add(1, Components, Latent, Hidden);
        Add(2, Components, Latent + Hidden, Hidden);
        Add(2, Components, Latent + (2 * Hidden), Symbols);
        Add(1, Latent + (2 * Hidden), Components, Symbols);
        Add(1, Latent + Hidden, Components, Hidden);
        Add(1, Latent, Components, Hidden);
        Add(1, Batch, Symbols, Components);
        Add(1, Components, Batch, Symbols);
        const int Half = 2048;
        Add(4, Symbols, Half, Symbols); // all rows and one group, of two halves
        Add(4, Half, Symbols, Symbols);
        if (critic)
        {
            const int Packs = Batch / Pack, Inputs = Pack * Symbols;
            // Judging real, generated (twice) and mixed packs; the penalty's slope and its backward; the weights' gradients.
            Add(6, Packs, Inputs, CriticWidth);
            Add(4, Inputs, Packs, CriticWidth);
            Add(10, Packs, CriticWidth, CriticWidth);
        }

        return Stopwatches.Median(() =>
        {
            using var scope = NewDisposeScope();
            foreach (var (left, right) in products)
            {
                left.mm(right);
            }
        }, repeats: 15);

        void Add(int times, int rows, int inner, int columns)
        {
            for (int i = 0; i < times; i++)
            {
                products.Add((randn(rows, inner), randn(inner, columns)));
            }
        }
    }

    // Progress<T> tells later, on another thread.
    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
