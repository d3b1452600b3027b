using System.Text.Json.Serialization;

namespace FairGan.MLNet.Training;

/// <summary>JSON serialisation of options, training summaries and preparation reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingSummary))]
[JsonSerializable(typeof(SynthesizerOptions))]
[JsonSerializable(typeof(PreparationReport))]
[JsonSerializable(typeof(VectorTrainingSummary))]
[JsonSerializable(typeof(VectorSynthesizerOptions))]
[JsonSerializable(typeof(AugmentationOptions))]
[JsonSerializable(typeof(IReadOnlyList<AugmentationCell>))]
internal sealed partial class TrainingJson : JsonSerializerContext;
