using System.Text;
using System.Text.Json;
using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Training;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(PreparationTransformer), typeof(PreparationLoader), null, typeof(SignatureLoadModel), "FairGan preparation", PreparationLoader.Signature)]

namespace FairGan.MLNet.Components;

/// <summary>Saves and loads preparations in ML.NET's model file.</summary>
internal static class PreparationLoader
{
    /// <summary>The name under which ML.NET finds this class when it loads a model.</summary>
    public const string Signature = "FairGanPreparation";

    private const string Description = "description.json";
    private const string Report = "report.json";

    private static readonly SavedModelKind s_kind = new("FGPREPAR", Signature, typeof(PreparationLoader).Assembly);

    /// <summary>Writes a preparation.</summary>
    /// <param name="context">ML.NET's save context.</param>
    /// <param name="preparation">The preparation.</param>
    public static void Save(ModelSaveContext context, PreparationTransformer preparation) => ModelStreams.Save(context, s_kind, new Dictionary<string, byte[]>
    {
        [Description] = Encoding.UTF8.GetBytes(preparation.Description.ToJson()),
        [Report] = JsonSerializer.SerializeToUtf8Bytes(preparation.Report, TrainingJson.Default.PreparationReport),
    });

    // ML.NET finds this method by its name and parameters.
    private static PreparationTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ArgumentNullException.ThrowIfNull(env);
        IReadOnlyDictionary<string, byte[]> contents = ModelStreams.Load(ctx, s_kind, Description, Report);
        return new PreparationTransformer(
            TableDescription.Parse(Encoding.UTF8.GetString(contents[Description])),
            JsonSerializer.Deserialize(contents[Report], TrainingJson.Default.PreparationReport) ?? throw new FormatException("The saved report is empty."));
    }
}
