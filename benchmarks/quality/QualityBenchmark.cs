using System.Diagnostics;
using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using Microsoft.ML;

namespace FairGan.Quality;

/// <summary>Trains on real data sets and prints how good the synthetic rows are.</summary>
/// <param name="context">What the tables belong to.</param>
/// <param name="data">The data set.</param>
/// <param name="seeds">Trainings of each setting.</param>
/// <param name="fairness">The definition of fairness.</param>
/// <param name="minRows">Rows that everything in a generator rests on; 0 for no protection.</param>
/// <param name="epsilon">ε of differential privacy; null for none.</param>
/// <param name="multiple">Synthetic rows drawn, as a multiple of the real ones.</param>
/// <param name="cuda">Number of the CUDA device to train on; null for the CPU.</param>
internal sealed class QualityBenchmark(MLContext context, DataSet data, int seeds, FairnessDefinition fairness, int minRows, double? epsilon, int multiple, int? cuda)
{
    private const string RowsApart = "rows apart";

    private static readonly (string Name, Func<GanOptions, GanOptions> Without)[] s_variants =
    [
        ("all", options => options),
        ("no likelihood", options => options with { LikelihoodWeight = 0 }),
        ("no interactions", options => options with { LeastInteraction = double.PositiveInfinity }),
        ("no marginals", options => options with { MarginalWeight = 0 }),
        ("no critic", options => options with { CriticWeight = 0 }),
        ("critic × 5", options => options with { CriticWeight = 5 * options.CriticWeight }),
        ("critic × 50", options => options with { CriticWeight = 50 * options.CriticWeight }),
        ("critic throughout", options => options with { CriticWeight = 5 * options.CriticWeight, CriticShare = 1 }),
        ("no average", options => options with { AverageDecay = 0 }),
        ("groups by rows", options => options with { GroupBalance = 0 }),
        ("no label head", options => options with { LabelHead = false }),
        (RowsApart, options => options),
    ];

    /// <summary>What <see cref="Ablation"/> can leave out or weigh otherwise, by name, and nothing ("all").</summary>
    public static IReadOnlyList<string> Variants { get; } = [.. s_variants.Select(variant => variant.Name)];

    /// <summary>With the defaults, at several strengths, beside the real rows.</summary>
    /// <param name="strengths">Strengths of fairness.</param>
    public void Defaults(IReadOnlyList<double> strengths)
    {
        var table = new MeasureTable();
        var halves = context.Data.TrainTestSplit(data.Train, testFraction: 0.5, seed: 1);
        table.Add("real rows", [.. Measures.OfLikeness(context, context.Data.Cache(halves.TrainSet), context.Data.Cache(halves.TestSet), data.Sensitive), .. Measures.OfUse(context, data, data.Train)]);
        foreach (int seed in Enumerable.Range(1, seeds))
        {
            Train(table, new GanOptions { Seed = seed }, [.. strengths.Select(strength => (Strength(strength), strength))]);
        }

        Print($"{data.Name}, by {string.Join(" and ", data.Sensitive)} (real rows: one half against the other; models: trained on them)", table);
    }

    /// <summary>With one part of the training left out at a time.</summary>
    /// <param name="named">Which of <see cref="Variants"/>.</param>
    public void Ablation(IReadOnlyCollection<string> named)
    {
        var table = new MeasureTable();
        foreach (var (name, without) in s_variants.Where(variant => named.Contains(variant.Name)))
        {
            foreach (int seed in Enumerable.Range(1, seeds))
            {
                Train(table, without(new GanOptions { Seed = seed }), [(name, 0)], strength: 0);
            }
        }

        Print($"{data.Name}: parts of the training left out, strength 0", table);
    }

    /// <summary>With limits to the time of training.</summary>
    /// <param name="limits">The limits in seconds.</param>
    public void TimeToQuality(IReadOnlyList<double> limits)
    {
        var table = new MeasureTable();
        foreach (double limit in limits)
        {
            foreach (int seed in Enumerable.Range(1, seeds))
            {
                Train(table, new GanOptions { Seed = seed, MaxTime = TimeSpan.FromSeconds(limit) }, [(limit.ToString("0 's'", CultureInfo.InvariantCulture), 0)]);
            }
        }

        Print($"{data.Name}: quality by the time of training, strength 0", table);
    }

    private void Train(MeasureTable table, GanOptions training, IReadOnlyList<(string Setting, double Strength)> settings, double strength = 1)
    {
        var options = new SynthesizerOptions
        {
            LabelColumn = data.Label,
            PositiveValue = data.Positive,
            SensitiveColumns = data.Sensitive,
            Fairness = fairness,
            Strength = strength,
            Protection = new ProtectionOptions { MinRows = epsilon is null ? minRows : 0 },
            Privacy = epsilon is { } bound ? new PrivacyOptions { Epsilon = bound } : null,
            Preparation = new PreparationOptions { Description = epsilon is null ? new() : TableDescription.Parse(File.ReadAllText(Path.Combine("benchmarks", "quality", "schemas", data.Name + ".json"))) },
            Training = training with { CudaDevice = cuda },
        };
        var clock = Stopwatch.StartNew();
        using var synthesizer = context.FairGan().Synthesizer(options).Fit(data.Train);
        double seconds = clock.Elapsed.TotalSeconds;
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / (1024.0 * 1024);
        long rows = Measures.Rows(data) * multiple;
        foreach (var (setting, chosen) in settings)
        {
            double? dial = synthesizer.Information.HasDial ? chosen : null;
            var synthetic = synthesizer.Generate(rows, new() { Seed = training.Seed, Strength = dial, Where = setting == RowsApart ? MetByAll(synthesizer) : [] });
            table.Add(setting,
            [
                .. Measures.OfLikeness(context, data.Train, synthetic, data.Sensitive),
                .. Measures.OfUse(context, data, synthetic),
                .. Measures.OfPrivacy(data, synthetic),
                ("seconds", seconds), ("MB", peak), ("steps", synthesizer.Summary.Steps),
            ]);
        }

        Console.Error.WriteLine($"{data.Name}, seed {training.Seed}, {string.Join(", ", settings.Select(setting => setting.Setting))}: trained in {seconds:0} s.");
    }

    // Rows under a condition do not depend on each other.
    private ColumnCondition[] MetByAll(SynthesizerTransformer synthesizer) =>
        [new ColumnCondition(data.Sensitive[0], ((CategoricalCodec)synthesizer.Information.Schema[data.Sensitive[0]]).Categories)];

    private static string Strength(double strength) => "strength " + strength.ToString(CultureInfo.InvariantCulture);

    private static void Print(string title, MeasureTable table)
    {
        Console.WriteLine($"\n## {title}\n");
        table.Print();
    }
}
