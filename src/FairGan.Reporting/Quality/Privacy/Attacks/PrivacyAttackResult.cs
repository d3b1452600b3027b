using System.Text.Json;
using System.Text.Json.Serialization;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>What the attacks found. <see cref="ToJson"/> has the figures of each attack.</summary>
public sealed record PrivacyAttackResult
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    internal PrivacyAttackResult(
        IReadOnlyList<MembershipAttack> attacks, IReadOnlyList<InferenceAttack> inferences, NearestRows nearest, IReadOnlyList<ValueLeak> leaks)
    {
        Attacks = attacks;
        Inferences = inferences;
        Nearest = nearest;
        Leaks = leaks;
    }

    /// <summary>The worst of all verdicts.</summary>
    public required PrivacyVerdict Verdict { get; init; }

    /// <summary>What was found, a sentence each, the worst first; what was not found last.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>K: the scan looked for values that fewer training rows have.</summary>
    public required int LeastRows { get; init; }

    /// <summary>Whether a training row can be distinguished from other people's.</summary>
    [JsonInclude]
    internal IReadOnlyList<MembershipAttack> Attacks { get; }

    /// <summary>Singling out, linkability and inference.</summary>
    [JsonInclude]
    internal IReadOnlyList<InferenceAttack> Inferences { get; }

    /// <summary>Whether generated rows lie closer to training rows than to other people's.</summary>
    [JsonInclude]
    internal NearestRows Nearest { get; }

    /// <summary>Rare values of training rows that were found in the file, in a document, or in generated rows.</summary>
    [JsonInclude]
    internal IReadOnlyList<ValueLeak> Leaks { get; }

    /// <summary>All of it as JSON, with names in snake case. It names sensitive groups, but no value of a row.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
