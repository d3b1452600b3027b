using System.Diagnostics;
using System.Globalization;
using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Training;
using FairGan.Reporting.Quality.Fidelity;
using Microsoft.ML;

namespace FairGan.Gpu;

/// <summary>The same training on the processor and on a graphics card: its time, and how close its rows come.</summary>
internal static class TrainingComparison
{
    /// <summary>Trains on both and prints a table.</summary>
    /// <param name="context">What the table belongs to.</param>
    /// <param name="real">The real rows.</param>
    /// <param name="options">What is trained.</param>
    /// <param name="device">Number of the CUDA device.</param>
    /// <returns>What was trained on the processor.</returns>
    public static SynthesizerTransformer Run(MLContext context, IDataView real, SynthesizerOptions options, int device)
    {
        var (onProcessor, figures) = Train(context, real, options);
        List<(string Device, Figures Figures)> columns = [($"CPU, {options.Training.Threads} threads", figures)];
        string? problem = null;
        try
        {
            // A card is first to start, which is no part of a training.
            Train(context, real, options with { Training = options.Training with { CudaDevice = device, Steps = 1 } }).Trained.Dispose();
            var (onCard, cardFigures) = Train(context, real, options with { Training = options.Training with { CudaDevice = device } });
            onCard.Dispose();
            columns.Add(("CUDA", cardFigures));
        }
        catch (PlatformNotSupportedException reason)
        {
            problem = reason.Message;
        }

        Console.WriteLine($"\n## Training\n\n| | {string.Join(" | ", columns.Select(column => column.Device))} |\n|---|{string.Concat(columns.Select(_ => "---:|"))}");
        Print("a step without the critic, ms", figures => figures.StepWithoutCritic * 1000, "0.0");
        Print("a step with the critic, ms", figures => figures.StepWithCritic * 1000, "0.0");
        Print("steps", figures => figures.Summary.Steps, "0");
        Print("seconds of the networks' training", figures => figures.NetworkSeconds, "0.0");
        Print("seconds in all", figures => figures.Seconds, "0.0");
        Print("log-likelihood of held-out rows", figures => figures.Summary.ValidationLogLikelihood, "0.00000");
        Print("column shapes", figures => figures.Likeness.MeanShape, "0.0000");
        Print("pair trends", figures => figures.Likeness.MeanTrend, "0.0000");
        if (problem is not null)
        {
            Console.WriteLine($"\nNot trained on CUDA: {problem}");
        }

        return onProcessor;

        void Print(string name, Func<Figures, double> value, string format) =>
            Console.WriteLine($"| {name} | {string.Join(" | ", columns.Select(column => value(column.Figures).ToString(format, CultureInfo.InvariantCulture)))} |");
    }

    private static (SynthesizerTransformer Trained, Figures Figures) Train(MLContext context, IDataView real, SynthesizerOptions options)
    {
        var steps = new List<(int Step, int Steps, double Seconds)>();
        var progress = new Recorder(told =>
        {
            if (told.Stage == "training")
            {
                steps.Add((told.Step, told.Steps, told.Elapsed.TotalSeconds));
            }
        });
        var clock = Stopwatch.StartNew();
        var trained = context.FairGan().Synthesizer(options, progress).Fit(real);
        double seconds = clock.Elapsed.TotalSeconds;
        var synthetic = trained.Generate(real.GetRowCount() ?? 10_000, new SamplingOptions { Seed = options.Training.Seed, Strength = 0 });
        var likeness = FidelityEvaluator.Compare(real, synthetic, new FidelityOptions { SensitiveColumns = options.SensitiveColumns });
        double critic = 1 - options.Training.CriticShare;
        return (trained, new Figures(seconds, steps[^1].Seconds, Median(0.6, critic), Median(critic, 1), trained.Summary, likeness));

        // Before, fewer components are used. Neighbouring steps, for a step in between may have been followed by a look at the held-out rows.
        double Median(double from, double to)
        {
            double[] times = [.. steps.Zip(steps.Skip(1))
                .Where(pair => pair.Second.Step > pair.Second.Steps * from + 1 && pair.Second.Step <= pair.Second.Steps * to)
                .Select(pair => pair.Second.Seconds - pair.First.Seconds).Order()];
            return times.Length > 0 ? times[times.Length / 2] : double.NaN;
        }
    }

    private sealed record Figures(double Seconds, double NetworkSeconds, double StepWithoutCritic, double StepWithCritic, TrainingSummary Summary, FidelityResult Likeness);

    // Progress<T> tells later, on another thread.
    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
