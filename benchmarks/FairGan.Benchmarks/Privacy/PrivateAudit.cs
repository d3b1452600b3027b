using System.Diagnostics;
using System.Globalization;
using System.Text;
using FairGan.Export.Columns;
using FairGan.MLNet.Options;
using FairGan.MLNet.Privacy;
using FairGan.MLNet.Training.Private;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Benchmarks.Privacy;

/// <summary>
/// Audits private training from inside: on a table where all rows are equal, and on the same table with one row more that is different in every cell,
/// stand-ins are made many times, and a test tells the two apart by how much of the other row is in them. Its error rates bound ε from below. All of the
/// generator after the stand-in is post-processing, which tells no more.
/// </summary>
internal sealed class PrivateAudit(int runs, int threads)
{
    private const double Epsilon = 1.5;

    // So large that a few hundred runs can prove something: the bound is that of the probability beyond δ.
    private const double Delta = 0.05;
    private const double Confidence = 0.95;
    private const int Rows = 60;

    /// <summary>Prints the bounds, with the noise that ε asks for and with half of it.</summary>
    /// <returns>0 if the first bound is below ε and the second above; otherwise 1.</returns>
    public int Run()
    {
        double rho = ZeroConcentrated.Rho(Epsilon, Delta);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n## White-box audit of private training, ε = {Epsilon}, δ = {Delta}, {runs} runs on each of two tables of {Rows} and {Rows + 1} rows\n"));
        Console.WriteLine("| noise | taken for the larger table: the larger | the smaller | ε is at least, with 95 % confidence |\n|---|---:|---:|---:|");
        double proven = Bound("as ε asks for", Epsilon), halved = Bound("half of it", ZeroConcentrated.Epsilon(4 * rho, Delta));
        return proven <= Epsilon && halved > Epsilon ? 0 : 1;
    }

    private double Bound(string name, double epsilon)
    {
        var clock = Stopwatch.StartNew();
        double[] with = Statistics(Rows, isWith: true, epsilon), without = Statistics(Rows, isWith: false, epsilon);

        // A quarter of the runs choose the threshold, the others are judged by it.
        int choosing = runs / 4, judged = runs - choosing;
        double threshold = with[..choosing].Concat(without[..choosing]).MaxBy(candidate => Epsilons(with[..choosing], without[..choosing], candidate));
        double bound = Epsilons(with[choosing..], without[choosing..], threshold);
        int found = with[choosing..].Count(value => value >= threshold), wrong = without[choosing..].Count(value => value >= threshold);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {found} of {judged} | {wrong} of {judged} | {bound:0.00} |"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {clock.Elapsed.TotalSeconds:0} s"));
        return bound;
    }

    private static double Epsilons(double[] with, double[] without, double threshold)
    {
        double least = ClopperPearson(with.Count(value => value >= threshold), with.Length, isLower: true);
        double most = ClopperPearson(without.Count(value => value >= threshold), without.Length, isLower: false);
        return least <= Delta ? 0 : Math.Max(0, Math.Log((least - Delta) / most));
    }

    private double[] Statistics(int rows, bool isWith, double epsilon)
    {
        var values = new double[runs];
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = threads }, run => values[run] = Statistic(rows, isWith, epsilon, run));
        return values;
    }

    // How many rows hold what only the other row does, in either column.
    private static double Statistic(int rows, bool isWith, double epsilon, int run)
    {
        ColumnDescription[] columns = [new() { Name = "x", Kind = ColumnKind.Categorical, Categories = ["a", "b"] }, new() { Name = "y", Kind = ColumnKind.Categorical, Categories = ["a", "b"] }];
        var options = new SynthesizerOptions
        {
            LabelColumn = "y",
            PositiveValue = "b",
            SensitiveColumns = ["x"],
            Protection = new ProtectionOptions { MinRows = 0 },
            Privacy = new PrivacyOptions { Epsilon = epsilon, Delta = Delta },
            Training = new GanOptions { Seed = run, Threads = 1 },
            Preparation = new PreparationOptions { Description = new TableDescription { Columns = columns } },
        };
        string csv = "x,y\n" + string.Concat(Enumerable.Repeat("a,a\n", rows)) + (isWith ? "b,b\n" : "");
        IDataView data = TableReader.Load(new MLContext(1), new MemoryStream(Encoding.UTF8.GetBytes(csv)), TableFormat.Csv, new TableReadOptions { AsWritten = true });
        StandInTable standIn = StandInBuilder.Build(data, options, null, default);
        double scale = (double)standIn.Table.Report!.Rows / standIn.Table.RowCount;
        return scale * Enumerable.Range(0, 2).Sum(column => standIn.Table.Codes[column].Count(code => code == standIn.Table.Schema.Columns[column].SymbolOf("b")));
    }

    // The end of a one-sided interval for a share (Clopper and Pearson 1934), by halving.
    private static double ClopperPearson(int count, int of, bool isLower)
    {
        if (count == (isLower ? 0 : of))
        {
            return isLower ? 0 : 1;
        }

        double low = 0, high = 1, tail = (1 - Confidence) / 2;
        for (int i = 0; i < 60; i++)
        {
            double share = (low + high) / 2, atMost = AtMost(isLower ? count - 1 : count, of, share);
            bool isBelow = isLower ? 1 - atMost < tail : atMost > tail;
            (low, high) = isBelow ? (share, high) : (low, share);
        }

        return (low + high) / 2;
    }

    private static double AtMost(int count, int of, double share)
    {
        double term = of * Math.Log(1 - share), sum = 0;
        for (int i = 0; i <= count; i++)
        {
            sum += Math.Exp(term);
            term += Math.Log((double)(of - i) / (i + 1)) + Math.Log(share / (1 - share));
        }

        return sum;
    }
}
