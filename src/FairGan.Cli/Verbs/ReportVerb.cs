using FairGan.Export;
using FairGan.MLNet.Preparation.Recognition;
using FairGan.Reporting.Report.Figures;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>report</c>: compares a synthetic table with the real one.</summary>
internal sealed class ReportVerb : Verb
{
    private const int RowsPerStrength = 20_000;
    private const int RowsLookedAt = 100_000;

    private readonly Argument<string> _real = new("REAL") { Description = "The real table: .csv, .parquet, or - for CSV from standard input." };
    private readonly Argument<string> _synthetic = new("SYNTHETIC") { Description = "The synthetic table, with the same columns." };
    private readonly Option<string> _label = VerbOptions.Column("--label", "The label column. Without it, fairness of labels and models, and utility, are left out.");
    private readonly Option<string?> _positive = VerbOptions.OptionalText("--positive", "VALUE", "The label's favourable value. Optional if the label is 0/1 or false/true. A label of more than two values without it is compared as a column like others.");
    private readonly Option<string[]> _sensitive = VerbOptions.Columns("--sensitive", "The sensitive columns: the report covers each one and their combinations. Without them, groups are left out.");
    private readonly Option<string> _test = VerbOptions.Text("--test", "REAL_TEST", "Held-out real rows, to test models and privacy on.");
    private readonly Option<string> _model = VerbOptions.Text("--model", "MODEL.onnx", "The generator of the synthetic table; adds the fairness-utility frontier over its strength, and the training curve.");
    private readonly Option<string> _out = VerbOptions.Text("--out", "FILE.html", "The HTML page to write; the same figures are written as .json beside it.", required: true);
    private readonly Option<bool> _asWritten = new("--as-written") { Description = "Compare cells as they are written. Otherwise they are cleaned as train does (whitespace, case, spellings of missing cells, formats of numbers and dates)." };
    private readonly Option<bool> _clean = new("--clean") { Description = "Clean the cells as train does: the default.", Hidden = true };
    private readonly Option<string?> _schema = VerbOptions.OptionalText("--schema", "FILE", "A schema whose descriptions and labels of columns and values stand in the page. Default: those in the file of --model.");
    private readonly Option<string[]> _text = VerbOptions.Columns("--text", "Columns of numbers to read as text, such as codes and ZIP codes.");

    /// <summary>Makes the verb.</summary>
    public ReportVerb()
        : base(
            "report",
            "Compares a synthetic table with the real one: fairness, utility, fidelity and privacy.",
            "fairgan report real.csv synthetic.csv --label approved --positive yes --sensitive sex --test unseen.csv --model model/generator.onnx --out report.html")
    {
        Takes(_real, _synthetic, _label, _positive, _sensitive, _test, _model, _out, _asWritten, _clean, _text, _schema);
        Validators.Add(result =>
        {
            if (result.GetValue(_clean) && result.GetValue(_asWritten))
            {
                result.AddError("--as-written leaves the cells as they are, which --clean does not; leave one of them out.");
            }
        });
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string html = arguments.GetRequiredValue(_out);
        if (Path.GetExtension(html).ToUpperInvariant() is not (".HTML" or ".HTM"))
        {
            throw new UsageException($"--out: the name of the page ends in .html, unlike '{html}'; its figures are written as .json beside it.");
        }

        string json = Path.ChangeExtension(html, ".json");
        string real = arguments.GetRequiredValue(_real), synthetic = arguments.GetRequiredValue(_synthetic);
        string? test = arguments.GetValue(_test);
        OutputCheck.Check([html, json], [real, synthetic, test, arguments.GetValue(_model), arguments.GetValue(_schema)]);
        if (new[] { real, synthetic, test }.Count(path => path == InputTable.Standard) > 1)
        {
            throw new UsageException("Only one of the tables can come from standard input.");
        }

        IReadOnlyList<string> remarks = [], leftOut = [];
        IReadOnlyCollection<string> warnings = [];
        bool isCleaned = false;
        ProgressDisplay.Show(common.Quiet, progress =>
        {
            progress.Report(StageReporter.FirstReportStage);
            var context = new MLContext(common.Seed);
            warnings = ReaderWarnings.Of(context);
            using SynthesizerTransformer? generator = arguments.GetValue(_model) is { } model ? ModelFile.Load(context, model) : null;
            Tables tables = Read(context, [real, synthetic, .. test is null ? [] : new[] { test }], generator, arguments, common);
            remarks = tables.Remarks;
            leftOut = tables.LeftOut;
            isCleaned = tables.AreCleaned;
            var options = new SyntheticDataReportOptions
            {
                LabelColumn = arguments.GetValue(_label),
                PositiveValue = arguments.GetValue(_positive),
                SensitiveColumns = arguments.GetRequiredValue(_sensitive),
                Test = test is null ? null : tables.All[2],
                Generator = generator is null ? null : Generator(generator, tables.Like, common, cancellationToken),
                Preparation = isCleaned ? [.. remarks.Select(CellRepairs.WithoutExamples)] : leftOut,
                Title = real == InputTable.Standard ? "Synthetic data report" : $"{Path.GetFileNameWithoutExtension(real)}: synthetic data report",
                Sources = [.. Sources(("real", real), ("synthetic", synthetic), ("test", test), ("generator", arguments.GetValue(_model)))],
                Seed = common.Seed,
                Threads = common.Threads,
                Dictionary = arguments.GetValue(_schema) is { } schema ? TableWords.Of(SchemaFile.Read(schema)) : generator is null ? TableDictionary.Empty : TableWords.Of(generator.Information.Schema),
            };
            SyntheticDataReport report = SyntheticDataReport.Create(context, tables.All[0], tables.All[1], options, new StageReporter(progress), cancellationToken);
            OutputFiles.Write([(html, OutputFiles.Text(report.ToHtml())), (json, OutputFiles.Text(report.ToJson()))], cancellationToken);
        });
        if (!common.Quiet)
        {
            foreach (string line in leftOut.Concat(warnings))
            {
                Console.Error.WriteLine($"fairgan: {line}");
            }

            if (remarks.Count > 0)
            {
                Console.Error.WriteLine(isCleaned
                    ? $"fairgan: cells were cleaned as train does (--as-written leaves them): {remarks[0]}{(remarks.Count > 1 ? $"; {remarks.Count - 1} more in the report" : "")}"
                    : $"fairgan: cells were compared as they are written; train would clean them, and so does report without --as-written: {remarks[0]}{(remarks.Count > 1 ? $"; {remarks.Count - 1} more" : "")}");
            }

            Console.Error.WriteLine($"fairgan: wrote {html} and {json}");
        }
    }

    private Tables Read(MLContext context, string[] paths, SynthesizerTransformer? generator, ParseResult arguments, CommonOptions common)
    {
        string[] text = arguments.GetRequiredValue(_text);
        Func<TableReadOptions, IDataView>[] sources = Array.ConvertAll(paths, path => InputTable.Source(context, path));
        string[] roles = [.. arguments.GetValue(_label) is { } label ? [label] : Array.Empty<string>(), .. arguments.GetRequiredValue(_sensitive)];
        var typed = new TableReadOptions { TextColumns = text, Required = roles };
        TableReadOptions asWritten = typed with { AsWritten = true };
        PreparationOptions preparation = generator?.Options.Preparation ?? new PreparationOptions();
        preparation = preparation with { Description = preparation.Description.WithTexts(text) };
        if (!arguments.GetValue(_asWritten) && preparation.Clean)
        {
            IDataView[] written = Array.ConvertAll(sources, source => source(asWritten));
            TableCleaning cleaning = TableCleaning.Of(written[0], written[1..], preparation, generator?.Information.Schema, generator is null ? [] : roles);
            return new Tables(Array.ConvertAll(written, cleaning.Apply), cleaning.Apply, cleaning.Remarks, AreCleaned: true);
        }

        IDataView real = sources[0](typed);
        TableCleaning? needed = Needed(context.Data.TakeRows(sources[0](asWritten), RowsLookedAt), text, roles);
        string[] identifiers = [.. (needed?.Identifiers ?? []).Except(roles)];
        return new Tables(
            [Compared(real), .. sources[1..].Select(source => Compared(InputTable.ReadLike(source, typed, real)))],
            generated => Compared(InputTable.Like(generated, real)),
            needed?.Remarks ?? [], AreCleaned: false)
        { LeftOut = [.. identifiers.Select(TableCleaning.LeftOut)] };

        // No two rows have the same identifier: compared as a column, they would make every row of the two tables different.
        IDataView Compared(IDataView table) => InputTable.Without(table, [.. identifiers.Where(name => table.Schema.GetColumnOrNull(name) is not null)]);
    }

    // What cleaning would do; a table that train would refuse is compared all the same.
    private static TableCleaning? Needed(IDataView table, string[] text, string[] roles)
    {
        try
        {
            return TableCleaning.Of(table, text, roles);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>What the report needs of a generator: its record of training and, if it has a dial, rows at any strength.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="prepare">Gives generated rows the column types, and if so the cleaning, of the other tables.</param>
    /// <param name="common">Seed and threads.</param>
    /// <param name="cancellationToken">Stops the sampling.</param>
    internal static ReportGenerator Generator(
        SynthesizerTransformer generator, Func<IDataView, IDataView> prepare, CommonOptions common, CancellationToken cancellationToken)
    {
        return new ReportGenerator(generator.Options, generator.Summary, generator.Information.HasDial ? Sample : null) { File = generator.GeneratorBytes };

        IDataView Sample(double strength)
        {
            using OnnxGenerator opened = generator.OpenGenerator(new OnnxGeneratorOptions { Threads = common.Threads });
            var sampling = new SamplingOptions { Seed = common.Seed, Strength = strength };
            return prepare(generator.Collect(opened.Generate(RowsPerStrength, sampling, cancellationToken), RowsPerStrength));
        }
    }

    // Rows that came through standard input are gone, and what a folder holds is no single file.
    private static IEnumerable<ReportSource> Sources(params (string Role, string? Path)[] files) => files
        .Where(file => File.Exists(file.Path))
        .Select(file => ReportSource.OfFile(file.Role, file.Path!));

    /// <summary>The tables, the real one first, and what makes generated rows comparable with them.</summary>
    private sealed record Tables(IDataView[] All, Func<IDataView, IDataView> Like, IReadOnlyList<string> Remarks, bool AreCleaned)
    {
        /// <summary>If the tables are not cleaned: a line for each column that was left out.</summary>
        public IReadOnlyList<string> LeftOut { get; init; } = [];
    }
}
