using FairGan.Export.Columns;
using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Options;
using FairGan.MLNet.Torch;
using FairGan.MLNet.Training;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class SynthesizerTests
{
    private static readonly SynthesizerOptions s_plain = new() { Training = Hmda.Quick with { Steps = 2 }, Protection = new() { MinRows = 0 } };

    [Fact]
    public void A_cancelled_training_stops_before_the_next_step_and_leaves_nothing_that_the_next_one_would_notice()
    {
        using CancellationTokenSource source = new();
        List<int> steps = [];
        Told<TrainingProgress> progress = new(told =>
        {
            steps.Add(told.Step);
            if (told.Step == 5)
            {
                source.Cancel();
            }
        });
        SynthesizerOptions endless = Hmda.Options with { Training = Hmda.Quick with { Steps = 1_000_000 } };
        Assert.Throws<OperationCanceledException>(() => Hmda.Context.FairGan().Synthesizer(endless, progress, source.Token).Fit(Hmda.Data));
        Assert.Equal(5, steps.Max());

        // And so this is too: two trainings with the same seed give the same file.
        SynthesizerTransformer next = Fit(Hmda.Options, Hmda.Data);
        Assert.True(next.GeneratorBytes.Span.SequenceEqual(Hmda.Fitted.GeneratorBytes.Span));
    }

    [Fact]
    public void A_training_is_cancelled_before_it_begins_and_while_the_dial_is_fitted()
    {
        using CancellationTokenSource source = new();
        Told<TrainingProgress> progress = new(told =>
        {
            if (told.Stage == "fitting the strength dial")
            {
                source.Cancel();
            }
        });
        SynthesizerOptions options = Hmda.Options with { Training = s_plain.Training };
        Assert.Throws<OperationCanceledException>(() => Hmda.Context.FairGan().Synthesizer(options, progress, source.Token).Fit(Hmda.Data));
        Assert.Throws<OperationCanceledException>(() => Hmda.Context.FairGan().Synthesizer(options, null, source.Token).Fit(Hmda.Data));
    }

    [Fact]
    public void Another_seed_gives_another_generator()
    {
        byte[] one = Fit(s_plain, Hmda.Data).GeneratorBytes.ToArray();
        byte[] two = Fit(s_plain with { Training = s_plain.Training with { Seed = 2 } }, Hmda.Data).GeneratorBytes.ToArray();

        Assert.NotEqual(one, two);
    }

    [Fact]
    public void Progress_is_reported_step_by_step_and_logged_in_a_few_lines()
    {
        MLContext context = new();
        List<string> log = [];
        context.Log += (_, told) =>
        {
            if (told.Source.StartsWith("Synthesizer", StringComparison.Ordinal))
            {
                log.Add(told.Message);
            }
        };
        List<TrainingProgress> heard = [];
        SynthesizerOptions options = s_plain with { Training = s_plain.Training with { Steps = 40 } };

        SynthesizerTransformer fitted = context.FairGan()
            .Synthesizer(options, new Told<TrainingProgress>(heard.Add), TestContext.Current.CancellationToken).Fit(Hmda.Data);

        TrainingProgress[] steps = [.. heard.Where(told => told.Stage == "training")];
        Assert.Equal(Enumerable.Range(1, fitted.Summary.Steps), steps.Select(told => told.Step));
        Assert.All(steps, told => Assert.Equal(40, told.Steps));
        Assert.Equal("reading the table", heard[0].Stage);
        Assert.Contains(log, line => line.Contains("Stage: training"));
        Assert.Contains(log, line => line.Contains("Trained on 2380 rows"));
        Assert.InRange(log.Count, 5, 50);
    }

    [Fact]
    public void The_output_has_the_shape_of_the_input()
    {
        IDataView data = Keyed();
        Synthesizer synthesizer = Hmda.Context.FairGan().Synthesizer("deny", "no", "afam");
        SchemaShape shape = SchemaShapes.Of(data.Schema);

        SchemaShape output = synthesizer.GetOutputSchema(shape);

        Assert.Equal(shape.Select(Line), output.Select(Line));
        Assert.Contains(output, column => column is { Name: "afam", IsKey: true });

        static string Line(SchemaShape.Column column) =>
            $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} {string.Join(",", column.Annotations.Select(annotation => annotation.Name))}";
    }

    [Theory]
    [InlineData("label", "none", "afam")]
    [InlineData("none", "deny", "none")]
    [InlineData("none", "deny", "afam", "none")]
    public void A_column_that_does_not_exist_is_refused_by_the_schema(string missing, string label, params string[] sensitive)
    {
        Synthesizer synthesizer = Hmda.Context.FairGan().Synthesizer(label, "no", sensitive);
        string expected = $"Could not find input column '{(missing == "label" ? label : missing)}'";

        Assert.StartsWith(expected, Assert.Throws<ArgumentOutOfRangeException>("inputSchema", () => synthesizer.Fit(Hmda.Data)).Message);
        Assert.StartsWith(
            expected, Assert.Throws<ArgumentOutOfRangeException>("inputSchema", () => synthesizer.GetOutputSchema(SchemaShapes.Of(Hmda.Data.Schema))).Message);
    }

    [Fact]
    public void A_column_of_a_type_that_cannot_be_learned_is_refused_by_the_schema()
    {
        MLContext context = Hmda.Context;
        IDataView vector = context.Transforms.Concatenate("Both", "pirat", "hirat").Fit(Hmda.Data).Transform(Hmda.Data);
        IDataView date = ColumnarDataView.Create(("when", ColumnData.Of([DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch])));
        SynthesizerOptions wrongKind = s_plain with { ColumnKinds = new Dictionary<string, ColumnKind> { ["afam"] = ColumnKind.Real } };

        Assert.StartsWith(
            "Schema mismatch for input column 'Both': expected text, Boolean, key, number, DateTime or TimeSpan, got Vector<Double>",
            Assert.Throws<ArgumentOutOfRangeException>("inputSchema", () => Fit(s_plain, vector)).Message);
        Assert.StartsWith(
            "Schema mismatch for input column 'when': expected text, Boolean, key, number, DateTime or TimeSpan, got DateTimeOffset",
            Assert.Throws<ArgumentOutOfRangeException>("inputSchema", () => Fit(s_plain, date)).Message);
        Assert.StartsWith(
            "Schema mismatch for input column 'afam': expected a number, got String",
            Assert.Throws<ArgumentOutOfRangeException>("inputSchema", () => Fit(wrongKind, Hmda.Data)).Message);
    }

    [Theory]
    [InlineData("s,y\na,1\nb,1\na,1\n", "The label column 'y' has one value only")]
    [InlineData("s,y\na,1\na,0\na,1\n", "The sensitive column 's' has one group only (a)")]
    [InlineData("s,y\n,1\n,0\n,1\n", "The sensitive column 's' has one group only ((missing))")]
    [InlineData("s,y\na,2\nb,0\na,2\n", "Say which value of the label column 'y' is the favourable outcome; it has 0, 2")]
    [InlineData("s,y\na,2\nb,0\na,1\n", "The label column 'y' has no value '7'; it has 0, 1, 2", "7")]
    [InlineData("s,y\na,1\n", "The table has one row only")]
    public void A_table_that_cannot_be_learned_from_is_refused_with_the_reason(string csv, string reason, string? positive = null)
    {
        SynthesizerOptions options = s_plain with { LabelColumn = "y", PositiveValue = positive, SensitiveColumns = ["s"] };

        Assert.StartsWith(reason, Assert.Throws<FormatException>(() => Fit(options, TestTables.FromCsv(csv))).Message);
    }

    [Fact]
    public void A_label_of_several_values_without_a_favourable_one_is_a_column_like_others()
    {
        string csv = "s,x,y\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{(i % 3 == 0 ? "a" : "b")},{i % 7},{i % 5}\n"));
        SynthesizerOptions options = s_plain with { LabelColumn = "y", SensitiveColumns = ["s"] };

        SynthesizerTransformer fitted = Fit(options, TestTables.FromCsv(csv));

        Assert.Null(fitted.Information.Schema.Label);
        Assert.Equal((FairnessDefinition.None, 0, "y"), (fitted.Options.Fairness, fitted.Options.Strength, fitted.Options.LabelColumn));
        Assert.Equal([0L, 1L, 2L, 3L, 4L], fitted.Rows(1000).Values<long>("y").Distinct().Order());
        Assert.NotNull(Fit(options with { PositiveValue = "4" }, TestTables.FromCsv(csv)).Information.Schema.Label);
        Assert.Contains("favourable", Assert.Throws<FormatException>(() => Fit(options with { Fairness = FairnessDefinition.EqualizedOdds }, TestTables.FromCsv(csv))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_a_label_is_refused_without_one()
    {
        Assert.Throws<ArgumentException>((s_plain with { PositiveValue = "yes" }).Validate);
        Assert.Throws<ArgumentException>((s_plain with { SensitiveColumns = ["s"], Fairness = FairnessDefinition.EqualOpportunity }).Validate);
        Assert.Throws<ArgumentException>((s_plain with { LabelColumn = "y", Fairness = FairnessDefinition.EqualizedOdds }).Validate);
    }

    [Fact]
    public void A_numeric_label_stays_a_number()
    {
        string csv = "s,x,y\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{(i % 3 == 0 ? "a" : "b")},{i % 7},{(i * 7919 % 11 < 4 ? 1 : 0)}\n"));
        SynthesizerOptions options = s_plain with { LabelColumn = "y", SensitiveColumns = ["s"] };

        SynthesizerTransformer fitted = Fit(options, TestTables.FromCsv(csv));

        Assert.Equal("1", fitted.Information.Schema.Positive);
        Assert.Equal([0L, 1L], fitted.Rows(500).Values<long>("y").Distinct().Order());
    }

    [Fact]
    public void A_column_without_a_single_value_stays_without()
    {
        IDataView data = ColumnarDataView.Create(
            ("text", ColumnData.Text(new string?[4])),
            ("number", ColumnData.Of([double.NaN, double.NaN, double.NaN, double.NaN])),
            ("key", ColumnData.Key([0, 0, 0, 0], ["a", "b"])),
            ("x", ColumnData.Of([1f, 2f, 3f, 4f])));

        IDataView synthetic = Fit(s_plain, data).Rows(50);

        Assert.All(synthetic.Texts("text"), Assert.Empty);
        Assert.All(synthetic.Values<double>("number"), value => Assert.True(double.IsNaN(value)));
        Assert.All(synthetic.Values<uint>("key"), key => Assert.Equal(0u, key));
        Assert.All(synthetic.Values<float>("x"), value => Assert.Contains(value, new[] { 1f, 2, 3, 4 }));
    }

    [Fact]
    public void Options_out_of_range_are_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hmda.Context.FairGan().Synthesizer(Hmda.Options with { Strength = 1.5 }, null, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => Hmda.Context.FairGan().Synthesizer("deny", "no", "deny"));
        Assert.Throws<ArgumentException>(() => Hmda.Context.FairGan().Synthesizer("", "no"));
    }

    [Fact]
    public void The_device_of_the_context_is_used_or_left_as_the_context_says()
    {
        TorchRuntime.EnsureStarted();
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a CUDA device here.");
        MLContext strict = new() { GpuDeviceId = 0, FallbackToCpu = false };
        MLContext lenient = new() { GpuDeviceId = 0, FallbackToCpu = true };
        List<string> warnings = [];
        lenient.Log += (_, told) =>
        {
            if (told.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(told.Message);
            }
        };

        Assert.Throws<PlatformNotSupportedException>(() => strict.FairGan().Synthesizer(s_plain, null, TestContext.Current.CancellationToken).Fit(Hmda.Data));
        SynthesizerTransformer fitted = lenient.FairGan().Synthesizer(s_plain, null, TestContext.Current.CancellationToken).Fit(Hmda.Data);

        Assert.Contains("Training on the CPU", Assert.Single(warnings));
        Assert.True(fitted.GeneratorBytes.Span.SequenceEqual(Fit(s_plain, Hmda.Data).GeneratorBytes.Span));
    }

    private static IDataView Keyed()
    {
        IEstimator<ITransformer> toKeys = Hmda.Context.Transforms.Conversion.MapValueToKey("afam");
        return toKeys.Fit(Hmda.Data).Transform(Hmda.Data);
    }

    [Fact]
    public void Training_on_the_GPU_matches_training_on_the_CPU()
    {
        TorchRuntime.EnsureStarted();
        Assert.SkipUnless(TorchSharp.torch.cuda.is_available(), "There is no CUDA device here.");

        // With a critic in every step, and with the penalty on the network's own labels.
        GanOptions training = s_plain.Training with { Steps = 20, CriticShare = 1 };
        foreach (SynthesizerOptions options in new[] { Hmda.Options with { Training = training }, Hmda.Options with { Training = training with { LabelHead = false }, Strength = 1 } })
        {
            using SynthesizerTransformer processor = Fit(options, Hmda.Data);
            using SynthesizerTransformer card = Fit(options with { Training = options.Training with { CudaDevice = 0 } }, Hmda.Data);

            Assert.Equal(processor.Summary.ValidationLogLikelihood, card.Summary.ValidationLogLikelihood, 0.01);
        }
    }

    [Fact]
    public void A_missing_GPU_is_named()
    {
        TorchRuntime.EnsureStarted();
        Assert.SkipUnless(TorchSharp.torch.cuda.is_available(), "There is no CUDA device here.");

        SynthesizerOptions options = s_plain with { Training = s_plain.Training with { CudaDevice = 99 } };
        Assert.Contains("no CUDA device 99", Assert.Throws<PlatformNotSupportedException>(() => Fit(options, Hmda.Data)).Message, StringComparison.Ordinal);
    }

    private static SynthesizerTransformer Fit(SynthesizerOptions options, IDataView data) =>
        Hmda.Context.FairGan().Synthesizer(options, null, TestContext.Current.CancellationToken).Fit(data);
}
