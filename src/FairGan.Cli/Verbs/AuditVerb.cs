using FairGan.Fairness.Audits;
using FairGan.Fairness.Documents;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>audit</c>: audits the group fairness of a table.</summary>
internal sealed class AuditVerb : Verb
{
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "The table: .csv, .parquet, or - for CSV from standard input. Omit it with --sql.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _label = VerbOptions.Column("--label", "The label column.", required: true);
    private readonly Option<string> _positive = VerbOptions.Text("--positive", "VALUE", "The label's favourable value. Optional if the label is 0/1 or false/true.");
    private readonly Option<string[]> _sensitive = VerbOptions.Columns("--sensitive", "The sensitive columns; groups are the combinations of their values.", required: true);
    private readonly Option<string> _prediction = VerbOptions.Column("--prediction", "The column of a model's predictions. Without it, the label itself is audited.");
    private readonly Option<string> _score = VerbOptions.Column("--score", "The column of a model's scores; adds the AUC and other score-based metrics.");
    private readonly Option<string[]> _control = VerbOptions.Columns("--control", "Control columns: metrics are computed within each combination of their values.");
    private readonly Option<string> _weight = VerbOptions.Column("--weight", "The column of row weights.");
    private readonly Option<int> _bootstrap = VerbOptions.Whole("--bootstrap", "N", "Bootstrap replicates for 95 % intervals; 0 computes none.", 0, 0);
    private readonly Option<string> _json = VerbOptions.Text("--json", "FILE", "Write all metrics as JSON; - for standard output.");
    private readonly Option<string> _html = VerbOptions.Text("--html", "FILE", "Write all metrics as an HTML page.");
    private readonly Option<string> _sql = VerbOptions.Text("--sql", "CONNECTION", $"Audit rows in a database, which may be larger than memory: {SqlSource.Forms}.");
    private readonly Option<string> _table = VerbOptions.Text("--table", "NAME", "With --sql: the table, schema.table, or CSV or Parquet files for duckdb:.");
    private readonly Option<bool> _clean = new("--clean") { Description = "Clean the cells as train does (whitespace, case, spellings of missing cells, formats of numbers and dates). Without it, cells are compared as written." };
    private readonly Option<string?> _schema = VerbOptions.OptionalText("--schema", "FILE", "A schema whose descriptions and labels of columns and values stand in the HTML page and the table.");
    private readonly Option<string[]> _text = VerbOptions.Columns("--text", "Columns of numbers to read as text, such as codes and ZIP codes.");

    /// <summary>Creates the verb.</summary>
    public AuditVerb()
        : base(
            "audit",
            "Measures the group fairness of a label or of a model's predictions. Prints a table, or writes JSON or HTML.",
            "fairgan audit loans.csv --label approved --positive yes --sensitive sex,race --bootstrap 1000 --json audit.json")
    {
        Takes(_data, _label, _positive, _sensitive, _prediction, _score, _control, _weight, _bootstrap, _sql, _table, _json, _html, _clean, _text, _schema);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string? json = arguments.GetValue(_json), html = arguments.GetValue(_html);
        (string? path, string? sql, string? table) = (arguments.GetValue(_data), arguments.GetValue(_sql), arguments.GetValue(_table));
        if (sql is null != table is null)
        {
            throw new UsageException($"--sql and --table belong together; {(sql is null ? "--sql" : "--table")} is missing.");
        }

        if (path is null == sql is null)
        {
            throw new UsageException(path is null
                ? "Name the table to audit: a file, or --sql and --table."
                : "The table is either a file or, with --sql and --table, in a database; name one of them.");
        }

        bool isCleaned = arguments.GetValue(_clean);
        if (sql is not null && isCleaned)
        {
            throw new UsageException("--clean reads every cell, which --sql leaves in the database; clean them there, or audit a file.");
        }

        OutputCheck.Check([json, html], [path, arguments.GetValue(_schema)]);

        var options = new FairnessAuditOptions
        {
            LabelColumn = arguments.GetRequiredValue(_label),
            PositiveValue = arguments.GetValue(_positive),
            SensitiveColumns = arguments.GetRequiredValue(_sensitive),
            PredictionColumn = arguments.GetValue(_prediction),
            ScoreColumn = arguments.GetValue(_score),
            ControlColumns = arguments.GetRequiredValue(_control),
            WeightColumn = arguments.GetValue(_weight),
            BootstrapReplicates = arguments.GetRequiredValue(_bootstrap),
            Seed = common.Seed,
            Threads = common.Threads,
            Dictionary = TableWords.Of(SchemaFile.Read(arguments.GetValue(_schema))),
        };
        IReadOnlyList<string> remarks = [];
        ProgressDisplay.Show(common.Quiet, progress =>
        {
            progress.Report("auditing the table");
            string[] textColumns = arguments.GetRequiredValue(_text);
            FairnessAudit audit = path is null
                ? AuditDatabase(sql!, table!, options, textColumns, cancellationToken)
                : AuditFile(path, options, textColumns, isCleaned, out remarks, cancellationToken);
            List<(string, byte[])> files = [];
            if (json is not null)
            {
                files.Add((json, OutputFiles.Text(audit.ToJson())));
            }

            if (html is not null)
            {
                files.Add((html, OutputFiles.Text(HtmlPage.Of($"Fairness of {options.PredictionColumn ?? options.LabelColumn}", new HtmlText(audit.ToHtml())))));
            }

            if (files.Count == 0)
            {
                files.Add((OutputFiles.Standard, OutputFiles.Text(AuditTable.Of(audit))));
            }

            OutputFiles.Write(files, cancellationToken);
            remarks = isCleaned ? remarks : [.. remarks, .. SpelledApart(audit, sql is null ? "--clean takes them for one" : "clean them in the database if they are one")];
        });
        if (!common.Quiet)
        {
            foreach (string remark in remarks)
            {
                Console.Error.WriteLine($"fairgan: {remark}");
            }
        }
    }

    private static IEnumerable<string> SpelledApart(FairnessAudit audit, string remedy)
    {
        IReadOnlyList<string> columns = audit.Frame.ByGroup.CellColumns;
        IEnumerable<(string Column, IEnumerable<string> Values, string Consequence)> all =
        [
            .. columns.Select((column, place) => (column, audit.Frame.ByGroup.Select(row => row.Cell[place]), "different groups")),
            (audit.Options.LabelColumn, audit.LabelValues, "different values of the label"),
            .. audit.Options.PredictionColumn is { } prediction ? [(prediction, audit.PredictionValues, "different predictions")] : Array.Empty<(string, IEnumerable<string>, string)>(),
        ];
        foreach ((string column, IEnumerable<string> values, string consequence) in all)
        {
            foreach (IGrouping<string, string> spellings in values.Distinct(StringComparer.Ordinal).GroupBy(TextCells.Tidy, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            {
                yield return $"{column}: {string.Join(", ", spellings.Select(text => $"'{text}'"))} count as {consequence}, as they are written; {remedy}";
            }
        }
    }

    private static FairnessAudit AuditFile(
        string path, FairnessAuditOptions options, string[] textColumns, bool isCleaned, out IReadOnlyList<string> remarks, CancellationToken cancellationToken)
    {
        var context = new MLContext(unchecked((int)options.Seed));
        IReadOnlyCollection<string> warnings = ReaderWarnings.Of(context);
        string[] asked = [options.LabelColumn, .. options.SensitiveColumns, .. options.ControlColumns, .. new[] { options.PredictionColumn, options.ScoreColumn, options.WeightColumn }.OfType<string>()];
        IDataView data = InputTable.Read(context, path, new TableReadOptions { Columns = asked, TextColumns = textColumns, AsWritten = isCleaned });
        remarks = [.. warnings];
        if (isCleaned)
        {
            TableCleaning cleaning = TableCleaning.Of(data, textColumns, asked);
            remarks = cleaning.Remarks;
            data = cleaning.Apply(data);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return FairnessAudit.Run(data, options);
    }

    private static FairnessAudit AuditDatabase(
        string sql, string table, FairnessAuditOptions options, string[] textColumns, CancellationToken cancellationToken)
    {
        using SqlSource source = SqlSource.Open(sql, table, options.Threads);
        return FairnessAudit.Run(source.Count(options, textColumns, cancellationToken), options);
    }
}
