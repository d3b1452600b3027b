using System.CommandLine;
using FairGan.Cli.Input;
using FairGan.Cli.Output;
using FairGan.Cli.Progress;
using FairGan.Fairness.Audits;
using FairGan.MLNet.Preparation.Recognition;
using Microsoft.ML;

namespace FairGan.Cli.Verbs;

/// <summary>Audits the group fairness of a table.</summary>
internal sealed class AuditVerb : Verb
{
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "The table: .csv, .parquet, or - for CSV from standard input. Left out with --sql.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _label = VerbOptions.Text("--label", "COL", "The label column.", required: true);
    private readonly Option<string> _positive = VerbOptions.Text("--positive", "VALUE", "The label's favourable value; not needed where the label is 0/1 or false/true.");
    private readonly Option<string[]> _sensitive = VerbOptions.Columns("--sensitive", "The sensitive columns; groups are the combinations of their values.", required: true);
    private readonly Option<string> _prediction = VerbOptions.Text("--prediction", "COL", "A model's prediction of the label; without it the label itself is audited.");
    private readonly Option<string> _score = VerbOptions.Text("--score", "COL", "A model's score; adds the AUC and what follows from scores.");
    private readonly Option<string[]> _control = VerbOptions.Columns("--control", "Control columns: the figures are given within each combination of their values.");
    private readonly Option<string> _weight = VerbOptions.Text("--weight", "COL", "Weights of the rows.");
    private readonly Option<int> _bootstrap = VerbOptions.Whole("--bootstrap", "N", "Replicates for 95 % intervals; 0 for none.", 0, 0);
    private readonly Option<string> _json = VerbOptions.Text("--json", "FILE", "Write all figures as JSON; - for standard output.");
    private readonly Option<string> _html = VerbOptions.Text("--html", "FILE", "Write all figures as a page.");
    private readonly Option<string> _sql = VerbOptions.Text("--sql", "CONNECTION", $"Count the rows in a database, which may hold more than memory: {SqlSource.Forms}.");
    private readonly Option<string> _table = VerbOptions.Text("--table", "NAME", "With --sql: the table, schema.table, or CSV or Parquet files for duckdb:.");
    private readonly Option<bool> _clean = new("--clean") { Description = "Clean the cells as train does (blanks, case, spellings of missing cells, formats of numbers and dates); otherwise they count as they are written." };
    private readonly Option<string[]> _text = VerbOptions.Columns("--text", "Columns of numbers that are names, and read as text.");

    /// <summary>Makes the verb.</summary>
    public AuditVerb()
        : base(
            "audit",
            "Measures how alike a label, or a model's predictions, treat groups. Prints a table, or writes JSON or HTML.",
            "fairgan audit loans.csv --label approved --positive yes --sensitive sex,race --bootstrap 1000 --json audit.json")
    {
        Takes(_data, _label, _positive, _sensitive, _prediction, _score, _control, _weight, _bootstrap, _sql, _table, _json, _html, _clean, _text);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellation)
    {
        string? json = arguments.GetValue(_json), html = arguments.GetValue(_html);
        string[] outputs = [.. new[] { json, html }.OfType<string>()];
        if (outputs.Length == 2 && outputs[0] == outputs[1])
        {
            throw new UsageException("--json and --html name the same output; give each its own.");
        }

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

        foreach (string output in outputs)
        {
            OutputFiles.Check(output);
        }

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
        };
        IReadOnlyList<string> remarks = [];
        ProgressDisplay.Show(common.Quiet, progress =>
        {
            progress.Report("auditing the table");
            string[] textColumns = arguments.GetRequiredValue(_text);
            FairnessAudit audit = path is null
                ? AuditDatabase(sql!, table!, options, textColumns, cancellation)
                : AuditFile(path, options, textColumns, isCleaned, out remarks, cancellation);
            List<(string, byte[])> files = [];
            if (json is not null)
            {
                files.Add((json, OutputFiles.Text(audit.ToJson())));
            }

            if (html is not null)
            {
                files.Add((html, OutputFiles.Text(HtmlPage.Around($"Fairness of {options.PredictionColumn ?? options.LabelColumn}", audit.ToHtml()))));
            }

            if (files.Count == 0)
            {
                files.Add((OutputFiles.Standard, OutputFiles.Text(AuditTable.Of(audit))));
            }

            OutputFiles.Write(files, cancellation);
            remarks = isCleaned ? remarks : [.. OneGroupSpelledApart(audit, sql is null ? "--clean takes them for one" : "clean them in the database if they are one")];
        });
        if (!common.Quiet)
        {
            foreach (string remark in remarks)
            {
                Console.Error.WriteLine($"fairgan: {remark}");
            }
        }
    }

    private static IEnumerable<string> OneGroupSpelledApart(FairnessAudit audit, string remedy)
    {
        IReadOnlyList<string> columns = audit.Frame.ByGroup.CellColumns;
        for (int column = 0; column < columns.Count; column++)
        {
            int place = column;
            IEnumerable<string> values = audit.Frame.ByGroup.Select(row => row.Cell[place]).Distinct(StringComparer.Ordinal);
            foreach (IGrouping<string, string> spellings in values.GroupBy(TextCells.Tidy, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            {
                yield return $"{columns[column]}: {string.Join(", ", spellings.Select(text => $"'{text}'"))} count as different groups, as they are written; {remedy}";
            }
        }
    }

    private static FairnessAudit AuditFile(
        string path, FairnessAuditOptions options, string[] textColumns, bool isCleaned, out IReadOnlyList<string> remarks, CancellationToken cancellation)
    {
        IDataView data = InputTable.Read(new MLContext(unchecked((int)options.Seed)), path, textColumns, asWritten: isCleaned);
        remarks = [];
        if (isCleaned)
        {
            TableCleaning cleaning = TableCleaning.Of(data, textColumns);
            remarks = cleaning.Remarks;
            data = cleaning.Apply(data);
        }

        cancellation.ThrowIfCancellationRequested();
        return FairnessAudit.Run(data, options);
    }

    private static FairnessAudit AuditDatabase(
        string sql, string table, FairnessAuditOptions options, string[] textColumns, CancellationToken cancellation)
    {
        using SqlSource source = SqlSource.Open(sql, table, options.Threads);
        return FairnessAudit.Run(source.Count(options, textColumns, cancellation), options);
    }
}
