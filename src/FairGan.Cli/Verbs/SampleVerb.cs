using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Schemas;
using FairGan.Export.Vectors;
using FairGan.Formats;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>sample</c>: generates rows from a generator's file.</summary>
internal sealed class SampleVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "The generator's file." };
    private readonly Option<long?> _rows = VerbOptions.OptionalWhole("--rows", "N", "Number of rows to generate; with --shard, the total over all shards.", 0L);
    private readonly Option<string> _out = VerbOptions.Text("--out", "FILE", "The table to write: .csv, .parquet, or - for CSV to standard output. For an image generator: one image of all (.png), or a folder of images.", required: true);
    private readonly Option<long?> _startRow = VerbOptions.OptionalWhole(
        "--start-row", "R", "Index of the first row, from 0: the file contains rows R to R+N-1 of this seed.", 0L);

    private readonly Option<Shard?> _shard = VerbOptions.Read(
        "--shard",
        "K/N",
        "Generate part K (from 0) of N parts. Only part 0 has the header line, so concatenating the parts' CSV files in order gives the bytes of one run.",
        Shard.Parse,
        null);

    private readonly Option<double?> _strength = VerbOptions.OptionalShare("--strength", "Fairness strength; default: the one the generator was trained for.");
    private readonly Option<IReadOnlyList<ColumnCondition>?> _where = VerbOptions.Read(
        "--where",
        "COL=VALUE,…",
        "Conditions that all rows satisfy: \"sex=Female,age=20..30,race=Black|White,job!=\". Ranges include both ends; nothing after = means a missing cell; quote values that contain one of =,|.",
        ColumnCondition.Parse,
        null);

    private readonly Option<ColumnBalance?> _balance = VerbOptions.Read(
        "--balance",
        "COL[=VALUE:SHARE|…]",
        "Sample a column's values in the given shares; equal shares if none are given: sex, \"sex=Female:0.7|Male:0.3\", \"age=..30:1|31..:1\".",
        ColumnBalance.Parse,
        null);

    private readonly Option<DeviceChoice> _device = VerbOptions.Read(
        "--device", "auto|cpu|cuda[:N]", "Where to sample; auto is the CPU, which gives the same bytes on every machine.", DeviceChoice.Parse, DeviceChoice.Automatic);

    private readonly Option<bool> _csvSafe = VerbOptions.CsvSafe();

    /// <summary>Creates the verb.</summary>
    public SampleVerb()
        : base(
            "sample",
            "Samples rows from a generator. Row i of a seed is the same row however the run is split.",
            "fairgan sample model/generator.onnx --rows 100000 --out synthetic.csv --strength 0.8 --where \"sex=Female,age=20..30\"")
    {
        _rows.Required = true;
        Takes(_model, _rows, _out, _startRow, _shard, _strength, _where, _balance, _device, _csvSafe);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        long rows = arguments.GetRequiredValue(_rows)!.Value;
        string path = arguments.GetRequiredValue(_out);
        Shard? shard = arguments.GetValue(_shard);
        if (shard is not null && arguments.GetValue(_startRow) is not null)
        {
            throw new UsageException("--start-row and --shard both set the first row; give one of them.");
        }

        if (ModelFile.IsOfVectors(arguments.GetRequiredValue(_model)))
        {
            SampleVectors(arguments, common, path, shard, rows, cancellationToken);
            return;
        }

        bool parquet = !OutputFiles.IsStream(path) && TableReader.FormatOf(path) == TableFormat.Parquet;
        bool csvSafe = VerbOptions.RequireCsv(arguments.GetValue(_csvSafe), !parquet);
        (long start, rows) = shard?.Of(rows) ?? (arguments.GetValue(_startRow) ?? 0, rows);
        using OnnxGenerator generator = ModelFile.Open(
            arguments.GetRequiredValue(_model),
            arguments.GetRequiredValue(_device).ForSampling(common.Threads));
        double? strength = arguments.GetValue(_strength);
        if (strength is not null && !generator.Information.HasDial)
        {
            throw new UsageException("--strength: this generator was trained without fairness; it has no strength to set.");
        }

        TableSchema schema = generator.Information.Schema;
        OutputCheck.Check([path], [arguments.GetRequiredValue(_model)], parquet ? 0 : LeastBytes(rows, schema.Columns.Count));
        var options = new SamplingOptions
        {
            Seed = common.Seed,
            StartRow = start,
            Strength = strength,
            Where = arguments.GetValue(_where) ?? [],
            Balance = arguments.GetValue(_balance),
        };
        IEnumerable<SyntheticBatch> batches = generator.Generate(rows, options, cancellationToken);

        // A progress bar and rows on the same terminal would overwrite each other.
        bool quiet = common.Quiet || (path == OutputFiles.Standard && !Console.IsOutputRedirected);
        ProgressDisplay.Show(quiet, progress =>
        {
            progress.Report("opening the model");
            var reporter = new RowReporter(progress, "generating rows", rows);
            if (parquet)
            {
                OutputFiles.Write(
                    path,
                    stream => ParquetRows.WriteAsync(schema, generator.GenerateAsync(rows, options, cancellationToken), stream, reporter, cancellationToken).GetAwaiter().GetResult(),
                    cancellationToken);
                return;
            }

            OutputFiles.Write(path, stream => SyntheticTable.WriteCsv(schema, batches, stream, withHeader: shard is null or { Index: 0 }, csvSafe, reporter), cancellationToken);
        });
    }

    private void SampleVectors(ParseResult arguments, CommonOptions common, string path, Shard? shard, long all, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_strength) is not null || arguments.GetValue(_balance) is not null)
        {
            throw new UsageException("--strength and --balance are for tables; for vectors, --where selects the group.");
        }

        VerbOptions.RequireCsv(arguments.GetValue(_csvSafe), isCsv: false);
        (long start, long rows) = shard?.Of(all) ?? (arguments.GetValue(_startRow) ?? 0, all);
        using VectorGenerator generator = ModelFile.OpenVectors(arguments.GetRequiredValue(_model), arguments.GetRequiredValue(_device).ForSampling(common.Threads));
        VectorSchema schema = generator.Information.Schema;
        string? group = (arguments.GetValue(_where) ?? []) switch
        {
            [] => null,
            [{ Excluded: false, Alternatives: [var value] } condition] when condition.Column == schema.Group?.Name => value,
            _ => throw new UsageException(schema.Group is { } known ? $"--where of vectors names one group: {known.Name}=VALUE." : "--where: these vectors were trained without groups."),
        };
        VectorOutput.Check(schema, arguments.GetRequiredValue(_model), path, rows);
        IEnumerable<VectorBatch> batches = generator.Generate(rows, new VectorSamplingOptions { Seed = common.Seed, StartRow = start, Group = group }, cancellationToken);
        bool quiet = common.Quiet || (path == OutputFiles.Standard && !Console.IsOutputRedirected);
        ProgressDisplay.Show(quiet, progress =>
            VectorOutput.Write(schema, batches, path, withHeader: shard is null or { Index: 0 }, new RowReporter(progress, "generating vectors", rows), cancellationToken));
    }

    // A cell of a CSV file takes a byte at least, the comma or line break behind it.
    private static long LeastBytes(long rows, long cells) => rows > long.MaxValue / cells ? long.MaxValue : rows * cells;
}
