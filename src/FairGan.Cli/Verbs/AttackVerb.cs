using FairGan.Reporting.Quality.Privacy.Attacks;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>attack</c>: attacks a generator's privacy, as somebody could who has its file or its rows.</summary>
internal sealed class AttackVerb : Verb
{
    private const string CardName = "MODEL_CARD.md";

    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "The generator's file." };
    private readonly Option<string> _train = VerbOptions.Text("--train", "TRAIN", "The rows it was trained on.", required: true);
    private readonly Option<string> _holdout = VerbOptions.Text("--holdout", "HOLDOUT", "Rows of the same population that it was not trained on, at least 100.", required: true);
    private readonly Option<string?> _reference = VerbOptions.OptionalText("--reference", "OTHER", "What the attacker knows of the population: other rows. Default: half of HOLDOUT.");
    private readonly Option<string> _label = VerbOptions.Column("--label", "The label column. Optional: the file names its label, and a generator without one has no label model to attack.");
    private readonly Option<string?> _positive = VerbOptions.OptionalText("--positive", "VALUE", "The label's favourable value; attacks do not depend on it.");
    private readonly Option<string[]> _sensitive = VerbOptions.Columns("--sensitive", "The sensitive columns: every attack is judged for each of their groups, too.");
    private readonly Option<int[]> _multiples = VerbOptions.Read("--multiples", "N[,N…]", "Generated rows of the attacker, as multiples of the training rows.", ReadMultiples, [1, 10, 50]);
    private readonly Option<int?> _minRows = VerbOptions.OptionalWhole("--min-rows", "K", "Values that fewer training rows hold are sought. Default: what the file records, or 10.", 2);
    private readonly Option<string?> _report = VerbOptions.OptionalText("--report", "FILE", "A report (.html or .json) that is given away as well, and scanned.");
    private readonly Option<string?> _json = VerbOptions.OptionalText("--json", "FILE", "Write all figures as JSON; - for standard output.");

    /// <summary>Makes the verb.</summary>
    public AttackVerb()
        : base(
            "attack",
            "Attacks a generator as a stranger would who holds its rows or its file: membership, singling out, linkability, attribute inference, and a scan for rare values.",
            "fairgan attack model/generator.onnx --train real.csv --holdout unseen.csv --label approved --positive yes --sensitive sex --json attack.json")
    {
        Takes(_model, _train, _holdout, _reference, _label, _positive, _sensitive, _multiples, _minRows, _report, _json);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string? json = arguments.GetValue(_json);
        OutputCheck.Check(
            [json],
            [arguments.GetRequiredValue(_model), arguments.GetRequiredValue(_train), arguments.GetRequiredValue(_holdout), arguments.GetValue(_reference), arguments.GetValue(_report)]);
        PrivacyAttackResult? result = null;
        ProgressDisplay.Show(common.Quiet, progress =>
        {
            progress.Report(StageReporter.FirstReportStage);
            result = Attack(arguments, common, progress, cancellationToken);
        });
        if (json is not null)
        {
            OutputFiles.Write([(json, OutputFiles.Text(result!.ToJson()))], cancellationToken);
        }

        if (json != OutputFiles.Standard)
        {
            Console.Out.Write(AttackTable.Of(result!));
        }
    }

    private PrivacyAttackResult Attack(ParseResult arguments, CommonOptions common, IWorkProgress progress, CancellationToken cancellationToken)
    {
        var context = new MLContext(common.Seed);
        string model = arguments.GetRequiredValue(_model);
        string[] paths = [arguments.GetRequiredValue(_train), arguments.GetRequiredValue(_holdout), .. arguments.GetValue(_reference) is { } other ? [other] : Array.Empty<string>()];
        using SynthesizerTransformer generator = ModelFile.Load(context, model);
        string[] roles = [.. arguments.GetValue(_label) is { } label ? [label] : Array.Empty<string>(), .. arguments.GetRequiredValue(_sensitive)];
        IDataView[] written = Array.ConvertAll(paths, path => InputTable.Source(context, path)(new TableReadOptions { AsWritten = true }));
        TableCleaning cleaning = TableCleaning.Of(written[0], written[1..], generator.Options.Preparation, generator.Information.Schema, roles);
        IDataView[] tables = Array.ConvertAll(written, cleaning.Apply);
        foreach (string column in roles)
        {
            if (tables[0].Schema.GetColumnOrNull(column) is null)
            {
                throw new UsageException($"There is no column '{column}' in both {paths[0]} and the generator.");
            }
        }

        var options = new PrivacyAttackOptions
        {
            SensitiveColumns = arguments.GetRequiredValue(_sensitive),
            Multiples = arguments.GetRequiredValue(_multiples),
            LeastRows = arguments.GetValue(_minRows),
            Written = written[0],
            Documents = [.. Documents(model, arguments.GetValue(_report))],
            Seed = common.Seed,
            Threads = common.Threads,
        };
        return PrivacyAttacks.Evaluate(
            File.ReadAllBytes(model), tables[0], tables[1], tables.ElementAtOrDefault(2), options, new StageReporter(progress), cancellationToken);
    }

    private static IEnumerable<ScannedDocument> Documents(string model, string? report)
    {
        string card = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, CardName);
        if (File.Exists(card))
        {
            yield return new ScannedDocument("card", File.ReadAllText(card));
        }

        if (report is not null)
        {
            InputTable.CheckExists(report);
            yield return new ScannedDocument("report", File.ReadAllText(report));
        }
    }

    private static int[] ReadMultiples(string text) => Array.ConvertAll(text.Split(','), part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int multiple) && multiple > 0
            ? multiple
            : throw new FormatException($"'{text}' has to be whole numbers from 1 up, such as 1,10,50."));
}
