using FairGan.MLNet.Preparation;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Loop;
using FairGan.MLNet.Training.Vectors;
using FairGan.Reporting.Report.Figures;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>train</c>: trains a generator on a table and writes its file.</summary>
internal sealed class TrainVerb : Verb
{
    private static readonly Dictionary<string, FairnessDefinition> s_definitions = new(StringComparer.Ordinal)
    {
        ["demographic-parity"] = FairnessDefinition.DemographicParity,
        ["conditional-parity"] = FairnessDefinition.ConditionalParity,
        ["equal-opportunity"] = FairnessDefinition.EqualOpportunity,
        ["equalized-odds"] = FairnessDefinition.EqualizedOdds,
        ["none"] = FairnessDefinition.None,
    };

    private readonly Argument<string> _data = new("DATA") { Description = "The table: .csv, .parquet, or - for CSV from standard input. Or images: an IDX file in the MNIST format, or a folder with one; their labels are the groups." };
    private readonly Argument<string?> _labels = new("LABELS") { Description = "For images: the IDX file of their labels. Default: the file beside them with the matching name.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _label = VerbOptions.Column("--label", "The label column. Without it, or without sensitive columns, the table is learned as it is, without fairness.");
    private readonly Option<string?> _positive = VerbOptions.OptionalText("--positive", "VALUE", "The label's favourable value. Optional if the label is 0/1 or false/true. A label of more than two values without it is learned as a column like others, without fairness.");
    private readonly Option<string[]> _sensitive = VerbOptions.Columns("--sensitive", "The sensitive columns; groups are the combinations of their values. Without a label, every group keeps its share of the rows.");
    private readonly Option<string> _out = VerbOptions.Text("--out", "DIR", "The folder for generator.onnx, training.json and, for tables, MODEL_CARD.md.", required: true);
    private readonly Option<FairnessDefinition?> _fairness = VerbOptions.Read(
        "--fairness", string.Join('|', s_definitions.Keys), "The fairness definition. Default: demographic-parity; with --given, conditional-parity; without a label or sensitive columns, none.", Definition, null);

    private readonly Option<string[]> _given = VerbOptions.Columns("--given", "Legitimate columns: groups may differ in the label as far as these columns explain it.");
    private readonly Option<double?> _utilityFloor = VerbOptions.OptionalShare("--utility-floor", "Smallest share of the real labels' predictability (2 AUC - 1) that fair labels keep; training fails below it. Default: 0.2.");

    private readonly Option<double?> _strength = VerbOptions.OptionalShare("--strength", "Default fairness strength of the generator: 0 leaves the labels as learned, 1 (the default) enforces the definition in full.");
    private readonly Option<TimeSpan?> _maxTime = VerbOptions.Read("--max-time", "90s|5m", "Time limit for training the networks. A training stopped by the limit is not reproducible.", Duration.Parse, null);
    private readonly Option<int?> _steps = VerbOptions.OptionalWhole("--steps", "N", "Maximum number of training steps; fewer are faster and less faithful.", 1);
    private readonly Option<TimeSpan?> _checkpointEvery = VerbOptions.Read(
        "--checkpoint-every", "30s|5m|never", "Time between two checkpoints in DIR/checkpoint, from which --resume goes on. Default: every 30 seconds once a training has lasted two minutes.", Duration.Between, null);

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a training that was stopped, with the same data and options; it gives the same bytes as one that was not. Without a checkpoint, start from the beginning." };
    private readonly Option<DeviceChoice> _device = VerbOptions.Read("--device", "auto|cpu|cuda[:N]", "Where to train; auto uses CUDA if available.", DeviceChoice.Parse, DeviceChoice.Automatic);
    private readonly Option<string[]> _text = VerbOptions.Columns("--text", "Columns of numbers to read as text, such as codes and ZIP codes.");
    private readonly Option<string[]> _drop = VerbOptions.Columns("--drop", "Columns to leave out.");
    private readonly Option<string[]> _missing = VerbOptions.Columns("--missing", "Additional spellings of a missing cell in text columns, such as ?; NA, N/A, NULL and the like are built in.", value: "TEXT");
    private readonly Option<string?> _schema = VerbOptions.OptionalText("--schema", "FILE", "Known types and rules of columns, as JSON. inspect DATA --write-schema writes a starting point.");

    private readonly Option<int> _minRows = VerbOptions.Read(
        "--min-rows", "K", "Protection: nothing that fewer than K rows (with --subject: subjects) hold is in the generator or in generated rows. 0 switches it off.", MinRows, new ProtectionOptions().MinRows);

    private readonly Option<string> _subject = VerbOptions.Column("--subject", "The column that names the person a row is about, if people have several rows. It is generated as an identifier.");
    private readonly Option<RareValues> _rareValues = VerbOptions.Read("--rare-values", "frequent|placeholder", "What replaces categories that too few rows hold: frequent categories, or the text (other).", Rare, RareValues.Frequent);
    private readonly Option<(SmallGroups Policy, string? Into)?> _smallGroups = VerbOptions.Read<(SmallGroups, string?)?>(
        "--small-groups", "pool|learn|merge=GROUP|refuse", "Sensitive groups of fewer than K rows: keep their name and share but generate what holds for everybody (pool), learn them all the same, merge them into another group, or refuse. Default: pool.", text => Groups(text), null);

    private readonly Option<double?> _epsilon = VerbOptions.Read(
        "--epsilon", "E", "Differential privacy of everything in generator.onnx and MODEL_CARD.md, with respect to adding or removing one row (with --subject: one subject). --schema must say what columns can hold.", Epsilon, null);

    private readonly Option<double> _delta = VerbOptions.Read("--delta", "D", "The probability with which the bound of --epsilon may fail; well below 1 / rows.", Delta, new PrivacyOptions().Delta);

    private readonly Option<bool> _estimateDomains = new("--estimate-domains") { Description = "With --epsilon: estimate the categories and bounds that --schema lacks, for a part of the budget. Categories that are not frequent count as missing." };

    /// <summary>Makes the verb.</summary>
    public TrainVerb()
        : base(
            "train",
            "Trains a generator on a table and writes it as one ONNX file.",
            "fairgan train loans.csv --label approved --positive yes --sensitive sex,race --out model",
            seed: null)
    {
        Takes(_data, _labels, _label, _positive, _sensitive, _out, _fairness, _given, _strength, _utilityFloor, _maxTime, _steps, _checkpointEvery, _resume, _device, _text, _drop, _missing, _schema, _minRows, _subject, _rareValues, _smallGroups, _epsilon, _delta, _estimateDomains);
        Validators.Add(result =>
        {
            bool isTable = result.GetValue(_data) is { } path && !VectorInput.IsVectors(path);
            if (isTable && result.GetValue(_labels) is { } second)
            {
                result.AddError($"'{second}' is one file too many: a table is one file, and images are .idx or …-ubyte files.");
            }

            foreach (Option option in TableOptions())
            {
                if (!isTable && result.GetResult(option) is { Implicit: false })
                {
                    result.AddError($"{option.Name} is for tables; the groups of images are their labels. Leave it out.");
                }
            }
        });
        Validators.Add(result =>
        {
            Func<Option, string> refusal = result.GetResult(_epsilon) is null or { Implicit: true } ? WithoutPrivacy : WithPrivacy;
            foreach (Option option in (Option[])[.. Options])
            {
                if (result.GetResult(option) is { Implicit: false } && refusal(option) is { Length: > 0 } reason)
                {
                    result.AddError(reason);
                }
            }
        });
    }

    private string WithoutPrivacy(Option option) => option == _delta || option == _estimateDomains
        ? $"{option.Name} belongs to differential privacy; ask for it with --epsilon, or leave {option.Name} out." : "";

    private string WithPrivacy(Option option) =>
        option == _checkpointEvery || option == _resume ? $"{option.Name}: a private run spends its budget once and is not saved; leave it out."
        : option == _minRows || option == _rareValues || option == _smallGroups ? $"{option.Name} protects what --epsilon protects already, and would need to look at the rows; leave it out."
        : option.Name == "--seed" ? "--seed: the noise of a private run comes from the operating system, never from a seed; leave it out."
        : "";

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string folder = arguments.GetRequiredValue(_out);
        CheckpointOptions checkpoints = new() { Folder = Path.Combine(folder, "checkpoint"), Every = arguments.GetValue(_checkpointEvery), Resume = arguments.GetValue(_resume) };
        OutputCheck.Check([Path.Combine(checkpoints.Folder, "1.checkpoint")], []);
        string model = Path.Combine(folder, "generator.onnx"), record = Path.Combine(folder, "training.json"), card = Path.Combine(folder, "MODEL_CARD.md");
        if (VectorInput.IsVectors(arguments.GetRequiredValue(_data)))
        {
            TrainVectors(arguments, common, checkpoints, model, record, cancellationToken);
            return;
        }

        OutputCheck.Check([model, record, card], [arguments.GetRequiredValue(_data), arguments.GetValue(_schema)]);
        Option? asked = AskedForFairness(arguments);
        RequireRoles(arguments, asked);
        string[] given = arguments.GetRequiredValue(_given);
        FairnessDefinition fairness = arguments.GetValue(_fairness)
            ?? (!HasRoles(arguments) ? FairnessDefinition.None : given.Length > 0 ? FairnessDefinition.ConditionalParity : FairnessDefinition.DemographicParity);
        TimeSpan? limit = arguments.GetValue(_maxTime);
        var options = new SynthesizerOptions
        {
            LabelColumn = arguments.GetValue(_label),
            PositiveValue = arguments.GetValue(_positive),
            SensitiveColumns = arguments.GetRequiredValue(_sensitive),
            Fairness = fairness,
            Given = given,
            UtilityFloor = arguments.GetValue(_utilityFloor) ?? new SynthesizerOptions().UtilityFloor,
            Strength = arguments.GetValue(_strength) ?? (fairness == FairnessDefinition.None ? 0 : 1),
            Protection = Protection(arguments),
            Privacy = arguments.GetValue(_epsilon) is { } epsilon ? new PrivacyOptions { Epsilon = epsilon, Delta = arguments.GetValue(_delta), EstimateDomains = arguments.GetValue(_estimateDomains) } : null,
            Training = new GanOptions { Seed = common.Seed, IsSeedGiven = common.IsSeedGiven, Threads = common.Threads, Steps = arguments.GetValue(_steps), MaxTime = limit },
        };
        string[] text = arguments.GetRequiredValue(_text);
        string[] dropped = arguments.GetRequiredValue(_drop);
        TableDescription description = SchemaFile.Read(arguments.GetValue(_schema));
        description = description with { Columns = [.. description.Columns.Where(column => !dropped.Contains(column.Name))] };
        options = options with { Preparation = new PreparationOptions { Description = description.WithTexts(text), Missing = arguments.GetRequiredValue(_missing) } };
        if (options is { Fairness: FairnessDefinition.None, Strength: > 0 })
        {
            throw new UsageException("--strength moves labels toward a definition of fairness; leave it out, or --fairness none.");
        }

        options.Validate();
        string[] named = [.. description.Columns.Select(column => column.Name), .. options.SensitiveColumns, .. given, .. text, .. dropped, .. new[] { options.LabelColumn, options.Protection.SubjectColumn }.OfType<string>()];
        if (options.Privacy is not null && named.Length == 0)
        {
            throw new UsageException("--epsilon: the names of the columns are public, and a first line of cells must not pass for them. Name the columns in a schema (--schema).");
        }

        using var saved = new TrainingCheckpoints(checkpoints, problem => Say(common, problem));
        TrainedFile? trained = null;
        List<string> warnings = [];
        string[] notes = [];
        ShowSaved(common, saved, progress =>
        {
            progress.Report("reading the table");
            options = options with { Training = options.Training with { CudaDevice = arguments.GetRequiredValue(_device).ForTraining() } };
            trained = options.Privacy is not null
                ? GeneratorTraining.RunPrivately(() => InputTable.ReadAsWritten(arguments.GetRequiredValue(_data), text, dropped, named), options, new TrainingReporter(progress, limit), cancellationToken)
                : GeneratorTraining.Run(
                    followed => FairIfAsked(InputTable.Encode(arguments.GetRequiredValue(_data), text, dropped, followed, warnings, cancellationToken), asked), options, saved, new TrainingReporter(progress, limit), cancellationToken);
            progress.Report("writing the model card");
            notes = [.. Notes(options, trained, warnings)];
            string cardText = Card(trained, arguments.GetRequiredValue(_data));
            OutputFiles.Write(
                [(model, trained.Bytes), (record, OutputFiles.Text(TrainingRecord.Json(trained.Options, trained, notes))), (card, OutputFiles.Text(cardText))], cancellationToken);
            saved.Remove();
        });
        if (!common.Quiet)
        {
            TrainingSummary summary = trained!.Summary;
            foreach (string line in notes)
            {
                Console.Error.WriteLine($"fairgan: {line}");
            }

            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"fairgan: trained on {trained.RowCount:N0} rows in {summary.Seconds:F0} s, {summary.Steps} steps; wrote {model}, {record} and {card}"));
        }
    }

    // Shows the progress of a training, and what there is to know about its checkpoints.
    private static void ShowSaved(CommonOptions common, TrainingCheckpoints saved, Action<IWorkProgress> work)
    {
        Say(common, saved.Note);
        try
        {
            ProgressDisplay.Show(common.Quiet, work);
        }
        catch (OperationCanceledException) when (saved.IsKept)
        {
            Say(common, "the training is kept; the same command with --resume goes on with it");
            throw;
        }
    }

    private static void Say(CommonOptions common, string? remark)
    {
        if (!common.Quiet && remark is not null)
        {
            Console.Error.WriteLine($"fairgan: {remark}");
        }
    }

    private bool HasRoles(ParseResult arguments) => arguments.GetValue(_label) is not null && arguments.GetRequiredValue(_sensitive).Length > 0;

    // The first of the options that make sense only where labels are made fair.
    private Option? AskedForFairness(ParseResult arguments) =>
        arguments.GetValue(_fairness) is not (null or FairnessDefinition.None) ? _fairness
        : arguments.GetRequiredValue(_given).Length > 0 ? _given
        : arguments.GetValue(_strength) > 0 ? _strength
        : arguments.GetValue(_utilityFloor) is not null ? _utilityFloor
        : null;

    private void RequireRoles(ParseResult arguments, Option? asked)
    {
        if (arguments.GetValue(_positive) is { } positive && arguments.GetValue(_label) is null)
        {
            throw new UsageException($"--positive: '{positive}' is the favourable value of a label; name the label column with --label, or leave --positive out.");
        }

        if (asked is not null && !HasRoles(arguments))
        {
            throw new UsageException($"{asked.Name}: fairness between groups needs a label and sensitive columns; name them with --label and --sensitive, or leave {asked.Name} out.");
        }
    }

    private static EncodedTable FairIfAsked(EncodedTable table, Option? asked) => asked is null || table.Schema.Label is not null ? table
        : throw new UsageException($"{asked.Name}: fairness between groups needs to know which value of the label is favourable, since it has more than two; name it with --positive, or leave {asked.Name} out.");

    private static IEnumerable<string> Notes(SynthesizerOptions options, TrainedFile trained, IEnumerable<string> warnings)
    {
        if (options is { Protection.MinRows: 0, Privacy: null })
        {
            yield return "protection is off (--min-rows 0): the generator and its rows can give away who is in the table. Do not release them.";
        }

        foreach (string line in warnings.Concat(trained.Preparation.Lines()))
        {
            yield return line;
        }

        if (trained.Summary.CutShortRemark is { } remark)
        {
            yield return remark;
        }
    }

    private IEnumerable<Option> TableOptions() => [_label, _positive, _sensitive, _fairness, _given, _strength, _utilityFloor, _text, _drop, _missing, _schema, _minRows, _subject, _rareValues, _smallGroups, _epsilon, _delta, _estimateDomains];

    private void TrainVectors(ParseResult arguments, CommonOptions common, CheckpointOptions checkpoints, string model, string record, CancellationToken cancellationToken)
    {
        VectorInput input = VectorInput.Find(arguments.GetRequiredValue(_data), arguments.GetValue(_labels));
        OutputCheck.Check([model, record], [input.Vectors, input.Labels]);
        TimeSpan? limit = arguments.GetValue(_maxTime);
        VectorGanOptions training = VectorGanOptions.Classic with { Seed = common.Seed, IsSeedGiven = common.IsSeedGiven, Threads = common.Threads, MaxTime = limit };
        var options = new VectorSynthesizerOptions
        {
            VectorColumn = IdxReader.VectorColumn,
            SensitiveColumn = input.Labels is null ? null : IdxReader.LabelColumn,
            Training = training with { Steps = arguments.GetValue(_steps) ?? training.Steps },
        };
        options.Validate();
        using var saved = new TrainingCheckpoints(checkpoints, problem => Say(common, problem));
        TrainedVectorFile? trained = null;
        ShowSaved(common, saved, progress =>
        {
            progress.Report("reading the vectors");
            IDataView data = IdxReader.Load(new MLContext(common.Seed), input.Vectors, input.Labels);
            options = options with { Training = options.Training with { CudaDevice = arguments.GetRequiredValue(_device).ForTraining() } };
            trained = VectorTraining.Run(data, options, saved, new TrainingReporter(progress, limit), cancellationToken);
            OutputFiles.Write([(model, trained.Bytes), (record, OutputFiles.Text(TrainingRecord.Json(trained.Options, trained, CutShort(options, trained))))], cancellationToken);
            saved.Remove();
        });
        if (!common.Quiet)
        {
            VectorTrainingSummary summary = trained!.Summary;
            foreach (string line in CutShort(options, trained))
            {
                Console.Error.WriteLine($"fairgan: {line}");
            }

            string groups = input.Labels is null ? "; without groups, because no file of labels was found beside them; name it as the second argument if there is one" : "";
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"fairgan: trained on {trained.RowCount:N0} vectors in {summary.Seconds:F0} s, {summary.Steps} steps{groups}; wrote {model} and {record}"));
        }
    }

    private static IEnumerable<string> CutShort(VectorSynthesizerOptions options, TrainedVectorFile trained)
    {
        int usual = VectorGanOptions.Classic.Steps;
        if (trained.Summary.Steps < Math.Min(usual, options.Training.Steps))
        {
            yield return "the training was cut short by its limit of time (--max-time): images are less faithful than they could be";
        }
        else if (trained.Summary.Steps < usual)
        {
            yield return "the training was cut short by its limit of steps (--steps): images are less faithful than they could be";
        }
    }

    private static string Card(TrainedFile trained, string data)
    {
        using SynthesizerTransformer generator = SynthesizerTransformer.FromFile(trained.Bytes);
        using var file = new MemoryStream(trained.Bytes);
        ReportSource generated = ReportSource.Of("generator", "generator.onnx", file);
        ReportSource[] sources = File.Exists(data) ? [ReportSource.OfFile("real", data), generated] : [generated];
        return ModelCard.Write(generator, trained.RowCount, sources, [.. trained.Preparation.Lines()]);
    }

    private ProtectionOptions Protection(ParseResult arguments) => new()
    {
        MinRows = arguments.GetValue(_epsilon) is null ? arguments.GetValue(_minRows) : 0,
        SubjectColumn = arguments.GetValue(_subject),
        RareValues = arguments.GetValue(_rareValues),
        SmallGroups = arguments.GetValue(_smallGroups)?.Policy ?? SmallGroups.Pool,
        MergeInto = arguments.GetValue(_smallGroups)?.Into,
    };

    private static int MinRows(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int rows) && rows is 0 or (>= 2 and <= 1_000_000) ? rows
        : throw new FormatException($"'{text}' is not 0 or a whole number from 2 to 1,000,000.");

    private static double? Epsilon(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double epsilon) && epsilon is >= 0.001 and <= 1000 ? epsilon
        : throw new FormatException($"'{text}' is not a number from 0.001 to 1000.");

    private static double Delta(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double delta) && delta is > 0 and < 0.1 ? delta
        : throw new FormatException($"'{text}' is not a number above 0 and below 0.1.");

    private static RareValues Rare(string text) => text switch
    {
        "frequent" => RareValues.Frequent,
        "placeholder" => RareValues.Placeholder,
        _ => throw new FormatException($"'{text}' is neither frequent nor placeholder."),
    };

    private static (SmallGroups, string?) Groups(string text) => text switch
    {
        "pool" => (SmallGroups.Pool, null),
        "learn" => (SmallGroups.Learn, null),
        "refuse" => (SmallGroups.Refuse, null),
        _ when text.StartsWith("merge=", StringComparison.Ordinal) && text.Length > 6 => (SmallGroups.Merge, text[6..]),
        _ => throw new FormatException($"'{text}' is none of pool, learn, merge=GROUP and refuse."),
    };

    private static FairnessDefinition? Definition(string text) => s_definitions.TryGetValue(text, out var definition) ? definition
        : throw new FormatException($"'{text}' is not a definition of fairness; there are {string.Join(", ", s_definitions.Keys)}.");
}
