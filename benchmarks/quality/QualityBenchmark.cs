using System.Diagnostics;
using System.Globalization;
using FairGan.MLNet.Metrics;
using FairGan.MLNet.Quality;
using FairGan.MLNet.Synthesis;
using FairGan.MLNet.Training;
using Microsoft.ML;

namespace FairGan.Quality;

/// <summary>Trains with the defaults on every data set and every seed, and prints a table with the median and the spread.</summary>
internal static class QualityBenchmark
{
    private static readonly string[] s_columns =
    [
        "shapes", "worst column", "trends", "worst pair", "worst group's shapes", "C2ST", "AUC", "F1", "gap of labels", "gap of model", "odds of model",
        "distance / held out", "copies less held out's", "seconds", "MB",
    ];

    /// <summary>Runs the benchmark.</summary>
    /// <param name="names">Names of the data sets.</param>
    /// <param name="seeds">Trainings of each.</param>
    /// <param name="strengths">Strengths of fairness.</param>
    public static int Run(IReadOnlyList<string> names, int seeds, IReadOnlyList<double> strengths)
    {
        var context = new MLContext(1);
        foreach (string name in names)
        {
            if (DataSet.Find(context, name) is not { } data)
            {
                Console.Error.WriteLine($"{name}: skipped, for it is not in the folder named by FAIRGAN_DATA (default ../shared/data).");
                continue;
            }

            Print(context, data, seeds, strengths);
        }

        return 0;
    }

    private static void Print(MLContext context, DataSet data, int seeds, IReadOnlyList<double> strengths)
    {
        var real = Utility.TrainOnSyntheticTestOnReal(context, data.Train, data.Test, data.Label, data.Positive, new UtilityOptions { SensitiveColumns = [data.Sensitive] });
        Console.WriteLine($"\n## {data.Name}, by {data.Sensitive}\n");
        Console.WriteLine(Line("strength", s_columns));
        Console.WriteLine(Line("---", s_columns.Select(_ => "---:")));
        Console.WriteLine(Line("real rows", [.. Enumerable.Repeat("", 6), Number(real.AreaUnderRocCurve), Number(real.F1Score), Number(Gap(data, data.Train)), Number(real.Partitions[0].DemographicParityDifferenceWithoutSmall), Number(real.Partitions[0].EqualizedOddsDifferenceWithoutSmall), "", "", "", ""]));
        var figures = strengths.ToDictionary(strength => strength, _ => new List<double[]>());
        long rows = Audit(data, data.Train).Rows;
        for (int seed = 1; seed <= seeds; seed++)
        {
            var options = new SynthesizerOptions { LabelColumn = data.Label, PositiveValue = data.Positive, SensitiveColumns = [data.Sensitive], Training = new GanOptions { Seed = seed } };
            var clock = Stopwatch.StartNew();
            using var synthesizer = context.FairGan().Synthesizer(options).Fit(data.Train);
            double seconds = clock.Elapsed.TotalSeconds;
            double peak = Process.GetCurrentProcess().PeakWorkingSet64 / (1024.0 * 1024);
            foreach (double strength in strengths)
            {
                figures[strength].Add([.. Measure(context, data, synthesizer.Generate(rows, new() { Seed = seed, Strength = strength })), seconds, peak]);
            }

            Console.Error.WriteLine($"{data.Name}: seed {seed} of {seeds}, trained in {seconds:0} s.");
        }

        foreach (double strength in strengths)
        {
            Console.WriteLine(Line(strength.ToString(CultureInfo.InvariantCulture), s_columns.Select((_, i) => Spread([.. figures[strength].Select(run => run[i])]))));
        }
    }

    private static IEnumerable<double> Measure(MLContext context, DataSet data, IDataView synthetic)
    {
        var fidelity = Fidelity.Compare(data.Train, synthetic, new FidelityOptions { SensitiveColumns = [data.Sensitive] });
        var detection = Detection.Measure(context, data.Train, synthetic);
        var model = Utility.TrainOnSyntheticTestOnReal(context, synthetic, data.Test, data.Label, data.Positive, new UtilityOptions { SensitiveColumns = [data.Sensitive] });
        var privacy = Privacy.Compare(data.Train, synthetic, data.Test);
        return
        [
            fidelity.MeanShape, fidelity.WorstColumn!.Shape, fidelity.MeanTrend, fidelity.WorstPair!.Trend, fidelity.Partitions[0].Worst!.MeanShape,
            detection.AreaUnderRocCurve, model.AreaUnderRocCurve, model.F1Score, Gap(data, synthetic),
            model.Partitions[0].DemographicParityDifferenceWithoutSmall, model.Partitions[0].EqualizedOddsDifferenceWithoutSmall,
            privacy.Synthetic.Median / privacy.HeldOut.Median, privacy.Synthetic.ExactCopyShare - privacy.HeldOut.ExactCopyShare,
        ];
    }

    private static double Gap(DataSet data, IDataView table) => FairnessMetrics.DemographicParityDifference(Audit(data, table).Frame);

    private static FairnessAudit Audit(DataSet data, IDataView table) =>
        FairnessAudit.Run(table, new FairnessAuditOptions { LabelColumn = data.Label, PositiveValue = data.Positive, SensitiveColumns = [data.Sensitive] });

    private static string Spread(double[] values)
    {
        Array.Sort(values);
        double middle = values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
        return values.Length == 1 ? Number(middle) : $"{Number(middle)} ({Number(values[0])}–{Number(values[^1])})";
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 10 ? "0" : "0.0000", CultureInfo.InvariantCulture);

    private static string Line(string first, IEnumerable<string> cells) => $"| {first} | {string.Join(" | ", cells)} |";
}
