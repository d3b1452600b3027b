using System.Text.Json;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Rules;
using FairGan.MLNet.Privacy;
using FairGan.MLNet.Protection;
using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Fairness;
using FairGan.MLNet.Training.Labels;
using FairGan.MLNet.Training.Private;

namespace FairGan.MLNet.Training.Loop;

/// <summary>The whole way from a table to the bytes of its generator's file.</summary>
internal static class GeneratorTraining
{
    /// <summary>Prepares, trains and writes. The checkpoints that the options ask for are removed at the end.</summary>
    /// <param name="data">The real rows.</param>
    /// <param name="options">Roles, fairness and training.</param>
    /// <param name="progress">Receives the progress of the training; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static TrainedFile Run(IDataView data, SynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.Privacy is not null)
        {
            return RunPrivately(() => data, options, progress, cancellationToken);
        }

        using var checkpoints = new TrainingCheckpoints(options.Checkpoints);
        TrainedFile trained = Run(asked => TableEncoder.Encode(data, asked, cancellationToken), options, checkpoints, progress, cancellationToken);
        checkpoints.Remove();
        return trained with { CheckpointRemarks = [.. new[] { checkpoints.Note, checkpoints.Problem }.OfType<string>()] };
    }

    /// <summary>The same for rows that are coded by the caller.</summary>
    /// <param name="read">Codes the real rows; its options have the seed of the training that is resumed.</param>
    /// <param name="options">Roles, fairness and training.</param>
    /// <param name="checkpoints">Save the training, and are removed by the caller.</param>
    /// <param name="progress">Receives the progress of the training; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static TrainedFile Run(
        Func<SynthesizerOptions, EncodedTable> read, SynthesizerOptions options, TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Run(asked => (read(asked), null), options, checkpoints, progress, cancellationToken);

    /// <summary>A differentially private run: it learns from a table that stands in for the real rows. Its budget is spent once, so it is not saved.</summary>
    /// <param name="read">Reads the real rows.</param>
    /// <param name="options">Roles, fairness, training and the privacy budget.</param>
    /// <param name="progress">Receives the progress of the training; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static TrainedFile RunPrivately(Func<IDataView> read, SynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var checkpoints = new TrainingCheckpoints(null);
        return Run(Read, options, checkpoints, progress, cancellationToken);

        (EncodedTable, PrivacyRecord?) Read(SynthesizerOptions asked)
        {
            StandInTable standIn = StandInBuilder.Build(PrivateReading.Of(read), asked, progress, cancellationToken);
            return (standIn.Table, standIn.Privacy);
        }
    }

    private static TrainedFile Run(
        Func<SynthesizerOptions, (EncodedTable Table, PrivacyRecord? Privacy)> read, SynthesizerOptions options, TrainingCheckpoints checkpoints, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        RuntimeEnvironment.Require();
        TorchRuntime.EnsureStarted();
        TorchTurn.Require(options.Training.CudaDevice);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Tell("reading the table");
        options = options with { Seed = checkpoints.Begin(Identity(options), options.Training.IsSeedGiven) };
        var (table, privacy) = read(options);
        checkpoints.Learn(() => DataFingerprint.Of(table));
        options = Followed(options, table);
        bool fair = options.Fairness != FairnessDefinition.None;
        bool head = options.Training.LabelHead && table.Schema.Label is not null && table.Schema.Columns.Count > 1;
        double trainedStrength = fair && !head ? options.Strength : 0;
        var target = new DemographicParityTarget();
        double[] weights = trainedStrength > 0 ? target.RowWeights(table, trainedStrength) : [.. Enumerable.Repeat(1.0, table.RowCount)];
        var drawn = DependencyDetector.Drawn(table);
        var trained = GanTrainer.Train(new TrainingTarget(drawn, weights, trainedStrength, options.Protection.MinRows), options.Training, checkpoints, progress, cancellationToken);
        var parts = new GeneratorParts(table.Schema, trained.LatentSize, trained.Hidden, trained.Logits, table.Derivations, null)
        {
            Interactions = [.. trained.Interactions.Select(interaction => interaction with { Parent = InTable(interaction.Parent), Child = InTable(interaction.Child) })],
        };
        if (head)
        {
            Tell("learning the label");
            parts = parts with
            {
                LabelHead = checkpoints.Result(
                    "label", LabelHeadJson.Default.LabelHead,
                    () => LabelHeadTrainer.Train(table, trained.TrainingRows, trained.HeldOutRows, options.Training, 2 * options.Protection.MinRows)),
            };
            if (fair)
            {
                Tell("fitting the strength dial");
                parts = parts with { LabelHead = parts.LabelHead with { FairMap = FairMaps.Fit(parts, table, options, cancellationToken) } };
            }
        }

        // The file holds nothing that differs between two runs of the same seed: times go into the summary beside it.
        string summary = PublishedOptions.Json(trained.Summary, options);
        string optionsJson = PublishedOptions.Json(options);
        var layout = new NoiseLayout(table.Schema, parts.LatentSize, head);
        var information = new GeneratorInformation(table.Schema, (float)(fair ? options.Strength : 0), fair && head, layout.Width, optionsJson, summary)
        {
            Derivations = table.Derivations,
            Interactions = parts.Interactions,
            Protection = privacy?.ForFile() ?? (options.Protection.IsOn ? new GeneratorProtection(options.Protection.MinRows, options.Protection.SubjectColumn is not null) : null),
        };
        byte[] file = GeneratorFile.Write(GeneratorGraph.Build(parts), information);
        return new TrainedFile(file, trained.Summary with { Seconds = checkpoints.Elapsed.TotalSeconds }, privacy is null ? table.RowCount : (int)table.Report!.Rows, table.Report!, options) { Privacy = privacy };

        int InTable(int column) => table.Schema.IndexOf(drawn.Schema.Columns[column].Name);

        void Tell(string stage) => progress?.Report(new TrainingProgress(stage, 0, 0, clock.Elapsed, double.NaN));
    }

    private static CheckpointIdentity Identity(SynthesizerOptions options)
    {
        GanOptions training = options.Training, others = training with { Seed = 0, Threads = 1, CudaDevice = null };
        return new CheckpointIdentity(
            "tables", CheckpointIdentity.Here, training.Seed, training.Threads, CheckpointIdentity.NameOf(training.CudaDevice),
            JsonSerializer.Serialize(options with { Training = others }, TrainingJson.Default.SynthesizerOptions));
    }

    // Without a label of two outcomes, or without groups, there is nothing to be fair in.
    private static SynthesizerOptions Followed(SynthesizerOptions options, EncodedTable table)
    {
        if (options.Fairness == FairnessDefinition.None || (table.Schema.Label is not null && table.Schema.Sensitive.Count > 0))
        {
            return options;
        }

        return options.Fairness == FairnessDefinition.DemographicParity ? options with { Fairness = FairnessDefinition.None, Strength = 0 } : throw new FormatException(
            $"Fairness by groups needs to know which value of the label column '{options.LabelColumn}' is the favourable outcome: it has more than two. Name it (on the command line --positive), or train without fairness.");
    }
}
