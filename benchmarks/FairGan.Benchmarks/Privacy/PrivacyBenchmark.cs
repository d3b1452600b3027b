using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FairGan.MLNet.Options;
using FairGan.MLNet.Training.Loop;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Benchmarks.Privacy;

/// <summary>Trains on few rows of a real table, attacks the generator as a stranger would, and prints medians over seeds.</summary>
internal static class PrivacyBenchmark
{
    /// <summary>The command.</summary>
    public static Command Command()
    {
        var rows = new Option<int>("--rows") { Description = "Training rows; as many are held out, and twice as many are the attacker's reference.", DefaultValueFactory = _ => 1_000 };
        var seeds = new Option<int>("--seeds") { Description = "Trainings.", DefaultValueFactory = _ => 3 };
        var data = new Option<string>("--data") { Description = "The data set, in the folder named by FAIRGAN_DATA.", DefaultValueFactory = _ => "adult" };
        var shadows = new Option<int>("--shadows") { Description = "Instead: attack with shadow models (LiRA), this many of them; 20 or more say something.", DefaultValueFactory = _ => 0 };
        var targets = new Option<int>("--targets") { Description = "With --shadows: how many of the models are attacked by the others.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double?>("--max-seconds") { Description = "Time of each training at most." };
        var epsilon = new Option<double?>("--epsilon") { Description = "Differential privacy of the trainings; --schema says what columns can hold." };
        var schema = new Option<string?>("--schema") { Description = "With --epsilon: a file as train --schema takes it. Default: benchmarks/quality/schemas/DATA.json." };
        var audit = new Option<int>("--audit") { Description = "Instead: audit differentially private training with so many runs on each of two tables; 400 or more say something.", DefaultValueFactory = _ => 0 };
        var threads = new Option<int>("--threads") { Description = "With --audit: threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("privacy", "Attacks generators of small tables.") { rows, seeds, data, shadows, targets, seconds, epsilon, schema, audit, threads };
        command.SetAction(result =>
        {
            if (result.GetValue(audit) > 0)
            {
                return new PrivateAudit(result.GetValue(audit), result.GetValue(threads)).Run();
            }

            if (PrivacyTable.Find(result.GetValue(data)!) is not { } table)
            {
                return 0;
            }

            TimeSpan? limit = result.GetValue(seconds) is { } most ? TimeSpan.FromSeconds(most) : null;
            int count = result.GetValue(rows);
            if (result.GetValue(shadows) > 0)
            {
                new ShadowAttack(table, count, result.GetValue(shadows), result.GetValue(targets), limit).Run();
                return 0;
            }

            PrivacyOptions? privacy = result.GetValue(epsilon) is { } bound ? new PrivacyOptions { Epsilon = bound } : null;
            TableDescription description = privacy is null ? new() : TableDescription.Parse(File.ReadAllText(result.GetValue(schema) ?? Path.Combine("benchmarks", "quality", "schemas", table.Name + ".json")));
            var runs = new List<PrivacyAttackResult>();
            foreach (int seed in Enumerable.Range(1, result.GetValue(seeds)))
            {
                runs.Add(Attack(table, count, seed, limit, privacy, description));
            }

            Print(table.Name, count, runs);
            return 0;
        });
        return command;
    }

    /// <summary>Trains a generator.</summary>
    /// <param name="table">The data set.</param>
    /// <param name="csv">The training rows.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="limit">Time at most.</param>
    /// <param name="privacy">Differential privacy; null for protection.</param>
    /// <param name="description">What is known of the columns; null for nothing.</param>
    public static byte[] Train(PrivacyTable table, MemoryStream csv, int seed, TimeSpan? limit, PrivacyOptions? privacy = null, TableDescription? description = null)
    {
        csv.Position = 0;
        var options = new SynthesizerOptions
        {
            LabelColumn = table.Label,
            PositiveValue = table.Positive,
            SensitiveColumns = [table.Sensitive],
            Strength = 0,
            Training = new GanOptions { Seed = seed, MaxTime = limit },
            Privacy = privacy,
            Protection = privacy is null ? new ProtectionOptions() : new ProtectionOptions { MinRows = 0 },
            Preparation = new PreparationOptions { Description = description ?? new() },
        };
        IDataView rows = TableReader.Load(new MLContext(seed), csv, TableFormat.Csv, new TableReadOptions { AsWritten = true });
        return GeneratorTraining.Run(rows, options, null, default).Bytes;
    }

    private static PrivacyAttackResult Attack(PrivacyTable table, int rows, int seed, TimeSpan? limit, PrivacyOptions? privacy, TableDescription description)
    {
        string[][] parts = table.Parts(seed, rows, rows, 2 * rows);
        var clock = Stopwatch.StartNew();
        byte[] generator = Train(table, table.Csv(parts[0]), seed, limit, privacy, description);
        double trained = clock.Elapsed.TotalSeconds;
        var context = new MLContext(seed);
        IDataView[] views = Array.ConvertAll(parts, part => TableReader.Load(context, table.Csv(part), TableFormat.Csv, new TableReadOptions()));
        var options = new PrivacyAttackOptions { SensitiveColumns = [table.Sensitive], Seed = seed };
        PrivacyAttackResult result = PrivacyAttacks.Evaluate(generator, views[0], views[1], views[2], options);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: trained in {trained:0} s, attacked in {clock.Elapsed.TotalSeconds - trained:0} s, {result.Verdict}"));
        return result;
    }

    private static void Print(string name, int rows, List<PrivacyAttackResult> runs)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n## {name}, {rows:N0} rows trained, {rows:N0} held out, medians over {runs.Count} seeds\n"));
        Console.WriteLine("| attack | with | group | AUC | lowest | highest | found at 1 % |\n|---|---|---|---|---|---|---|");
        foreach (var same in runs.SelectMany(run => run.Attacks).GroupBy(attack => (attack.Name, attack.Multiple, attack.Group)))
        {
            double[] areas = [.. same.Select(attack => attack.Auc).Order()], found = [.. same.Select(attack => attack.TprAt1).Order()];
            string with = same.Key.Multiple is { } multiple ? $"rows × {multiple}" : "file";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {same.Key.Name} | {with} | {same.Key.Group} | {Median(areas):0.000} | {areas[0]:0.000} | {areas[^1]:0.000} | {100 * Median(found):0.0} % |"));
        }

        Console.WriteLine("\n| attack | column | success | against others | risk |\n|---|---|---|---|---|");
        foreach (var same in runs.SelectMany(run => run.Inferences).GroupBy(attack => (attack.Name, attack.Column)))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {same.Key.Name} | {same.Key.Column} | {100 * Median(same.Select(attack => attack.Rate)):0.0} % | {100 * Median(same.Select(attack => attack.Control)):0.0} % | {100 * Median(same.Select(attack => attack.Risk)):0.0} % |"));
        }

        Console.WriteLine("\n| rare values found in | columns | values |\n|---|---|---|");
        foreach (var same in runs.SelectMany(run => run.Leaks).GroupBy(leak => (leak.Kind, leak.What)))
        {
            Console.WriteLine($"| {same.Key.Kind}: {same.Key.What} | {string.Join(", ", same.Select(leak => leak.Column).Distinct())} | {same.Sum(leak => leak.Count) / runs.Count} |");
        }

        Console.WriteLine($"\nVerdicts: {string.Join(", ", runs.Select(run => AttackFindings.Words(run.Verdict)))}");
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
