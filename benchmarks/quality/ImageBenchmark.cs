using System.CommandLine;
using System.Globalization;
using FairGan.Export.Vectors;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Quality;

/// <summary>
/// Trains the classic pair of networks on the MNIST pictures with their classes as groups, and prints the Fréchet distance of every
/// class to the pictures that were learned, beside that of the untrained pair, of one trained blind to the classes, and of real
/// images that were held out.
/// </summary>
internal static class ImageBenchmark
{
    private const int Classes = 10;
    private const int PerClass = 800;

    /// <summary>The command line.</summary>
    /// <param name="cuda">The option that says on which CUDA device to train.</param>
    public static Command Command(Option<int?> cuda)
    {
        var steps = new Option<int>("--steps") { Description = "Steps of training.", DefaultValueFactory = _ => VectorGanOptions.Classic.Steps };
        var threads = new Option<int>("--threads") { Description = "Threads of training.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var seeds = new Option<int[]>("--seeds") { Description = "Seeds of training.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
        var weights = new Option<double[]>("--worst-group-weights")
        {
            Description = "How far classes that come out worse weigh more.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [VectorGanOptions.Classic.WorstGroupWeight],
        };
        var transports = new Option<double[]>("--group-transports")
        {
            Description = "Weights of the part of the loss that makes the classes alike.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [VectorGanOptions.Classic.GroupTransport],
        };
        var alone = new Option<bool>("--only-by-class") { Description = "Leaves out the training that is blind to the classes." };
        var grid = new Option<string?>("--grid") { Description = "Where a picture of ten pictures of each class is written (.png), by the first seed and the last weights." };
        var command = new Command("images", "Trains on the MNIST pictures and prints how close each class comes.") { steps, threads, seeds, weights, transports, alone, grid };
        command.SetAction(result => Run(
            VectorGanOptions.Classic with { Steps = result.GetValue(steps), Threads = result.GetValue(threads), CudaDevice = result.GetValue(cuda) },
            result.GetValue(seeds)!,
            result.GetValue(weights)!,
            result.GetValue(transports)!,
            result.GetValue(alone),
            result.GetValue(grid)));
        return command;
    }

    private static void Run(VectorGanOptions training, int[] seeds, double[] weights, double[] transports, bool isAlone, string? grid)
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
        ImageClassifier? classifier = null;
        var found = new List<ImageFigures>();
        foreach (int seed in seeds)
        {
            var options = new VectorSynthesizerOptions { VectorColumn = IdxReader.VectorColumn, SensitiveColumn = IdxReader.LabelColumn, Training = training with { Seed = seed } };
            using (var untrained = Fit(context, options with { Training = options.Training with { Steps = 0 } }, split.TrainSet))
            {
                // The first training has started the native library that the classifier needs.
                classifier ??= new ImageClassifier(learned);
                found.Add(Figures("untrained", untrained));
            }

            if (!isAlone)
            {
                using var blind = Fit(context, options with { SensitiveColumn = null }, split.TrainSet);
                ImageRow[] anyClass = ImageRow.Read(context, blind.Generate(PerClass * Classes));
                int[] taken = classifier!.Classify(anyClass);
                found.Add(new ImageFigures("blind to classes", Distances(label => [.. anyClass.Where((_, row) => taken[row] == label)]), blind.Summary));
            }

            foreach (var (transport, weight) in transports.SelectMany(transport => weights.Select(weight => (transport, weight))))
            {
                using var fair = Fit(context, options with { Training = options.Training with { WorstGroupWeight = weight, GroupTransport = transport } }, split.TrainSet);
                found.Add(Figures(string.Create(CultureInfo.InvariantCulture, $"by class, transport {transport}, worst {weight}"), fair));
                if (grid is not null && seed == seeds[0] && weight == weights[^1] && transport == transports[^1])
                {
                    using var stream = File.Create(grid);
                    PngWriter.WriteGrid(fair.Information.Schema, [.. Enumerable.Range(0, Classes).SelectMany(label => OfClass(context, fair, label)[..Classes]).SelectMany(row => row.Image)], Classes, stream);
                }
            }
        }

        found.Add(new ImageFigures("real, held out", Distances(label => [.. heldOut.Where(row => row.Label == label)]), null) { Recognised = Recognised(heldOut) });
        Console.WriteLine($"\n## MNIST, {learned.Length} images, {training.Steps} steps, seed{(seeds.Length > 1 ? "s" : "")} {string.Join(", ", seeds)}\n");
        ImageFigures.Print(found);

        double[] Distances(Func<int, ImageRow[]> of) => [.. Enumerable.Range(0, Classes).Select(label => classifier!.FrechetDistance([.. learned.Where(row => row.Label == label)], of(label)))];

        double Recognised(ImageRow[] rows) => classifier!.Classify(rows).Zip(rows).Count(pair => pair.First == pair.Second.Label) / (double)rows.Length;

        ImageFigures Figures(string name, VectorSynthesizerTransformer synthesizer)
        {
            ImageRow[][] made = [.. Enumerable.Range(0, Classes).Select(label => OfClass(context, synthesizer, label))];
            return new ImageFigures(name, Distances(label => made[label]), synthesizer.Summary) { Recognised = Recognised([.. made.SelectMany(rows => rows)]) };
        }
    }

    private static VectorSynthesizerTransformer Fit(MLContext context, VectorSynthesizerOptions options, IDataView data)
    {
        var fitted = context.FairGan().VectorSynthesizer(options).Fit(data);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mnist: trained {options.Training.Steps} steps in {fitted.Summary.Seconds:0} s; weights of the classes at the end: {string.Join(", ", fitted.Summary.GroupWeights.Select(weight => weight.ToString("0.00", CultureInfo.InvariantCulture)))}."));
        return fitted;
    }

    private static ImageRow[] OfClass(MLContext context, VectorSynthesizerTransformer synthesizer, int label) =>
        ImageRow.Read(context, synthesizer.Generate(PerClass, new VectorSamplingOptions { Group = label.ToString(CultureInfo.InvariantCulture) }));
}
