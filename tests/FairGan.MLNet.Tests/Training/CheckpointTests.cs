using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Streaming;
using FairGan.MLNet.Tests.Synthesis;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Loop;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private static readonly TimeSpan s_everyStep = TimeSpan.FromTicks(1);

    private static readonly SynthesizerOptions s_tables = Hmda.Options with { Training = Hmda.Quick with { Steps = 30, CriticShare = 0.5 } };

    private static readonly VectorSynthesizerOptions s_vectors = Patterns.Options with { Training = Patterns.Options.Training with { Steps = 40 } };

    private static readonly Lazy<byte[]> s_undisturbed = new(() => Fit(s_tables));

    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.File("checkpoint");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("training", 1)]
    [InlineData("training", 7)]
    [InlineData("training", 22)]
    [InlineData("training", 30)]
    [InlineData("fitting the strength dial", 0)]
    public void A_training_that_is_stopped_anywhere_goes_on_to_the_same_bytes(string stage, int step)
    {
        Stop(s_tables, stage, step);

        List<TrainingProgress> reports = [];
        Assert.Equal(s_undisturbed.Value, Fit(Unseeded(s_tables) with { Checkpoints = Resumed() }, new Told<TrainingProgress>(reports.Add)));
        Assert.DoesNotContain(reports, report => report.Stage == "training" && report.Step <= step);
        Assert.Equal(stage == "training", reports.Exists(report => report.Stage == "training") || step == 30);
        Assert.False(Directory.Exists(Folder));
    }

    [Theory]
    [InlineData(false, 0.02)]
    [InlineData(true, 0)]
    public void Every_part_of_the_loss_and_the_files_own_record_go_on(bool head, double critic)
    {
        // Without protection, the file records losses and measurements.
        var options = s_tables with { Training = s_tables.Training with { LabelHead = head, CriticWeight = critic }, Protection = new() { MinRows = 0 } };
        Stop(options, "training", 20);
        Assert.Equal(Fit(options), Fit(options with { Checkpoints = Resumed() }));
    }

    [Fact]
    public void A_copy_of_the_folder_taken_at_any_moment_is_enough_to_go_on()
    {
        string copy = _folder.File("copy");
        Fit(s_tables with { Checkpoints = Saved() }, new Told<TrainingProgress>(told =>
        {
            if (told.Step == 18)
            {
                Directory.CreateDirectory(copy);
                foreach (string file in Directory.GetFiles(Folder, "*.checkpoint"))
                {
                    File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
                }
            }
        }));
        Assert.Equal(s_undisturbed.Value, Fit(Unseeded(s_tables) with { Checkpoints = new() { Folder = copy, Resume = true } }));
    }

    [Fact]
    public void Vectors_go_on_to_the_same_bytes_with_the_weights_of_their_groups()
    {
        Stop(progress => Patterns.Context.FairGan().VectorSynthesizer(s_vectors with { Checkpoints = Saved() }, progress.Report, progress.Token).Fit(Patterns.Data), "training", 27);
        var unseeded = s_vectors with { Training = s_vectors.Training with { Seed = 99, IsSeedGiven = false }, Checkpoints = Resumed() };
        using VectorSynthesizerTransformer undisturbed = Patterns.Context.FairGan().VectorSynthesizer(s_vectors).Fit(Patterns.Data);
        using VectorSynthesizerTransformer resumed = Patterns.Context.FairGan().VectorSynthesizer(unseeded).Fit(Patterns.Data);
        Assert.True(resumed.GeneratorBytes.Span.SequenceEqual(undisturbed.GeneratorBytes.Span));
        Assert.Equal(s_vectors.Seed, resumed.Options.Seed);
        Assert.Equal(undisturbed.Summary.GroupWeights, resumed.Summary.GroupWeights);
        Assert.Equal(40, resumed.Summary.Steps);
    }

    [Fact]
    public void A_streamed_table_is_read_again_and_goes_on_with_the_same_rows()
    {
        Stop(progress => Streamed(s_tables with { Checkpoints = Saved() }, progress.Report, progress.Token), "training", 9);
        Assert.Equal(Streamed(s_tables, null, default), Streamed(Unseeded(s_tables) with { Checkpoints = Resumed() }, null, default));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, ".fairgan.*"));

        byte[] Streamed(SynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
        {
            using var checkpoints = new TrainingCheckpoints(options.Checkpoints);
            return GeneratorTraining.Run(
                asked =>
                {
                    using MappedTable table = StreamedTable.Encode(() => [Hmda.Data], asked, _folder.Path, cancellationToken);
                    return table.Draw(1500, asked.Training.IntSeed);
                },
                options, checkpoints, progress, cancellationToken).Bytes;
        }
    }

    [Fact]
    public void The_last_two_are_kept_for_their_owner_alone_and_the_older_one_takes_the_place_of_a_damaged_one()
    {
        Stop(s_tables, "training", 12);
        string[] files = [.. Directory.GetFileSystemEntries(Folder).Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        Damage(files[1]);
        Assert.Equal(s_undisturbed.Value, Fit(s_tables with { Checkpoints = Resumed() }));
    }

    [Fact]
    public void Nothing_but_damaged_checkpoints_is_refused()
    {
        Stop(s_tables, "training", 5);
        string[] files = Directory.GetFiles(Folder);
        Damage(files[0]);
        File.WriteAllBytes(files[1], File.ReadAllBytes(files[1])[..^1]);
        Assert.Contains("are damaged; start from the beginning", Assert.Throws<FormatException>(() => Fit(s_tables with { Checkpoints = Resumed() })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_training_is_refused_with_what_differs()
    {
        Stop(s_tables, "training", 3);
        Expect("it has other options.training.steps: 30, and now 31", s_tables with { Training = s_tables.Training with { Steps = 31 } });
        Expect("it has other options.strength: 1, and now 0.5", s_tables with { Strength = 0.5 });
        Expect("its number of threads is 1, and now 2", s_tables with { Threads = 2 });
        Expect("it has another seed than 2", s_tables with { Seed = 2 });
        Expect("it learns other data", s_tables, Hmda.Context.Data.TakeRows(Hmda.Data, 2000));
        Expect("it learns other data", s_tables, Hmda.Context.Transforms.DropColumns("single").Fit(Hmda.Data).Transform(Hmda.Data));
        Assert.Contains("it learns tables, and now vectors are given", Assert.Throws<FormatException>(() => Patterns.Context.FairGan().VectorSynthesizer(s_vectors with { Checkpoints = Resumed() }).Fit(Patterns.Data)).Message, StringComparison.Ordinal);

        void Expect(string difference, SynthesizerOptions options, IDataView? data = null)
        {
            string message = Assert.Throws<FormatException>(() => Hmda.Context.FairGan().Synthesizer(options with { Checkpoints = Resumed() }).Fit(data ?? Hmda.Data)).Message;
            Assert.StartsWith($"The training in {Folder} cannot go on: {difference}", message, StringComparison.Ordinal);
            Assert.EndsWith("Ask for the same, or start from the beginning (on the command line without --resume).", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_device_or_version_is_another_training()
    {
        var identity = new CheckpointIdentity("tables", CheckpointIdentity.Here, 1, 2, CheckpointIdentity.NameOf(null), "{}");
        Assert.Null(identity.DifferenceTo(identity with { Seed = 2 }, withSeed: false));
        Assert.Equal("it runs on cpu, and now on cuda:1 (on the command line --device)", identity.DifferenceTo(identity with { Device = CheckpointIdentity.NameOf(1) }, withSeed: true));
        Assert.Equal($"it was begun by version {CheckpointIdentity.Here}, and this is 9", identity.DifferenceTo(identity with { Version = "9" }, withSeed: true));
    }

    [Fact]
    public void Without_resuming_an_older_checkpoint_is_replaced_and_without_a_checkpoint_training_begins_anew()
    {
        Stop(s_tables, "training", 3);
        var other = s_tables with { Training = s_tables.Training with { Steps = 12 } };
        Stop(other, "training", 4);
        Assert.Equal(Fit(other), Fit(other with { Checkpoints = Resumed() }));
        Assert.Equal(Fit(other), Fit(other with { Checkpoints = Resumed() }));
    }

    [Fact]
    public void Short_trainings_write_nothing_unless_they_are_asked_to()
    {
        List<bool> there = [];
        var progress = new Told<TrainingProgress>(_ => there.Add(Directory.Exists(Folder)));
        Fit(s_tables with { Checkpoints = new() { Folder = Folder } }, progress);
        Fit(s_tables with { Checkpoints = new() { Folder = Folder, Every = Timeout.InfiniteTimeSpan } }, progress);
        Assert.DoesNotContain(true, there);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_does_not_stop_the_training()
    {
        File.WriteAllText(Folder, "a file, not a folder");
        List<string> warnings = [];
        using var checkpoints = new TrainingCheckpoints(Saved(), warnings.Add);
        Assert.Equal(s_undisturbed.Value, GeneratorTraining.Run(
            asked => TableEncoder.Encode(Hmda.Data, asked), s_tables, checkpoints, null, TestContext.Current.CancellationToken).Bytes);
        Assert.StartsWith("the training could not be saved in", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_of_a_limit_of_time_goes_on()
    {
        var clock = new RunClock();
        Thread.Sleep(30);
        TimeSpan before = clock.Elapsed;
        var saved = RunState.Saved(clock.State);
        var next = new RunClock();
        RunState.Restore(saved.Entries, next.State);
        Assert.InRange(next.Elapsed, before, before + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Random_numbers_go_on_after_any_mixture_of_uses()
    {
        var random = new RepeatableRandom(5);
        int[] items = [.. Enumerable.Range(0, 50)];
        for (int i = 0; i < 100; i++)
        {
            random.NextDouble();
            random.Next(3);
            random.Next(1);
            random.Shuffle(items);
            random.Shuffle([1]);
        }

        var next = new RepeatableRandom(5);
        RunState.Restore(RunState.Saved(random.State).Entries, next.State);
        Assert.Equal([.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())], Enumerable.Range(0, 20).Select(_ => next.NextDouble()).ToArray());
    }

    private CheckpointOptions Saved() => new() { Folder = Folder, Every = s_everyStep };

    private CheckpointOptions Resumed() => new() { Folder = Folder, Resume = true };

    private static SynthesizerOptions Unseeded(SynthesizerOptions options) => options with { Training = options.Training with { Seed = 99, IsSeedGiven = false } };

    private static byte[] Fit(SynthesizerOptions options, IProgress<TrainingProgress>? progress = null)
    {
        using SynthesizerTransformer fitted = Hmda.Context.FairGan().Synthesizer(options, progress, TestContext.Current.CancellationToken).Fit(Hmda.Data);
        return fitted.GeneratorBytes.ToArray();
    }

    private void Stop(SynthesizerOptions options, string stage, int step) =>
        Stop(progress => Hmda.Context.FairGan().Synthesizer(options with { Checkpoints = Saved() }, progress.Report, progress.Token).Fit(Hmda.Data), stage, step);

    private static void Stop(Action<(IProgress<TrainingProgress> Report, CancellationToken Token)> train, string stage, int step)
    {
        using CancellationTokenSource source = new();
        var progress = new Told<TrainingProgress>(told =>
        {
            if (told.Stage == stage && told.Step == step)
            {
                source.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => train((progress, source.Token)));
    }

    private static void Damage(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
