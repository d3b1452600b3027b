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
/// stand-ins are made many times, and a test tells the two apart by how much of the other row is in them. Its error rates bound, from below, how far the
/// noise lets the two be told apart, and with it ε (Nasr et al. 2023). All of the generator after the stand-in is post-processing, which tells no more.
/// </summary>
internal sealed class PrivateAudit(int runs, int threads)
{
    private const double Epsilon = 6;
    private const double Delta = 1e-6;
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
        double threshold = (PrivacyBenchmark.Median(with[..choosing]) + PrivacyBenchmark.Median(without[..choosing])) / 2;
        int found = with[choosing..].Count(value => value >= threshold), wrong = without[choosing..].Count(value => value >= threshold);
        double distance = Quantile(ClopperPearson(found, judged, isLower: true)) - Quantile(ClopperPearson(wrong, judged, isLower: false));
        double bound = distance <= 0 ? 0 : Halved(0, 100, candidate => DeltaOf(candidate, distance) > Delta);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {found} of {judged} | {wrong} of {judged} | {bound:0.00} |"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {clock.Elapsed.TotalSeconds:0} s"));
        return bound;
    }

    // The least δ with ε of two normal distributions that are so many standard deviations apart (Dong, Roth and Su 2022).
    private static double DeltaOf(double epsilon, double distance) =>
        Normal((-epsilon / distance) + (distance / 2)) - (Math.Exp(epsilon) * Normal((-epsilon / distance) - (distance / 2)));

    // Simpson's rule.
    private static double Normal(double x)
    {
        const int Parts = 4000;
        const double Least = -12;
        double width = (Math.Max(x, Least) - Least) / Parts;
        double sum = Enumerable.Range(0, Parts + 1).Sum(i => Math.Exp(-Math.Pow(Least + (i * width), 2) / 2) * (i is 0 or Parts ? 1 : i % 2 == 1 ? 4 : 2));
        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    private static double Quantile(double share) => Halved(-12, 12, x => Normal(x) < share);

    private static double Halved(double low, double high, Func<double, bool> isBelow)
    {
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = isBelow(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
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

        double tail = (1 - Confidence) / 2;
        return Halved(0, 1, share => isLower ? 1 - AtMost(count - 1, of, share) < tail : AtMost(count, of, share) > tail);
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
