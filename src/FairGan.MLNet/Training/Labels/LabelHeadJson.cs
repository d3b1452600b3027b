using System.Text.Json.Serialization;
using FairGan.Export.Graph;

namespace FairGan.MLNet.Training.Labels;

/// <summary>JSON serialisation of a label head, for checkpoints.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LabelHead))]
internal sealed partial class LabelHeadJson : JsonSerializerContext;
