using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.Export.Vectors;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class VectorSynthesizerTests
{
    [Theory]
    [InlineData("often")]
    [InlineData("seldom")]
    public void Each_group_is_learned_however_few_rows_it_has(string group)
    {
        float[][] vectors = Patterns.Vectors(Patterns.Fitted.Generate(2000, new VectorSamplingOptions { Group = group }, TestContext.Current.CancellationToken));

        for (int item = 0; item < Patterns.Width; item++)
        {
            Assert.Equal(Patterns.Mean(group, item), vectors.Average(vector => vector[item]), 1.5f);
        }

        // The rows differ in height alone, by a factor of up to three: from row to row the items rise and fall together.
        double[] heights = [.. vectors.Select(vector => (double)vector.Sum())];
        double mean = heights.Average(), deviation = Math.Sqrt(heights.Average(height => Math.Pow(height - mean, 2)));
        Assert.InRange(deviation / mean, 0.2, 0.4);
    }

    [Fact]
    public void Groups_are_sampled_by_their_shares_and_have_the_same_types()
    {
        string[] groups = Patterns.Fitted.Generate(4000, cancellationToken: TestContext.Current.CancellationToken).Texts("group");

        Assert.Equal(0.1, groups.Count(group => group == "seldom") / 4000.0, 0.02);
        Assert.Equal(4000, groups.Count(group => group is "seldom" or "often"));
        Assert.Equal(["group: String [] ", "slope: Vector<Single, 16> [] "], Patterns.Fitted.Schema.Describe());
    }

    [Fact]
    public void Any_cut_of_the_rows_gives_the_same_vectors_here_and_from_the_file()
    {
        float[][] whole = Patterns.Vectors(Patterns.Fitted.Generate(2500, new VectorSamplingOptions { Seed = 4 }, TestContext.Current.CancellationToken));
        using MemoryStream file = new();
        Patterns.Fitted.SaveAsOnnx(file);
        using VectorGenerator generator = VectorGenerator.Open(file.ToArray(), new OnnxGeneratorOptions { Threads = 2 });

        List<float[]> parts = [];
        foreach ((long start, long rows) in new[] { (0L, 700L), (700, 1), (701, 1500), (2201, 299) })
        {
            foreach (VectorBatch batch in generator.Generate(rows, new VectorSamplingOptions { Seed = 4, StartRow = start }, TestContext.Current.CancellationToken))
            {
                parts.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => batch.Vector(row).ToArray()));
            }
        }

        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Vectors_trained_and_sampled_on_the_GPU_match_those_of_the_CPU()
    {
        TorchRuntime.EnsureStarted();
        Assert.SkipUnless(TorchSharp.torch.cuda.is_available(), "There is no CUDA device here.");
        VectorSynthesizerOptions options = Patterns.Options with { Training = Patterns.Options.Training with { Steps = 20 } };
        using VectorSynthesizerTransformer processor = Fit(null), card = Fit(0);

        using VectorGenerator expected = processor.OpenGenerator(), drawn = card.OpenGenerator(new() { Provider = ExecutionProvider.Cuda });
        float[] here = [.. expected.Generate(2000).SelectMany(Items)], there = [.. drawn.Generate(2000).SelectMany(Items)];
        Assert.Equal(here.Length, there.Length);
        Assert.InRange(here.Zip(there).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 0.01 * here.Average(Math.Abs));

        VectorSynthesizerTransformer Fit(int? device) =>
            Patterns.Context.FairGan().VectorSynthesizer(options with { Training = options.Training with { CudaDevice = device } }).Fit(Patterns.Data);

        static IEnumerable<float> Items(VectorBatch batch) => Enumerable.Range(0, batch.RowCount).SelectMany(row => batch.Vector(row).ToArray());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        VectorSynthesizerOptions options = Patterns.Options with { Training = Patterns.Options.Training with { Steps = 5 } };
        byte[] Train(int seed) => Patterns.Context.FairGan().VectorSynthesizer(options with { Training = options.Training with { Seed = seed } }).Fit(Patterns.Data).GeneratorBytes.ToArray();

        byte[] first = Train(1);

        Assert.Equal(first, Train(1));
        Assert.NotEqual(first, Train(2));
    }

    [Fact]
    public void A_synthesizer_is_saved_and_loaded_with_all_that_may_be_given_away()
    {
        using TemporaryFolder folder = new();
        Patterns.Context.Model.Save(Patterns.Fitted, Patterns.Data.Schema, folder.File("model.zip"));

        VectorSynthesizerTransformer loaded = Assert.IsType<VectorSynthesizerTransformer>(new MLContext().Model.Load(folder.File("model.zip"), out _));

        Assert.Equal(Patterns.Fitted.GeneratorBytes, loaded.GeneratorBytes);
        Assert.Equal(Patterns.Fitted.Schema.Describe(), loaded.Schema.Describe());
        Assert.Equivalent(Patterns.Fitted.Options with { Training = loaded.Options.Training }, loaded.Options, strict: true);
        Assert.Equivalent(new VectorTrainingSummary(), loaded.Summary, strict: true);
        Assert.Equal(Patterns.Vectors(Patterns.Fitted.Transform(Patterns.Data)), Patterns.Vectors(loaded.Transform(Patterns.Data)));
    }

    [Fact]
    public void Keys_and_numbers_are_groups_too_and_pictures_keep_their_dimensions()
    {
        IDataView pictures = Patterns.Table(new VectorDataViewType(NumberDataViewType.Single, 4, 4));
        IEstimator<ITransformer> keys = Patterns.Context.Transforms.Conversion.MapValueToKey("group")
            .Append(Patterns.Context.Transforms.Conversion.MapValue("code", [new("often", 1.5f), new KeyValuePair<string, float>("seldom", -2f)], "name"));
        IDataView data = keys.Fit(Renamed(pictures)).Transform(Renamed(pictures));
        VectorSynthesizerOptions options = Patterns.Options with { Training = Patterns.Options.Training with { Steps = 1 } };

        using VectorSynthesizerTransformer byKey = Patterns.Context.FairGan().VectorSynthesizer(options).Fit(data);
        using VectorSynthesizerTransformer byNumber = Patterns.Context.FairGan().VectorSynthesizer(options with { SensitiveColumn = "code" }).Fit(data);

        Assert.Equal(["group: Key<UInt32, 0-1> [KeyValues Vector<String, 2>] often|seldom", "slope: Vector<Single, 4, 4> [] "], byKey.Schema.Describe().Order());
        Assert.Equal([1u, 2u], byKey.Generate(200, cancellationToken: TestContext.Current.CancellationToken).Values<uint>("group").Distinct().Order());
        Assert.Equal([-2f, 1.5f], byNumber.Generate(200, cancellationToken: TestContext.Current.CancellationToken).Values<float>("code").Distinct().Order());
        Assert.Equal([4, 4], byKey.Information.Schema.Shape);

        static IDataView Renamed(IDataView table) => Patterns.Context.Transforms.CopyColumns("name", "group").Fit(table).Transform(table);
    }

    [Fact]
    public void Without_a_sensitive_column_there_are_no_groups()
    {
        VectorSynthesizerOptions options = Patterns.Options with { SensitiveColumn = null, Training = Patterns.Options.Training with { Steps = 20 } };
        using VectorSynthesizerTransformer fitted = Patterns.Context.FairGan().VectorSynthesizer(options).Fit(Patterns.Data);

        Assert.Equal(["slope: Vector<Single, 16> [] "], fitted.Schema.Describe());
        Assert.Equal(30, Patterns.Vectors(fitted.Generate(30, cancellationToken: TestContext.Current.CancellationToken)).Distinct().Count());
        Assert.Contains("without a sensitive column", Assert.Throws<FormatException>(() => fitted.Generate(1, new VectorSamplingOptions { Group = "often" }, TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Training_tells_of_its_course_and_can_be_stopped()
    {
        using CancellationTokenSource stop = new();
        List<TrainingProgress> told = [];
        Told<TrainingProgress> progress = new(value =>
        {
            told.Add(value);
            if (value.Step == 3)
            {
                stop.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => Patterns.Context.FairGan().VectorSynthesizer(Patterns.Options, progress, stop.Token).Fit(Patterns.Data));
        Assert.Equal(["reading the vectors", "training"], told.Select(value => value.Stage).Distinct());
        Assert.Equal(3, told[^1].Step);
        Assert.Equal(600, told[^1].Steps);
    }

    [Fact]
    public void What_cannot_be_learned_is_refused_by_name_row_and_remedy()
    {
        Assert.Contains("Could not find input column 'picture'", Refusal<ArgumentOutOfRangeException>(Patterns.Options with { VectorColumn = "picture" }, Patterns.Data));
        Assert.Contains("'number': expected Vector<Single> of known size, got Int32", Refusal<ArgumentOutOfRangeException>(Patterns.Options with { VectorColumn = "number" }, Patterns.Data));
        Assert.Contains("'slope': expected text, Boolean, key or number, got Vector<Single>", Refusal<ArgumentOutOfRangeException>(new VectorSynthesizerOptions { VectorColumn = "other", SensitiveColumn = "slope" }, Patterns.Context.Transforms.CopyColumns("other", "slope").Fit(Patterns.Data).Transform(Patterns.Data)));
        Assert.Contains("Row 3 of column 'slope' contains NaN as item 5", Refusal<FormatException>(Patterns.Options, Patterns.Table(new VectorDataViewType(NumberDataViewType.Single, Patterns.Width), values => values[(2 * Patterns.Width) + 5] = float.NaN)));
        Assert.Contains("'group' has one group only (often)", Refusal<FormatException>(Patterns.Options, Patterns.Context.Data.TakeRows(Patterns.Data, 9)));
        Assert.Contains("both", Assert.Throws<ArgumentException>(() => Patterns.Context.FairGan().VectorSynthesizer("slope", "slope")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Patterns.Context.FairGan().VectorSynthesizer(Patterns.Options with { Training = new VectorGanOptions { LatentSize = 3 } }));

        static string Refusal<T>(VectorSynthesizerOptions options, IDataView data)
            where T : Exception => Assert.Throws<T>(() => Patterns.Context.FairGan().VectorSynthesizer(options).Fit(data)).Message;
    }

    [Fact]
    public void Readers_of_tables_and_of_vectors_send_each_other_the_files()
    {
        Assert.Contains("vectors", Assert.Throws<FormatException>(() => OnnxGenerator.Open(Patterns.Fitted.GeneratorBytes.Span)).Message);
        Assert.Contains("OnnxGenerator", Assert.Throws<FormatException>(() => VectorGenerator.Open(Hmda.Fitted.GeneratorBytes.Span)).Message);
    }

    [Fact]
    public void The_classic_pair_has_the_layers_of_its_preset()
    {
        Assert.Equal(128, VectorGanOptions.Classic.LatentSize);
        Assert.Equal([256, 512, 1024], VectorGanOptions.Classic.GeneratorSizes);
        Assert.Equal([512, 256], VectorGanOptions.Classic.CriticSizes);
        Random random = new(1);
        IDataView pictures = ColumnarDataView.Create(("picture", ColumnData.Vectors(new VectorDataViewType(NumberDataViewType.Single, 28, 28), Enumerable.Range(0, 8 * 784).Select(_ => random.NextSingle()).ToArray())));

        using VectorSynthesizerTransformer untrained = Patterns.Context.FairGan()
            .VectorSynthesizer(new VectorSynthesizerOptions { VectorColumn = "picture", Training = VectorGanOptions.Classic with { Steps = 0 } }).Fit(pictures);

        int weights = (128 * 256) + (256 * 512) + (512 * 1024) + (1024 * 784), biases = 256 + 512 + 1024 + 784;
        Assert.InRange(untrained.GeneratorBytes.Length, 4 * (weights + biases), (4 * (weights + biases)) + 40_000);
    }
}
