using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FairGan.Export;
using FairGan.Fairness.Audits;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Loop;
using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Figures;
using TableReader = FairGan.Tables.TableReader;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>demo</c>: the full workflow on an embedded table of mortgage applications, with the applicant's race as the sensitive column.</summary>
internal sealed class DemoVerb : Verb
{
    private const string Label = "deny";
    private const string Positive = "no";
    private const string Sensitive = "afam";
    private const double TestShare = 0.2;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<string> _out = VerbOptions.Text("--out", "DIR", "The folder for the five output files.");
    private readonly Option<int?> _steps = VerbOptions.OptionalWhole("--steps", "N", "Maximum number of training steps; fewer are faster and less faithful.", 1);

    /// <summary>Creates the verb.</summary>
    public DemoVerb()
        : base(
            "demo",
            "Runs the full workflow on the embedded HMDA mortgage applications: trains a fair generator, samples a table, audits it and writes a report.",
            "fairgan demo --out fairgan-demo")
    {
        _out.DefaultValueFactory = _ => "fairgan-demo";
        Takes(_out, _steps);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string folder = arguments.GetRequiredValue(_out);
        string[] paths = [.. new[] { "generator.onnx", "synthetic.csv", "audit.json", "report.html", "report.json" }.Select(name => Path.Combine(folder, name))];
        OutputCheck.Check(paths, []);
        var options = new SynthesizerOptions
        {
            LabelColumn = Label,
            PositiveValue = Positive,
            SensitiveColumns = [Sensitive],
            Training = new GanOptions { Seed = common.Seed, Threads = common.Threads, Steps = arguments.GetValue(_steps) },
        };
        string summary = "";
        ProgressDisplay.Show(common.Quiet, progress =>
        {
            progress.Report("reading the table");
            var context = new MLContext(common.Seed);
            IDataView real = Mortgages(context);

            // Models and privacy are measured against rows that the generator has not seen.
            DataOperationsCatalog.TrainTestData split = context.Data.TrainTestSplit(real, TestShare, seed: common.Seed);
            TrainedFile trained = GeneratorTraining.Run(split.TrainSet, options, new TrainingReporter(progress, null), cancellationToken);
            using var generator = SynthesizerTransformer.FromFile(trained.Bytes);
            progress.Report("generating rows");
            using MemoryStream csv = Generate(trained, RowCounter.Count(real), common, cancellationToken);
            IDataView synthetic = InputTable.ReadLike(InputTable.Source(context, csv), new TableReadOptions(), real);
            progress.Report("auditing the tables");
            FairnessAudit realAudit = Audit(real, common), syntheticAudit = Audit(synthetic, common);
            string audits = new JsonObject
            {
                ["real"] = JsonNode.Parse(realAudit.ToJson()),
                ["synthetic"] = JsonNode.Parse(syntheticAudit.ToJson()),
            }.ToJsonString(s_indented);
            SyntheticDataReport report = SyntheticDataReport.Create(
                context,
                split.TrainSet,
                synthetic,
                new SyntheticDataReportOptions
                {
                    LabelColumn = Label,
                    PositiveValue = Positive,
                    SensitiveColumns = [Sensitive],
                    Test = split.TestSet,
                    Generator = ReportVerb.Generator(generator, generated => InputTable.Like(generated, real), common, cancellationToken),
                    Sources = Sources(trained, csv),
                    Title = "HMDA mortgage applications: synthetic data report",
                    Seed = common.Seed,
                    Threads = common.Threads,
                },
                new StageReporter(progress),
                cancellationToken);
            byte[][] contents = [trained.Bytes, csv.ToArray(), OutputFiles.Text(audits), OutputFiles.Text(report.ToHtml()), OutputFiles.Text(report.ToJson())];
            OutputFiles.Write([.. paths.Zip(contents)], cancellationToken);
            summary = Summary(realAudit, syntheticAudit, report, trained.Summary) + $"\nThe files are in {Path.GetFullPath(folder)}:\n  "
                + string.Join("\n  ", paths.Select(Path.GetFileName)) + "\n";
        });
        Console.Out.Write(summary);
    }

    private static IDataView Mortgages(MLContext context)
    {
        using Stream stream = MortgageFile();
        return TableReader.Load(context, stream, TableFormat.Csv);
    }

    private static Stream MortgageFile() => typeof(DemoVerb).Assembly.GetManifestResourceStream("hmda.csv")
        ?? throw new InvalidOperationException("The command was built without its table of mortgages.");

    private static ReportSource[] Sources(TrainedFile trained, MemoryStream csv)
    {
        using Stream mortgages = MortgageFile();
        using var synthetic = new MemoryStream(csv.ToArray());
        using var generator = new MemoryStream(trained.Bytes);
        return
        [
            ReportSource.Of("real, a fifth of it test", "hmda.csv", mortgages),
            ReportSource.Of("synthetic", "synthetic.csv", synthetic),
            ReportSource.Of("generator", "generator.onnx", generator),
        ];
    }

    private static MemoryStream Generate(TrainedFile trained, long rows, CommonOptions common, CancellationToken cancellationToken)
    {
        using OnnxGenerator generator = OnnxGenerator.Open(trained.Bytes, new OnnxGeneratorOptions { Threads = common.Threads });
        var csv = new MemoryStream();
        SyntheticTable.WriteCsv(
            generator.Information.Schema, generator.Generate(rows, new SamplingOptions { Seed = common.Seed }, cancellationToken), csv, withHeader: true);
        return csv;
    }

    private static FairnessAudit Audit(IDataView table, CommonOptions common) => FairnessAudit.Run(table, new FairnessAuditOptions
    {
        LabelColumn = Label,
        PositiveValue = Positive,
        SensitiveColumns = [Sensitive],
        Seed = common.Seed,
        Threads = common.Threads,
    });

    private static string Summary(FairnessAudit real, FairnessAudit synthetic, SyntheticDataReport report, TrainingSummary training)
    {
        var table = new TextTable();
        table.Add("", "real", "synthetic");
        table.Add("rows", Count(real.Rows), Count(synthetic.Rows));
        foreach (string group in (string[])["no", "yes"])
        {
            table.Add($"denied, African-American: {group}", Percent(1 - Rate(real, group)), Percent(1 - Rate(synthetic, group)));
        }

        table.Add("denial gap", Number(Gap(real)), Number(Gap(synthetic)));
        if (report.Utility is { } models)
        {
            table.Add("AUC of a model trained on it", Number(models.TrainedOnReal.AreaUnderRocCurve), Number(models.TrainedOnSynthetic.AreaUnderRocCurve));
            table.Add("denial gap of that model", Number(ModelGap(models.TrainedOnReal)), Number(ModelGap(models.TrainedOnSynthetic)));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{table}\nModels are tested on real rows that were not trained on. Column shapes {report.Fidelity.MeanShape:F3}, pair trends {report.Fidelity.MeanTrend:F3}; training took {training.Seconds:F0} s.\n");
    }

    private static double Rate(FairnessAudit audit, string group) => audit.Frame.ByGroup["selection_rate", group];

    private static double Gap(FairnessAudit audit) => audit.Scalars["demographic_parity_difference|between_groups"];

    private static double ModelGap(UtilityResult model) => model.Partitions[0].DemographicParityDifference;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);
}
