using System.Diagnostics;
using System.Globalization;
using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;
using FairGan.Reporting.Quality.Fidelity;
using Microsoft.ML;
using TableReader = FairGan.Tables.TableReader;

namespace FairGan.Benchmarks;

/// <summary>Rows drawn under conditions, against rows drawn without and filtered.</summary>
internal static class ConditionBenchmark
{
    private const int Rows = 10_000;
    private const int Unconditional = 1_000_000;

    /// <summary>Prints the figures.</summary>
    /// <param name="path">The generator's file.</param>
    /// <param name="where">The conditions.</param>
    public static int Run(string path, string where)
    {
        using OnnxGenerator generator = OnnxGenerator.Open(path);
        IReadOnlyList<ColumnCondition> conditions = ColumnCondition.Parse(where);
        ReportLines lines = new();
        Stopwatch clock = Stopwatch.StartNew();
        SyntheticBatch[] drawn = [.. generator.Generate(Rows, new SamplingOptions { Where = conditions })];
        lines.Below($"{Rows:N0} rows of {where}, from opening on", clock.Elapsed.TotalSeconds, 2, "s");
        lines.AtLeast("of them satisfying it", (double)Kept(drawn, conditions).Sum(batch => batch.RowCount) / Rows, 1, "");

        clock.Restart();
        SyntheticBatch[] filtered = Filtered(1);
        lines.Plain($"rows left of {Unconditional:N0} by filtering", filtered.Sum(batch => batch.RowCount), "rows");
        lines.Plain("time of that", clock.Elapsed.TotalSeconds, "s");
        ColumnFidelity worst = Worst(filtered, drawn), chance = Worst(filtered, Filtered(2));
        lines.Below($"largest difference of a column's shape ({worst.Column})", 1 - worst.Shape, 0.03, "");
        lines.Plain($"the same between filtered rows of two seeds ({chance.Column})", 1 - chance.Shape, "");
        return 0;

        SyntheticBatch[] Filtered(long seed) => [.. Kept(generator.Generate(Unconditional, new SamplingOptions { Seed = seed }), conditions)];

        ColumnFidelity Worst(SyntheticBatch[] left, SyntheticBatch[] right)
        {
            MLContext context = new(1);
            return FidelityEvaluator.Compare(Table(context, left), Table(context, right)).Columns.MinBy(column => column.Shape)!;
        }

        IDataView Table(MLContext context, SyntheticBatch[] batches)
        {
            string file = Path.Combine(Path.GetTempPath(), $"fairgan-{Guid.NewGuid():N}.csv");
            try
            {
                using (FileStream stream = File.Create(file))
                {
                    CsvBatchWriter.WriteHeader(generator.Information.Schema, stream);
                    CsvBatchWriter.WriteRows(batches, stream);
                }

                return TableReader.Load(context, file);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    private static IEnumerable<SyntheticBatch> Kept(IEnumerable<SyntheticBatch> batches, IReadOnlyList<ColumnCondition> conditions)
    {
        foreach (SyntheticBatch batch in batches)
        {
            (ColumnCondition Condition, SyntheticColumn Column)[] asked = [.. conditions.Select(condition => (condition, batch.Columns.Single(column => column.Name == condition.Column)))];
            int[] rows = [.. Enumerable.Range(0, batch.RowCount).Where(row => asked.All(pair => Holds(pair.Condition, pair.Column.Text(row))))];
            if (rows.Length > 0)
            {
                yield return new SyntheticBatch(batch.StartRow, rows.Length, [.. batch.Columns.Select(column => Pick(column, rows))]);
            }
        }
    }

    // By the text of the cell, as a reader of the file would filter.
    private static bool Holds(ColumnCondition condition, string cell) => condition.Excluded != condition.Alternatives.Any(alternative =>
        alternative.Split("..") is [var low, var high] && double.TryParse(cell, CultureInfo.InvariantCulture, out double number)
            ? (low.Length == 0 || number >= double.Parse(low, CultureInfo.InvariantCulture)) && (high.Length == 0 || number <= double.Parse(high, CultureInfo.InvariantCulture))
            : cell == alternative);

    private static SyntheticColumn Pick(SyntheticColumn column, int[] rows) => column switch
    {
        CategoricalColumn categorical => categorical with { Codes = Array.ConvertAll(rows, row => categorical.Codes[row]) },
        IntegerColumn whole => whole with { Values = Array.ConvertAll(rows, row => whole.Values[row]) },
        RealColumn real => real with { Values = Array.ConvertAll(rows, row => real.Values[row]) },
        DateColumn date => date with { Values = Array.ConvertAll(rows, row => date.Values[row]) },
        IdentifierColumn identifier => identifier with { Numbers = Array.ConvertAll(rows, row => identifier.Numbers[row]) },
        _ => throw new NotSupportedException(column.GetType().Name),
    };
}
