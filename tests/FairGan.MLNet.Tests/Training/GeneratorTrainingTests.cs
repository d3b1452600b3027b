using FairGan.Export;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Graph;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Training.Labels;
using FairGan.MLNet.Training.Loop;

namespace FairGan.MLNet.Tests.Training;

public sealed class GeneratorTrainingTests
{
    private static readonly GanOptions s_short = new() { Steps = 60, Components = 512, BatchSize = 128, Threads = 1 };

    [Fact]
    public void A_determined_column_keeps_its_rule_in_every_generated_row()
    {
        var file = Train(Loans(2000, 0.3), s_short);
        using var generator = OnnxGenerator.Open(file.Bytes);
        int rows = 0;
        foreach (var batch in generator.Generate(20_000))
        {
            var degree = (CategoricalColumn)batch.Columns[1];
            long[] years = ((IntegerColumn)batch.Columns[2]).Values;
            for (int row = 0; row < batch.RowCount; row++, rows++)
            {
                Assert.Equal(degree.Categories[degree.Codes[row]] == "school" ? 9 : 13, years[row]);
            }
        }

        Assert.Equal(20_000, rows);
    }

    [Fact]
    public void Strength_moves_the_gap_from_the_real_one_to_none_with_the_head()
    {
        var file = Train(Loans(4000, 0.3), s_short);
        Assert.InRange(Gap(file.Bytes, 0), 0.2, 0.4);
        Assert.InRange(Gap(file.Bytes, 0.5), 0.08, 0.22);
        Assert.InRange(Gap(file.Bytes, 1), 0, 0.03);
    }

    [Fact]
    public void Without_the_head_the_networks_own_labels_come_out_fair()
    {
        var options = s_short with { LabelHead = false, Steps = 150 };
        Assert.InRange(Gap(Train(Loans(4000, 0.3), options).Bytes, null), 0, 0.06);
        Assert.InRange(Gap(Train(Loans(4000, 0.3), options, strength: 0).Bytes, null), 0.15, 0.45);
    }

    [Fact]
    public void The_critic_plays_its_part_and_the_rows_stay_right()
    {
        var file = Train(Loans(2000, 0.3), s_short with { CriticWeight = 0.5, CriticShare = 1 });
        Assert.True(file.Summary.Losses.ContainsKey("critic"));
        Assert.InRange(Gap(file.Bytes, 1), 0, 0.05);
    }

    [Fact]
    public void Columns_that_say_nothing_of_the_label_give_a_head_of_the_overall_rate()
    {
        string csv = "s,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i % 2 == 0 ? "a" : "b")},{(i % 4 < 2 ? "yes" : "no")}\n"));
        using var generator = OnnxGenerator.Open(Train(csv, s_short).Bytes);
        var labels = generator.Generate(20_000).SelectMany(batch => ((CategoricalColumn)batch.Columns[1]).Codes).ToArray();
        Assert.InRange(labels.Average(), 0.4, 0.6);
    }

    // The graph's trees must say what LightGBM's own model would: the head's rate by degree and group is that of the real rows.
    [Fact]
    public void The_heads_probabilities_are_the_rates_of_the_real_rows()
    {
        var table = TableEncoder.Encode(TestTables.FromCsv(Loans(8000, 0.3)), Options(s_short, 1));
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        var head = LabelHeadTrainer.Train(table, rows[800..], rows[..800], s_short);
        foreach (var cell in rows.GroupBy(row => (table.Codes[0][row], table.Codes[1][row])))
        {
            double real = cell.Average(row => table.Codes[4][row] == 1 ? 1.0 : 0);
            Assert.Equal(real, cell.Average(row => 1 / (1 + Math.Exp(-Score(head, table, row)))), 0.05);
        }
    }

    // Of 100 rows in 4,000, independent rows would hold a twentieth more or less than they should, and training by itself a few more.
    [Fact]
    public void A_small_group_keeps_its_share_and_its_gap()
    {
        string[] lines = Loans(4000, 0.3).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string csv = string.Join('\n', lines.Select((line, i) => i > 0 && i % 40 == 0 ? "c" + line[1..] : line));
        using var generator = OnnxGenerator.Open(Train(csv, s_short).Bytes);
        double real = csv.Split('\n').Count(line => line.StartsWith('c')), positive = lines.Count(line => line.EndsWith(",yes", StringComparison.Ordinal));
        foreach (long seed in (long[])[1, 2, 3])
        {
            var rows = generator.Generate(4000, new() { Seed = seed, Strength = 1 }).SelectMany(batch =>
                ((CategoricalColumn)batch.Columns[0]).Codes.Zip(((CategoricalColumn)batch.Columns[4]).Codes)).ToArray();
            Assert.InRange(rows.Count(row => row.First == 2) / real, 0.95, 1.05);

            // Labels of a group are as many as its probabilities add up to, but for one or two in each of four blocks.
            Assert.Equal(positive / 4000, rows.Count(row => row.First == 2 && row.Second == 1) / (double)rows.Count(row => row.First == 2), 0.06);
        }
    }

    private static double Score(LabelHead head, EncodedTable table, int row)
    {
        float[] features = [.. Enumerable.Range(0, 4).Select(column => head.Features[column] is { } ranks ? ranks[table.Codes[column][row]] : table.Numbers[column]![row])];
        double score = head.Bias;
        foreach (var tree in head.Trees)
        {
            int node = 0;
            while (node >= 0 && tree.Features.Length > 0)
            {
                node = features[tree.Features[node]] <= tree.Thresholds[node] ? tree.Left[node] : tree.Right[node];
            }

            score += tree.Leaves[tree.Features.Length > 0 ? ~node : 0];
        }

        return score;
    }

    private static TrainedFile Train(string csv, GanOptions training, double strength = 1) =>
        GeneratorTraining.Run(TestTables.FromCsv(csv), Options(training, strength), null, TestContext.Current.CancellationToken);

    private static SynthesizerOptions Options(GanOptions training, double strength) =>
        new() { LabelColumn = "y", PositiveValue = "yes", SensitiveColumns = ["s"], Strength = strength, Training = training };

    private static double Gap(byte[] file, double? strength)
    {
        using var generator = OnnxGenerator.Open(file);
        int label = generator.Information.Schema.Columns.Count - 1;
        var counts = new double[2, 2];
        foreach (var batch in generator.Generate(30_000, new() { Strength = strength }))
        {
            int[] groups = ((CategoricalColumn)batch.Columns[0]).Codes, labels = ((CategoricalColumn)batch.Columns[label]).Codes;
            for (int row = 0; row < batch.RowCount; row++)
            {
                counts[groups[row], labels[row]]++;
            }
        }

        return Math.Abs((counts[0, 1] / (counts[0, 0] + counts[0, 1])) - (counts[1, 1] / (counts[1, 0] + counts[1, 1])));
    }

    // Group b is granted less by the gap, whatever its degree; income follows the degree.
    private static string Loans(int rows, double gap)
    {
        var random = new Random(4);
        return "s,degree,years,income,y\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            bool b = random.NextDouble() < 0.3, college = random.NextDouble() < 0.4;
            double income = Math.Round((college ? 40 : 25) + (20 * random.NextDouble()), 1);
            bool granted = random.NextDouble() < 0.5 + (college ? 0.25 : 0) - (b ? gap : 0);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(b ? 'b' : 'a')},{(college ? "college" : "school")},{(college ? 13 : 9)},{income},{(granted ? "yes" : "no")}\n");
        }));
    }
}
