using System.Text.Json;
using FairGan.Export;
using FairGan.Export.Vectors;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Training;

namespace FairGan.Cli.Verbs;

/// <summary>The verb <c>inspect</c>: describes a generator's file, or the schema detected in a table.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL.onnx|DATA") { Description = "The generator's file, or a table: .csv, .parquet, or - for CSV from standard input." };
    private readonly Option<string?> _known = VerbOptions.OptionalText("--schema", "FILE", "For a table: what is known of its columns, as train --schema takes it.");
    private readonly Option<string?> _schema = new("--write-schema") { HelpName = "FILE", Description = "For a table: write the detected schema as JSON for train --schema; - for standard output." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    /// <summary>Creates the verb.</summary>
    public InspectVerb()
        : base("inspect", "Describes a generator file (columns, training options, training summary), or the detected schema of a table.", "fairgan inspect loans.csv --write-schema loans.json")
    {
        Takes(_model, _json, _known, _schema);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken)
    {
        string path = arguments.GetRequiredValue(_model);
        string? schema = arguments.GetValue(_schema);
        if (schema is not null || path == OutputFiles.Standard || Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".PARQUET")
        {
            OutputCheck.Check([schema], [path, arguments.GetValue(_known)]);
            WriteTable(path, SchemaFile.Read(arguments.GetValue(_known)), schema, arguments.GetValue(_json), cancellationToken);
            return;
        }

        if (ModelFile.IsOfVectors(path))
        {
            using VectorGenerator vectors = ModelFile.OpenVectors(path, new OnnxGeneratorOptions { Threads = common.Threads });
            string description = arguments.GetValue(_json) ? ModelDescription.Json(vectors.Information) : ModelDescription.Text(vectors.Information);
            OutputFiles.Write([(OutputFiles.Standard, OutputFiles.Text(description))], cancellationToken);
            return;
        }

        using OnnxGenerator generator = ModelFile.Open(path, new OnnxGeneratorOptions { Threads = common.Threads });
        foreach (string line in FormulaCells.Of(generator.Information.Schema))
        {
            Console.Error.WriteLine($"fairgan: {line}");
        }

        string text = arguments.GetValue(_json) ? ModelDescription.Json(generator.Information) : ModelDescription.Text(generator.Information);
        OutputFiles.Write([(OutputFiles.Standard, OutputFiles.Text(text))], cancellationToken);
    }

    private static void WriteTable(string path, TableDescription known, string? schema, bool json, CancellationToken cancellationToken)
    {
        List<string> warnings = [];
        EncodedTable table = InputTable.Encode(path, [], [], new SynthesizerOptions { Preparation = new PreparationOptions { Description = known }, Protection = new ProtectionOptions { MinRows = 0 } }, warnings, cancellationToken);
        warnings.AddRange(InputTable.InMemory(path) is { } cells ? FormulaCells.Of(cells) : FormulaCells.Of(table.Schema));
        warnings.ForEach(warning => Console.Error.WriteLine($"fairgan: {warning}"));
        string text = json ? JsonSerializer.Serialize(table.Report, TrainingJson.Default.PreparationReport) : table.Report!.ToString();
        (string, byte[])[] files = schema is null ? [] : [(schema, OutputFiles.Text(SchemaFile.Of(table, known).ToJson()))];
        OutputFiles.Write(schema == OutputFiles.Standard ? files : [(OutputFiles.Standard, OutputFiles.Text(text)), .. files], cancellationToken);
    }
}
