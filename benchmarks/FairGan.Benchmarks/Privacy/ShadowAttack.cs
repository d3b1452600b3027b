using System.Diagnostics;
using System.Globalization;
using FairGan.Export;
using FairGan.Export.Format;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Conditional;
using FairGan.Reporting.Quality.Privacy.Generators;
using FairGan.Reporting.Quality.Privacy.Rows;
using FairGan.Reporting.Quality.Privacy.Targets;
using FairGan.Reporting.Quality.Tables;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Benchmarks.Privacy;

/// <summary>
/// The likelihood ratio attack (LiRA, Carlini et al. 2022, https://arxiv.org/abs/2112.03570): models of random halves of a pool of rows.
/// Of every row, the scores by models trained with it and without it are two normal distributions; how much likelier a model's own score
/// is under the first tells whether the row was trained on. The strongest attack known, and too slow for a report.
/// </summary>
internal sealed class ShadowAttack(PrivacyTable table, int rows, int models, int targets, TimeSpan? limit)
{
    private const int Multiple = 50;
    private const int Subsets = 100;

    private static readonly string[] s_scores = ["likelihood", "label-head", $"counts × {Multiple}"];

    /// <summary>Trains the models, attacks some of them by the others, and prints medians.</summary>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        string[][] parts = table.Parts(1, 2 * rows, 2 * rows);
        var context = new MLContext(1);
        ColumnarTable pool = ColumnarTableReader.Read(TableReader.Load(context, table.Csv(parts[0]), TableFormat.Csv, new TableReadOptions()), "pool", default);
        ColumnarTable reference = ColumnarTableReader.ReadLike(pool, "pool", TableReader.Load(context, table.Csv(parts[1]), TableFormat.Csv, new TableReadOptions()), "reference", default);
        bool[][] isIn = new bool[models][];
        double[][][] scores = new double[models][][];
        for (int model = 0; model < models; model++)
        {
            // Every second model holds the other half, so that each row is in as many models as it is not.
            int[] order = RowSampling.Shuffled(2 * rows, 1 + (model / 2));
            int[] half = model % 2 == 0 ? order[..rows] : order[rows..];
            isIn[model] = new bool[2 * rows];
            Array.ForEach(half, row => isIn[model][row] = true);
            byte[] generator = PrivacyBenchmark.Train(table, table.Csv(half.Select(row => parts[0][row])), model + 1, limit);
            scores[model] = Scores(generator, pool, reference);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"model {model + 1} of {models}, {clock.Elapsed.TotalSeconds:0} s"));
        }

        Print(pool, isIn, scores);
    }

    private double[][] Scores(byte[] file, ColumnarTable pool, ColumnarTable reference)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        (ModelProto model, GeneratorInformation information) = GeneratorFile.Read(file);
        using var graph = new ConditionalGraph(model, information, new OnnxGeneratorOptions());
        RowSymbols symbols = RowSymbols.Of(graph, pool);
        double[] logs = new RowLikelihood(graph, parallel).Of(symbols);
        double[] labels = graph.HasLabelHead ? LabelHeadLikelihood.Of(graph, symbols) : new double[pool.RowCount];
        using OnnxGenerator generator = OnnxGenerator.Open(file);
        ColumnarTable generated = GeneratedRows.Read(generator, Multiple * rows, new SamplingOptions { Seed = 1 }, pool, default);
        return
        [
            [.. logs.Zip(labels, (log, label) => log + label)],

            // The log-odds of the right label are nearer to normal than its log-probability.
            Array.ConvertAll(labels, label => label - Math.Log(Math.Max(1e-6, 1 - Math.Exp(label)))),
            SubsetCounts.Scores(pool, generated, reference, Subsets, 1, parallel),
        ];
    }

    private void Print(ColumnarTable pool, bool[][] isIn, double[][][] scores)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n## {table.Name}, {rows:N0} rows trained, {models} shadow models, medians over {Math.Min(targets, models)} of them attacked by the others\n"));
        Console.WriteLine("| score | group | AUC | found at 1 % |\n|---|---|---|---|");
        for (int score = 0; score < s_scores.Length; score++)
        {
            var judged = new List<(string Group, double Auc, double Found)>();
            for (int target = 0; target < Math.Min(targets, models); target++)
            {
                int[] members = [.. RowSampling.All(pool.RowCount).Where(row => isIn[target][row])], others = [.. RowSampling.All(pool.RowCount).Where(row => !isIn[target][row])];
                var attacked = new AttackTargets(pool.Select(members), pool.Select(others), [table.Sensitive], new ParallelOptions());
                double[] ratios = Ratios(target, score, isIn, scores);
                judged.AddRange(attacked.Judge(s_scores[score], null, [.. members.Concat(others).Select(row => ratios[row])]).Select(attack => (attack.Group, attack.Auc, attack.TprAt1)));
            }

            foreach (var same in judged.GroupBy(attack => attack.Group))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {s_scores[score]} | {same.Key} | {PrivacyBenchmark.Median(same.Select(attack => attack.Auc)):0.000} | {100 * PrivacyBenchmark.Median(same.Select(attack => attack.Found)):0.0} % |"));
            }
        }
    }

    // With few models, one variance for both distributions of a row is steadier than two.
    private static double[] Ratios(int target, int score, bool[][] isIn, double[][][] scores)
    {
        int[] shadows = [.. RowSampling.All(isIn.Length).Where(model => model != target)];
        return [.. RowSampling.All(isIn[target].Length).Select(row =>
        {
            double[] with = [.. shadows.Where(model => isIn[model][row]).Select(model => scores[model][score][row])];
            double[] without = [.. shadows.Where(model => !isIn[model][row]).Select(model => scores[model][score][row])];
            if (with.Length == 0 || without.Length == 0)
            {
                return 0;
            }

            double meanIn = with.Average(), meanOut = without.Average(), own = scores[target][score][row];
            double squares = with.Sum(value => (value - meanIn) * (value - meanIn)) + without.Sum(value => (value - meanOut) * (value - meanOut));
            double variance = (squares / Math.Max(1, shadows.Length - 2)) + 1e-6;
            return (((own - meanOut) * (own - meanOut)) - ((own - meanIn) * (own - meanIn))) / (2 * variance);
        })];
    }
}
