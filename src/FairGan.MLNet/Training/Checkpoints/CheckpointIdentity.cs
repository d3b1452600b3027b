using System.Reflection;
using System.Text.Json.Nodes;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>What a training's bytes depend on: a checkpoint continues the same training only.</summary>
/// <param name="Kind">What is trained.</param>
/// <param name="Version">The version of this library and of libtorch.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Threads">Threads on the CPU.</param>
/// <param name="Device">The device.</param>
/// <param name="Options">All other options, as JSON.</param>
internal sealed record CheckpointIdentity(string Kind, string Version, long Seed, int Threads, string Device, string Options)
{
    private const int LongestValue = 60;

    /// <summary>The versions that run here. A build from changed sources is another version.</summary>
    public static string Here { get; } =
        $"{typeof(CheckpointIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} ({typeof(CheckpointIdentity).Module.ModuleVersionId.ToString("N")[..8]}), TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>A device by its name.</summary>
    public static string NameOf(int? cudaDevice) => cudaDevice is { } number ? $"cuda:{number}" : "cpu";

    /// <summary>The first difference to another training, as the end of a sentence; null where there is none.</summary>
    /// <param name="now">What is asked for now.</param>
    /// <param name="withSeed">Whether the seed counts.</param>
    public string? DifferenceTo(CheckpointIdentity now, bool withSeed)
    {
        if (Kind != now.Kind)
        {
            return $"it learns {Kind}, and now {now.Kind} are given";
        }

        if (Version != now.Version)
        {
            return $"it was begun by version {Version}, and this is {now.Version}";
        }

        if (withSeed && Seed != now.Seed)
        {
            return $"it has another seed than {now.Seed} (on the command line --seed)";
        }

        if (Threads != now.Threads)
        {
            return $"its number of threads is {Threads}, and now {now.Threads} (on the command line --threads)";
        }

        return Device != now.Device
            ? $"it runs on {Device}, and now on {now.Device} (on the command line --device)"
            : Difference("options", JsonNode.Parse(Options), JsonNode.Parse(now.Options));
    }

    private static string? Difference(string path, JsonNode? began, JsonNode? now)
    {
        if (JsonNode.DeepEquals(began, now))
        {
            return null;
        }

        if (began is JsonObject before && now is JsonObject after)
        {
            return before.Select(property => property.Key).Union(after.Select(property => property.Key))
                .Select(name => Difference($"{path}.{name}", before[name], after[name])).First(found => found is not null);
        }

        return $"it has other {path}: {Text(began)}, and now {Text(now)}";
    }

    private static string Text(JsonNode? value)
    {
        string text = value?.ToJsonString(TrainingJson.Default.Options) ?? "none";
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
