using System.Globalization;
using System.Text.Json;
using FairGan.Cli.Tests;
using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.MLNet.Options;
using FairGan.MLNet.Training.Loop;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Benchmarks;

/// <summary>
/// Spoils real tables as tables come (<see cref="MessyTable"/>), trains on them with no option but the label and a sensitive column, and
/// compares a million generated rows with the spoiled table and with the clean one.
/// </summary>
internal static class MessyBenchmark
{
    private const int Rows = 1_000_000;
    private const int MostValues = 100;
    private const int LeastRowsPerValue = 20;

    /// <summary>Prints a table for each data set.</summary>
    /// <param name="names">The data sets, in the folder named by FAIRGAN_DATA; none for Adult and HMDA.</param>
    /// <param name="limit">Time of each training at most; null for no limit.</param>
    public static int Run(string[] names, TimeSpan? limit)
    {
        string folder = Environment.GetEnvironmentVariable("FAIRGAN_DATA") ?? Path.Combine("..", "shared", "data");
        foreach (string name in names.Length > 0 ? names : ["adult", "hmda"])
        {
            string description = Path.Combine(folder, name + ".json");
            if (!File.Exists(description))
            {
                Console.Error.WriteLine($"{name}: skipped, for it is not in the folder named by FAIRGAN_DATA (default ../shared/data).");
                continue;
            }

            string train = Path.Combine(folder, name + ".train.csv");
            Compare(name, File.ReadAllText(File.Exists(train) ? train : Path.Combine(folder, name + ".csv")), JsonDocument.Parse(File.ReadAllBytes(description)).RootElement, limit);
        }

        return 0;
    }

    private static void Compare(string name, string clean, JsonElement description, TimeSpan? limit)
    {
        string label = description.GetProperty("label").GetString()!, sensitive = description.GetProperty("sensitive")[0].GetProperty("column").GetString()!;
        string path = Path.Combine(Path.GetTempPath(), $"fairgan-messy-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, MessyTable.Of(clean, label));
        try
        {
            TextColumn[] columns = TextColumn.Read(path, clean);
            var options = new SynthesizerOptions
            {
                LabelColumn = label,
                PositiveValue = description.GetProperty("positive").GetString()!,
                SensitiveColumns = [sensitive],
                Training = new GanOptions { Seed = 1, MaxTime = limit },
            };
            TrainedFile trained = GeneratorTraining.Run(TableReader.Load(new MLContext(1), path, new TableReadOptions { AsWritten = true }), options, null, default);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n## {name}, {trained.RowCount:N0} rows, trained for {trained.Summary.Seconds:0} s\n"));
            Print(columns, trained);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Print(TextColumn[] columns, TrainedFile trained)
    {
        var lines = new ReportLines();
        RowRule[] rules = [.. Rules(columns)];
        using var generator = OnnxGenerator.Open(trained.Bytes);
        bool hasNames = generator.Information.Schema.Columns.Select(codec => codec.Name).SequenceEqual(columns.Select(column => column.Name));
        var identifiers = new HashSet<string>();
        var cells = new string[columns.Length];
        foreach (SyntheticBatch batch in generator.Generate(Rows))
        {
            for (int row = 0; row < batch.RowCount; row++)
            {
                for (int column = 0; column < cells.Length; column++)
                {
                    columns[column].Compare(cells[column] = batch.Columns[column].Text(row));
                }

                identifiers.Add(cells[0]);
                Array.ForEach(rules, rule => rule.Read(cells));
            }
        }

        TextColumn farthest = columns.MaxBy(column => column.MissingDifference)!;
        lines.AtLeast("columns, named as the real ones and in their order", hasNames ? columns.Length : 0, columns.Length, "");
        lines.AtLeast($"columns whose {Rows / 1_000_000} million cells are all values of the real column, or written as its numbers and dates are", columns.Count(column => column.OtherCells == 0), columns.Length, "");
        foreach (TextColumn column in columns.Where(column => column.OtherCells > 0))
        {
            lines.Plain($"cells of `{column.Name}` that are not, such as `{column.OtherCell}`", column.OtherCells, "");
        }

        lines.Below($"largest difference of a missing rate (`{farthest.Name}`: {Percent(farthest.MissingRate)} of the real cells)", 100 * farthest.MissingDifference, 1, "percentage points");
        lines.Plain("real identifiers among the generated ones", columns[0].Copies(identifiers), "");
        lines.AtLeast("different identifiers", identifiers.Count, Rows, "");
        (TextColumn Column, string Words)[] spoilt = [.. columns.SelectMany(column => column.Spoilt.Select(words => (column, words)))];
        string[] unnamed = [.. spoilt.Where(damage => !trained.Preparation.Columns.Single(column => column.Name == damage.Column.Name).Repairs.Any(repair => repair.Contains(damage.Words, StringComparison.Ordinal)))
            .Select(damage => $"{damage.Column.Name}: {damage.Words}")];
        lines.AtLeast("kinds of spoilt cells, column by column, that the report names", spoilt.Length - unnamed.Length, spoilt.Length, "");
        Array.ForEach(unnamed, damage => Console.WriteLine($"| not named: {damage} | | | |"));
        foreach (RowRule rule in rules)
        {
            lines.AtLeast(string.Create(CultureInfo.InvariantCulture, $"rows that keep `{rule.Name}`, of {rule.Rows:N0} with both cells"), 100.0 * rule.KeptRows / rule.Rows, 100, "%");
        }
    }

    // What holds in every row of the clean table: dependencies between columns of few values; and the order of the dates added to it.
    private static IEnumerable<RowRule> Rules(TextColumn[] columns)
    {
        for (int source = 0; source < columns.Length; source++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                if (source != column && columns[source].Clean is { } by && columns[column].Clean is { } determined
                    && by.Distinct().Count() is var values && values <= MostValues && values * LeastRowsPerValue <= by.Length && determined.Distinct().Count() is > 1 and <= MostValues
                    && by.Zip(determined).Distinct().ToArray() is var pairs && pairs.Length == values)
                {
                    var (map, from, to) = (pairs.ToDictionary(), source, column);
                    yield return new RowRule($"{columns[source].Name} → {columns[column].Name}", from, to, (a, b) => map.GetValueOrDefault(a) == b);
                }
            }
        }

        int start = Array.FindIndex(columns, column => column.Name == MessyTable.Start), end = Array.FindIndex(columns, column => column.Name == MessyTable.End);
        yield return new RowRule($"{MessyTable.Start} ≤ {MessyTable.End}", start, end, (a, b) =>
            DateTime.ParseExact(a, "yyyy-MM-dd", CultureInfo.InvariantCulture) <= DateTime.ParseExact(b, "dd.MM.yyyy", CultureInfo.InvariantCulture));
    }

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    /// <summary>A rule between two columns, counted over rows in which neither cell is missing.</summary>
    private sealed class RowRule(string name, int first, int second, Func<string, string, bool> isKept)
    {
        public string Name => name;

        public long Rows { get; private set; }

        public long KeptRows { get; private set; }

        public void Read(string[] cells)
        {
            if (cells[first].Length > 0 && cells[second].Length > 0)
            {
                Rows++;
                KeptRows += isKept(cells[first], cells[second]) ? 1 : 0;
            }
        }
    }
}
