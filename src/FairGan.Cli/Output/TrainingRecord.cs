using System.Text.Json;
using System.Text.Json.Nodes;
using FairGan.MLNet.Privacy;
using FairGan.MLNet.Training;
using FairGan.MLNet.Training.Loop;
using FairGan.MLNet.Training.Vectors;

namespace FairGan.Cli.Output;

/// <summary>Writes <c>training.json</c>: the options and the training summary.</summary>
internal static class TrainingRecord
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON; its names are those of the model's own metadata.</summary>
    /// <param name="options">The options.</param>
    /// <param name="trained">The result.</param>
    /// <param name="notes">Remarks on the table and the training, one per line.</param>
    public static string Json(SynthesizerOptions options, TrainedFile trained, IEnumerable<string> notes)
    {
        JsonNode summary = JsonSerializer.SerializeToNode(trained.Summary, TrainingJson.Default.TrainingSummary)!;
        return Confidential(new JsonObject
        {
            ["privacy"] = trained.Privacy is { } privacy ? Ledger(privacy) : null,
            ["seed"] = options.Training.Seed,
            ["rows"] = trained.RowCount,
            ["strength"] = options.Strength,
            ["device"] = options.Training.CudaDevice is { } device ? $"cuda:{device}" : "cpu",
            ["seconds"] = trained.Summary.Seconds,
            ["steps"] = trained.Summary.Steps,
            ["bestStep"] = trained.Summary.BestStep,
            ["cutShort"] = trained.Summary.CutShort,
            ["notes"] = new JsonArray([.. notes.Select(note => JsonValue.Create(note))]),
            ["losses"] = summary["losses"]!.DeepClone(),
            ["validation"] = new JsonObject { ["logLikelihood"] = summary["validationLogLikelihood"]!.DeepClone() },
            ["components"] = trained.Summary.Components,
            ["batchSize"] = trained.Summary.BatchSize,
            ["preparation"] = JsonSerializer.SerializeToNode(trained.Preparation, TrainingJson.Default.PreparationReport),
            ["options"] = JsonSerializer.SerializeToNode(options, TrainingJson.Default.SynthesizerOptions),
        });
    }

    /// <summary>The JSON of a training on vectors.</summary>
    /// <param name="options">The options.</param>
    /// <param name="trained">The result.</param>
    /// <param name="notes">Remarks on the training, one per line.</param>
    public static string Json(VectorSynthesizerOptions options, TrainedVectorFile trained, IEnumerable<string> notes)
    {
        JsonObject summary = JsonSerializer.SerializeToNode(trained.Summary, TrainingJson.Default.VectorTrainingSummary)!.AsObject();
        var json = new JsonObject
        {
            ["seed"] = options.Training.Seed,
            ["rows"] = trained.RowCount,
            ["device"] = options.Training.CudaDevice is { } device ? $"cuda:{device}" : "cpu",
        };
        foreach ((string name, JsonNode? value) in summary)
        {
            json[name] = value?.DeepClone();
        }

        json["notes"] = new JsonArray([.. notes.Select(note => JsonValue.Create(note))]);
        json["options"] = JsonSerializer.SerializeToNode(options, TrainingJson.Default.VectorSynthesizerOptions);
        return Confidential(json);
    }

    private static JsonObject Ledger(PrivacyRecord privacy) => new()
    {
        ["epsilon"] = privacy.Epsilon,
        ["delta"] = privacy.Delta,
        ["unit"] = privacy.BySubject ? "subject" : "row",
        ["rho"] = privacy.Rho,
        ["charges"] = new JsonArray([.. privacy.Charges.Select(charge => new JsonObject { ["query"] = charge.Query, ["mechanism"] = charge.Mechanism, ["rho"] = charge.Rho, ["delta"] = charge.Delta })]),
    };

    private static string Confidential(JsonObject record)
    {
        record.Insert(0, "confidential", "This file stays at home: with its seed and figures, people in the training rows can be recognised. The files beside it may be given away.");
        string json = record.ToJsonString(s_indented);
        return "{ " + json[json.IndexOf('"', StringComparison.Ordinal)..];
    }
}
