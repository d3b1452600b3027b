using System.CommandLine;
using FairGan.Export.Sampling;

namespace FairGan.Cli.Verbs;

/// <summary>Tells what a generator's file holds.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL.onnx") { Description = "The generator's file." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    /// <summary>Makes the verb.</summary>
    public InspectVerb()
        : base("inspect", "Prints what a generator's file holds: its columns, the options it was trained with, and how training went.", "fairgan inspect model/generator.onnx --json")
    {
        Takes(_model, _json);
    }

    /// <inheritdoc/>
    protected override void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(_model);
        using OnnxGenerator generator = ModelFile.Open(path, new OnnxGeneratorOptions { Threads = common.Threads });
        string text = arguments.GetValue(_json) ? ModelDescription.Json(generator.Information) : ModelDescription.Text(generator.Information);
        OutputFiles.Write([(OutputFiles.Standard, OutputFiles.Text(text))], cancellation);
    }
}
