using System.Text.Json;
using System.Text.Json.Serialization;
using FairGan.Reporting.Quality.Privacy.Findings;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>What the attacks found.</summary>
public sealed record PrivacyAttackResult
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The worst of all verdicts.</summary>
    public required PrivacyVerdict Verdict { get; init; }

    /// <summary>What was found, a sentence each, the worst first; what was not found last.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>K: values that fewer training rows hold were sought.</summary>
    public required int LeastRows { get; init; }

    /// <summary>Whether a training row can be told from other people's.</summary>
    public required IReadOnlyList<MembershipAttack> Attacks { get; init; }

    /// <summary>Singling out, linkability and inference.</summary>
    public required IReadOnlyList<InferenceAttack> Inferences { get; init; }

    /// <summary>Whether generated rows lie closer to training rows than to other people's.</summary>
    public required NearestRows Nearest { get; init; }

    /// <summary>Rare values of training rows that were found in the file, in a document, or in generated rows.</summary>
    public required IReadOnlyList<ValueLeak> Leaks { get; init; }

    /// <summary>All of it as JSON, with names in snake case. It names sensitive groups, but no value of a row.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
