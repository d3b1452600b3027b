using System.Text.Json;
using System.Text.Json.Nodes;

namespace FairGan.Fuzz;

/// <summary>Damages JSON in one place of its tree.</summary>
internal static class JsonDamage
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Damages a text; one that is no JSON becomes a list around it.</summary>
    public static string Of(string json, Random random)
    {
        try
        {
            return Of(JsonNode.Parse(json), random);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return $"[{json}]";
        }
    }

    private static string Of(JsonNode? root, Random random)
    {
        List<JsonNode> nodes = [];
        Collect(root, nodes);
        if (nodes.Count == 0)
        {
            return "null";
        }

        switch (Damage.Any(nodes, random))
        {
            case JsonObject { Count: > 0 } some:
                string name = Damage.Any([.. some.Select(entry => entry.Key)], random);
                Change(some[name], value => some[name] = value, () => some.Remove(name), nodes, random);
                break;
            case JsonObject none:
                none["name"] = Value(nodes, random);
                break;
            case JsonArray { Count: > 0 } list:
                int at = random.Next(list.Count);
                Change(list[at], value => list[at] = value, () => list.RemoveAt(at), nodes, random);
                break;
            case JsonArray list:
                list.Add(Value(nodes, random));
                break;
        }

        return root!.ToJsonString(s_options);
    }

    private static void Change(JsonNode? old, Action<JsonNode?> set, Action remove, List<JsonNode> nodes, Random random)
    {
        if (random.Next(5) == 0)
        {
            remove();
        }
        else if (random.Next(4) == 0 && old is JsonArray { Count: > 0 } list)
        {
            list.Insert(random.Next(list.Count + 1), Damage.Any([.. list], random)?.DeepClone());
        }
        else
        {
            set(Value(nodes, random));
        }
    }

    private static JsonNode? Value(List<JsonNode> nodes, Random random) => random.Next(12) switch
    {
        0 => null,
        1 => new JsonArray(),
        2 => new JsonObject(),
        3 => new JsonArray(null, "x"),
        4 => JsonValue.Create(Damage.Number(random)),
        5 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-300, 300))),
        6 => JsonValue.Create(random.Next(2) == 0),
        7 => JsonValue.Create(""),
        8 => JsonValue.Create(new string(Damage.Any(['x', '[', '\'', '0', 'y', '\u202e', '%', '{'], random), random.Next(1, 3000))),
        9 => JsonValue.Create(Damage.Any(["yyyy-MM-dd", "[MMM=a]MMM", "1,234.00", "h:mm:ss", "date", "integer", "ordinal", "0", "-1", "\0", "[Excel]0", "sum", "order", "'", "\\"], random)),
        _ => Damage.Any(nodes, random).DeepClone(),
    };

    private static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        if (node is JsonObject some)
        {
            nodes.Add(node);
            foreach (var (_, value) in some)
            {
                Collect(value, nodes);
            }
        }
        else if (node is JsonArray list)
        {
            nodes.Add(node);
            foreach (JsonNode? value in list)
            {
                Collect(value, nodes);
            }
        }
    }
}
