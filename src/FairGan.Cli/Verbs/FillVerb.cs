using FairGan.Export;
using FairGan.Export.Schemas;
using FairGan.Formats;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>fill</c>: fills in the missing cells of a table.</summary>
internal sealed class FillVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "The generator's file." };
    private readonly Argument<string> _data = new("DATA") { Description = "The table with missing cells: .csv, .parquet, or - for CSV from standard input." };
    private readonly Option<string> _out = VerbOptions.Text("--out", "FILE", "The table to write: .csv, .parquet, or - for CSV to standard output.", required: true);
    private readonly Option<double?> _strength = VerbOptions.OptionalShare("--strength", "Fairness strength of labels that are filled in; default: the one the generator was trained for.");

    private readonly Option<string[]> _missing = VerbOptions.Columns("--missing", "Additional spellings of a missing cell in text columns, as for train.", value: "TEXT");

    private readonly Option<bool> _csvSafe = VerbOptions.CsvSafe();

    /// <summary>Creates the verb.</summary>
    public FillVerb()
        : base(
            "fill",
            "Fills in the missing cells of a table, sampled given the cells that are present; those stay unchanged. An absent column is filled in as a whole.",
            "fairgan fill model/generator.onnx loans.csv --out filled.csv") => Takes(_model, _data, _out, _strength, _missing, _csvSafe);

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string path = arguments.GetRequiredValue(_out);
        TableFormat format = OutputFiles.IsStream(path) ? TableFormat.Csv : TableReader.FormatOf(path);
        bool csvSafe = VerbOptions.RequireCsv(arguments.GetValue(_csvSafe), format == TableFormat.Csv);
        OutputCheck.Check([path], [arguments.GetRequiredValue(_model), arguments.GetRequiredValue(_data)]);
        using OnnxGenerator generator = ModelFile.Open(arguments.GetRequiredValue(_model));
        double? strength = arguments.GetValue(_strength);
        if (strength is not null && !generator.Information.HasDial)
        {
            throw new UsageException("--strength: this generator was trained without fairness; it has no strength to set.");
        }

        using SynthesizerTransformer filler = SynthesizerTransformer.FromFile(File.ReadAllBytes(arguments.GetRequiredValue(_model)));
        IReadOnlyList<string> remarks = [];
        ProgressDisplay.Show(common.Quiet, progress =>
        {
            progress.Report("reading the table");
            IDataView rows = InputTable.Read(new MLContext(common.Seed), arguments.GetRequiredValue(_data), new TableReadOptions { AsWritten = true });
            PreparationOptions learned = filler.Options.Preparation;
            GivenRows given = GivenRows.Read(rows, generator.Information, learned with { Missing = [.. learned.Missing, .. arguments.GetRequiredValue(_missing)] }, keepsOthers: true, cancellationToken);
            remarks = given.Remarks;
            TableSchema schema = given.FilledSchema;
            var filled = new RowReporter(progress, "filling in", given.Batch.RowCount);
            IEnumerable<SyntheticBatch> batches = generator.FillIn(given.Batch, new SamplingOptions { Seed = common.Seed, Strength = strength }, cancellationToken).Select(given.WithOthers);
            OutputFiles.Write(
                path,
                stream =>
                {
                    if (format == TableFormat.Parquet)
                    {
                        ParquetRows.WriteAsync(schema, batches.ToAsyncEnumerable(), stream, filled, cancellationToken).GetAwaiter().GetResult();
                    }
                    else
                    {
                        SyntheticTable.WriteCsv(schema, batches, stream, withHeader: true, csvSafe, filled);
                    }
                },
                cancellationToken);
        });
        foreach (string remark in common.Quiet ? [] : remarks)
        {
            Console.Error.WriteLine($"fairgan: {remark}");
        }
    }
}
