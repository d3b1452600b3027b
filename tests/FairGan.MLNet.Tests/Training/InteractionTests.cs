using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Format;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training.Loop;
using FairGan.MLNet.Training.Network;
using FairGan.MLNet.Training.Rows;
using FairGan.MLNet.Training.Signals;
using static TorchSharp.torch;

namespace FairGan.MLNet.Tests.Training;

/// <summary>Columns that are drawn given another one.</summary>
public sealed class InteractionTests
{
    private static readonly SynthesizerOptions s_options = new() { LabelColumn = "y", PositiveValue = "yes", SensitiveColumns = ["s"] };

    public InteractionTests() => TorchRuntime.EnsureStarted();

    [Fact]
    public void Likelihood_probabilities_and_draws_have_the_gradients_of_the_library()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        // Symbols: the parent's at 0 and 1, one child's from 2 to 4, the other's at 7 and 8, and a column's by itself at 5 and 6.
        int[] sizes = [2, 3, 2, 2];
        long[] offsets = [0, 2, 5, 7];
        using var interactions = new Interactions([new Interaction(0, 1, [0, 1, -1, 0.5f, 0, 2]), new Interaction(0, 3, [1, 0, -2, 1])], offsets, sizes, 16, CPU);
        using var network = new GeneratorNetwork(3, [5], new float[9], interactions, random, CPU);
        using var softmax = new ColumnSoftmax(sizes, CPU);
        using var pass = new GeneratorPass(network, softmax, interactions, 16, CPU);
        var noise = randn(12, 3, generator: random);
        var slopes = randn(12, 9, generator: random);
        var ownSlopes = randn(10, 9, generator: random);
        float[][] drawn = [[1, 0, 0, 1, 0, 1, 0, 0, 1], [0, 1, 1, 0, 0, 0, 1, 1, 0], [1, 0, 0, 0, 1, 0, 1, 1, 0]];
        var rows = stack([.. drawn.Select(row => tensor(row))]);

        pass.Forward(network.Parameters.Values, noise);
        var probabilities = pass.Probabilities.clone();
        using var likelihood = new MixtureLikelihood(1, ones(9, 1), ones(1));
        var step = new GeneratorStep
        {
            Progress = 0,
            Reported = true,
            LogProbabilities = pass.LogProbabilities,
            Probabilities = pass.Probabilities,
            Gradient = pass.Gradient,
            Interactions = interactions,
            Rows = rows,
            RowGroups = [0, 0, 0],
        };
        double loss = likelihood.AddGradient(step)!.Value;
        pass.Gradient.Add(slopes);
        interactions.AddOwn(pass.Gradient, ownSlopes);
        var gradient = zeros_like(network.Parameters.Values).detach();
        pass.Backward(gradient);

        var views = network.Parameters.Views(network.Parameters.Values);
        var hidden = GeneratorNetwork.Normalise(noise.mm(views[0]), views[1], views[2]).relu();
        var logits = addmm(views[4], cat([hidden, noise], 1), views[3], 1, 1);
        var own = sizes.Select((size, column) => logits.narrow(1, offsets[column], size).log_softmax(1)).ToArray();
        Tensor Given(int parent, int child, int part) => (own[child] + views[part][parent]).log_softmax(1);
        var joint = stack([.. drawn.Select(row => row[0] == 1 ? OfRow(row, 0) : OfRow(row, 1))]);
        Tensor OfRow(float[] row, int parent) => own[0][.., parent] + (Given(parent, 1, 5) * tensor(row[2..5])).sum([1L]) + (own[2] * tensor(row[5..7])).sum([1L]) + (Given(parent, 3, 6) * tensor(row[7..])).sum([1L]);
        Tensor Mixed(int child, int part) => (own[0][.., 0].unsqueeze(1).exp() * Given(0, child, part).exp()) + (own[0][.., 1].unsqueeze(1).exp() * Given(1, child, part).exp());
        var expected = cat([own[0].exp(), Mixed(1, 5), own[2].exp(), Mixed(3, 6)], 1);
        var expectedLoss = -MixtureLikelihood.LogMean(joint).mean();
        // The groups' part of the likelihood is that of a group that all rows are in: 0.
        (expectedLoss + (expected.log() * slopes).sum() + (cat(own, 1).narrow(0, 0, 10) * ownSlopes).sum()).backward();
        Assert.Equal(expectedLoss.item<float>(), loss, 1e-4);
        Assert.True(allclose(expected, probabilities, 1e-4, 1e-5));
        Assert.True(allclose(network.Parameters.Values.grad!, gradient, 1e-3, 1e-4));
    }

    [Fact]
    public void What_one_column_says_of_another_is_found_and_neither_the_label_nor_a_group_takes_part()
    {
        var random = new Random(3);
        var csv = new System.Text.StringBuilder("s,y,town,code,mood\n");
        for (int row = 0; row < 3000; row++)
        {
            int code = random.Next(20);
            int town = random.Next(10) == 0 ? random.Next(20) : code;
            csv.Append(CultureInfo.InvariantCulture, $"{(town < 10 ? "a" : "b")},{(town % 2 == 0 ? "yes" : "no")},town {town},c{code},{random.Next(5)} of 5\n");
        }

        var table = TableEncoder.Encode(TestTables.FromCsv(csv.ToString()), s_options);
        using var training = new TrainingTable(table, [.. Enumerable.Repeat(1.0, table.RowCount)], 1, CPU);
        using var smoothing = new NeighbourSmoothing(training, CPU);
        var target = new TrainingTarget(table, training.Weights, 0, 0);
        var found = Assert.Single(InteractionSearch.Find(target, training.TrainingRows, smoothing, new GanOptions { Seed = 1, Threads = 2 }, default));
        Assert.Equal([2, 3], new[] { found.Parent, found.Child }.Order());
        Assert.Empty(InteractionSearch.Find(target, training.TrainingRows, smoothing, new GanOptions { Seed = 1, LeastInteraction = 3, Threads = 1 }, default));
        Assert.Empty(InteractionSearch.Find(target, training.TrainingRows[..900], smoothing, new GanOptions { Seed = 1, Threads = 2 }, default));

        // Nine in ten rows have the town of their code, and one in two hundred any other: log((0.9 + 0.005) / 0.05).
        int[] own = [.. Enumerable.Range(0, 20).Select(town => Logit($"town {town}", $"c{town}")).Select(logit => (int)Math.Round(logit * 10))];
        Assert.All(own, logit => Assert.InRange(logit, 25, 32));

        float Logit(string town, string code)
        {
            int symbol = table.Schema["town"].SymbolOf(town), other = table.Schema["code"].SymbolOf(code);
            int children = table.Schema.Columns[found.Child].SymbolCount;
            return found.Logits[found.Parent == 2 ? (symbol * children) + other : (other * children) + symbol];
        }
    }

    // Answers of three visits, each given or missing as a whole, in tables with and without enough rows for other pairs.
    [Theory]
    [InlineData(400)]
    [InlineData(1500)]
    public void Cells_that_are_missing_together_are_tied_so_that_none_is_generated_apart(int rows)
    {
        var random = new Random(3);
        string csv = "s,y,pulse,weight,mood,remark\n" + string.Concat(Enumerable.Range(0, rows).Select(row =>
        {
            bool came = random.NextDouble() < 0.7;
            return string.Create(CultureInfo.InvariantCulture, $"{"ab"[random.Next(2)]},{(random.Next(2) == 0 ? "yes" : "no")},{(came ? $"{random.Next(50, 90)},{random.Next(50, 90)},{(random.Next(9) == 0 ? "" : random.Next(4))}" : ",,")},{(random.Next(2) == 0 ? "" : random.Next(4))}\n");
        }));
        var table = TableEncoder.Encode(TestTables.FromCsv(csv), s_options);
        using var training = new TrainingTable(table, [.. Enumerable.Repeat(1.0, table.RowCount)], 1, CPU);
        using var smoothing = new NeighbourSmoothing(training, CPU);
        var found = InteractionSearch.Find(new TrainingTarget(table, training.Weights, 0, 10), training.TrainingRows, smoothing, new GanOptions { Seed = 1, Threads = 2 }, default);

        var schema = table.Schema;
        int parent = Assert.Single(found.Select(pair => pair.Parent).Distinct());
        Assert.Equal(["mood", "pulse", "weight"], found.Select(pair => schema.Columns[pair.Child].Name).Append(schema.Columns[parent].Name).Order());
        foreach (var pair in found)
        {
            ColumnCodec from = schema.Columns[pair.Parent], to = schema.Columns[pair.Child];
            Assert.All(Enumerable.Range(0, to.SymbolCount - 1), symbol => Assert.Equal(-Interaction.MostLogit / 2, pair.Logits[(from.MissingSymbol * to.SymbolCount) + symbol]));
            Assert.Equal(to.Name != "mood", pair.Logits[to.MissingSymbol] == -Interaction.MostLogit / 2);
        }
    }
}
