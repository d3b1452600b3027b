using System.CommandLine;
using System.Globalization;
using FairGan.Export.Sampling;
using FairGan.MLNet.Data;
using FairGan.MLNet.Synthesis;
using FairGan.MLNet.Training.Vectors;
using Microsoft.ML;

namespace FairGan.Quality;

/// <summary>
/// Trains the classic pair of networks on the MNIST pictures with their classes as groups, and prints the Fréchet distance of every
/// class to the pictures that were learned, beside that of the untrained pair, of one trained blind to the classes, and of real
/// pictures that were not learned.
/// </summary>
internal static class ImageBenchmark
{
    private const int Classes = 10;
    private const int PerClass = 800;

    /// <summary>The command line.</summary>
    public static Command Command()
    {
        var steps = new Option<int>("--steps") { Description = "Steps of training.", DefaultValueFactory = _ => VectorGanOptions.Classic.Steps };
        var threads = new Option<int>("--threads") { Description = "Threads of training.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var seed = new Option<int>("--seed") { Description = "Seed of training.", DefaultValueFactory = _ => 1 };
        var grid = new Option<string?>("--grid") { Description = "Where a picture of ten pictures of each class is written (.png)." };
        var command = new Command("images", "Trains on the MNIST pictures and prints how close each class comes.") { steps, threads, seed, grid };
        command.SetAction(result => Run(
            VectorGanOptions.Classic with { Steps = result.GetValue(steps), Threads = result.GetValue(threads), Seed = result.GetValue(seed) }, result.GetValue(grid)));
        return command;
    }

    private static void Run(VectorGanOptions training, string? grid)
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("FAIRGAN_DATA") ?? Path.Combine("..", "shared", "data"), "mnist");
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine("mnist: skipped, for it is not in the folder named by FAIRGAN_DATA (default ../shared/data).");
            return;
        }

        var context = new MLContext(1);
        var all = IdxReader.Load(context, Path.Combine(folder, "t10k-images-idx3-ubyte.gz"), Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        var split = context.Data.TrainTestSplit(all, testFraction: 0.2, seed: 1);
        ImageRow[] learned = ImageRow.Read(context, split.TrainSet), heldOut = ImageRow.Read(context, split.TestSet);
        var options = new VectorSynthesizerOptions { VectorColumn = IdxReader.VectorColumn, SensitiveColumn = IdxReader.LabelColumn, Training = training };
        using var untrained = Fit(context, options with { Training = training with { Steps = 0 } }, split.TrainSet);
        using var blind = Fit(context, options with { SensitiveColumn = null }, split.TrainSet);
        using var fair = Fit(context, options, split.TrainSet);
        var classifier = new ImageClassifier(learned);
        Console.WriteLine($"\n## MNIST, {learned.Length} pictures, {training.Steps} steps\n");
        Console.WriteLine("| class | untrained | blind to classes | by class | real, not learned |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        ImageRow[] anyClass = ImageRow.Read(context, blind.Generate(PerClass * Classes));
        int[] taken = classifier.Classify(anyClass);
        double[][] distances = [.. Enumerable.Range(0, 4).Select(_ => new double[Classes])];
        double accuracy = 0;
        for (int label = 0; label < Classes; label++)
        {
            ImageRow[] real = [.. learned.Where(row => row.Label == label)];
            ImageRow[] made = OfClass(context, fair, label);
            accuracy += classifier.Classify(made).Count(found => found == label) / (double)(PerClass * Classes);
            distances[0][label] = classifier.FrechetDistance(real, OfClass(context, untrained, label));
            distances[1][label] = classifier.FrechetDistance(real, [.. anyClass.Where((_, row) => taken[row] == label)]);
            distances[2][label] = classifier.FrechetDistance(real, made);
            distances[3][label] = classifier.FrechetDistance(real, [.. heldOut.Where(row => row.Label == label)]);
            Print(label.ToString(CultureInfo.InvariantCulture), distances.Select(column => column[label]));
        }

        Print("mean", distances.Select(column => column.Average()));
        Print("worst over best", distances.Select(column => column.Max() / column.Min()));
        Print("most of the untrained", distances.Select(column => column.Zip(distances[0], (own, none) => own / none).Max()));
        int[] known = classifier.Classify(heldOut);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            The critic tells a held-out picture from a generated one of its class in {fair.Summary.CriticAccuracy:P1} of the pairs ({untrained.Summary.CriticAccuracy:P1} untrained, {blind.Summary.CriticAccuracy:P1} blind).
            The classifier finds the class of {accuracy:P1} of the generated pictures, and of {heldOut.Where((row, i) => row.Label == known[i]).Count() / (double)heldOut.Length:P1} of the real ones that were not learned.
            Weights of the classes at the end: {string.Join(", ", fair.Summary.GroupWeights.Select(weight => weight.ToString("0.00", CultureInfo.InvariantCulture)))}.
            Trained in {fair.Summary.Seconds:0} s (blind {blind.Summary.Seconds:0} s).
            """));
        if (grid is not null)
        {
            using var stream = File.Create(grid);
            PngWriter.WriteGrid(fair.Information.Schema, [.. Enumerable.Range(0, Classes).SelectMany(label => OfClass(context, fair, label)[..Classes]).SelectMany(row => row.Image)], Classes, stream);
        }
    }

    private static VectorSynthesizerTransformer Fit(MLContext context, VectorSynthesizerOptions options, IDataView data)
    {
        var fitted = context.FairGan().VectorSynthesizer(options).Fit(data);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mnist: trained {options.Training.Steps} steps in {fitted.Summary.Seconds:0} s."));
        return fitted;
    }

    private static ImageRow[] OfClass(MLContext context, VectorSynthesizerTransformer synthesizer, int label) =>
        ImageRow.Read(context, synthesizer.Generate(PerClass, new VectorSamplingOptions { Group = label.ToString(CultureInfo.InvariantCulture) }));

    private static void Print(string name, IEnumerable<double> values) =>
        Console.WriteLine($"| {name} | {string.Join(" | ", values.Select(value => value.ToString(value >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture)))} |");
}
