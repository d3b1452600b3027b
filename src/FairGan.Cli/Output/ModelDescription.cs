using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FairGan.Export.Columns;
using FairGan.Export.Format;
using FairGan.Export.Rules;
using FairGan.Export.Schemas;
using FairGan.Export.Vectors;

namespace FairGan.Cli.Output;

/// <summary>Describes a generator's file, for people and for programs.</summary>
internal static class ModelDescription
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The description as JSON; its names are those of the file's own metadata.</summary>
    public static string Json(GeneratorInformation information)
    {
        TableSchema schema = information.Schema;
        return new JsonObject
        {
            ["columns"] = new JsonArray([.. schema.Columns.Select(column => new JsonObject
            {
                ["name"] = column.Name,
                ["kind"] = Kind(column),
                ["role"] = Role(schema, column),
                ["categories"] = column.ListedTexts?.Count,
                ["symbols"] = column.SymbolCount,
                ["hasMissing"] = column.HasMissing,
                ["format"] = column.CellFormat,
                ["description"] = column.Notes?.Description,
                ["labels"] = column.Notes is { Labels.Count: > 0 } notes ? new JsonObject(notes.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)JsonValue.Create(label.Value)))) : null,
                ["stored"] = column.Stored,
            })]),
            ["rules"] = new JsonArray([.. schema.Rules.Select(rule => JsonValue.Create(rule.ToString()))]),
            ["label"] = schema.Label,
            ["positive"] = schema.Positive,
            ["sensitive"] = new JsonArray([.. schema.Sensitive.Select(name => JsonValue.Create(name))]),
            ["strength"] = Math.Round(information.Strength, 6),
            ["hasDial"] = information.HasDial,
            ["protection"] = information.Protection is { } protection ? Protection(protection) : null,
            ["noiseWidth"] = information.NoiseWidth,
            ["options"] = Parse(information.OptionsJson),
            ["training"] = Parse(information.TrainingJson),
        }.ToJsonString(s_indented);
    }

    /// <summary>The description as text.</summary>
    public static string Text(GeneratorInformation information)
    {
        TableSchema schema = information.Schema;
        var text = new StringBuilder();
        if (schema.Label is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"label       {schema.Label}, favourable value {schema.Positive}\n");
        }
        else if ((Parse(information.OptionsJson) as JsonObject)?["labelColumn"]?.ToString() is { } plain)
        {
            text.Append(CultureInfo.InvariantCulture, $"label       none: '{plain}' has more than two values, and none was named as favourable; it is a column like others\n");
        }

        if (schema.Sensitive.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"sensitive   {string.Join(", ", schema.Sensitive)}\n");
        }

        string dial = information.HasDial ? "can be set when sampling" : "fixed";
        text.Append(CultureInfo.InvariantCulture, $"strength    {information.Strength:0.###} ({dial})\n");
        text.Append(CultureInfo.InvariantCulture, $"protection  {information.Protection switch
        {
            null => "none recorded: the file may give training rows away",
            { Epsilon: { } epsilon, Delta: { } delta } known => string.Create(CultureInfo.InvariantCulture, $"differential privacy, ε = {epsilon:R}, δ = {delta:R}, by {Unit(known)}"),
            { } known => $"everything rests on at least {known.MinRows} {Unit(known)}",
        }}\n\n");
        var columns = new TextTable(leftColumns: 3);
        columns.Add("column", "kind", "role", "categories", "symbols", "missing cells", "format");
        foreach (ColumnCodec column in schema.Columns)
        {
            string categories = column.ListedTexts?.Count.ToString(CultureInfo.InvariantCulture) ?? "-";
            columns.Add(column.Name, Kind(column), Role(schema, column), categories, column.SymbolCount.ToString(CultureInfo.InvariantCulture), column.HasMissing ? "yes" : "no", column.CellFormat ?? "-");
        }

        text.Append(columns);
        foreach (ColumnCodec column in schema.Columns.Where(column => column.Notes is not null))
        {
            string[] words = [.. column.Notes!.Description is { } description ? new[] { description } : [], .. column.Notes.Labels.Select(label => $"{label.Key} = {label.Value}")];
            text.Append(CultureInfo.InvariantCulture, $"meaning     {column.Name}: {string.Join("; ", words)}\n");
        }

        foreach (ColumnRule rule in schema.Rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"rule        {rule}\n");
        }

        Append(text, "options", Parse(information.OptionsJson));
        if (Parse(information.TrainingJson) is not JsonObject { Count: 0 })
        {
            Append(text, "training", Parse(information.TrainingJson));
        }

        return text.ToString();
    }

    /// <summary>The description of a generator of vectors as JSON.</summary>
    public static string Json(VectorInformation information)
    {
        VectorSchema schema = information.Schema;
        return new JsonObject
        {
            ["kind"] = "vectors",
            ["column"] = schema.Column,
            ["shape"] = new JsonArray([.. schema.Shape.Select(size => JsonValue.Create(size))]),
            ["sensitive"] = schema.Group?.Name,
            ["groups"] = new JsonArray([.. Groups(schema).Select(group => new JsonObject { ["value"] = group.Value, ["share"] = Math.Round(group.Share, 6) })]),
            ["noiseWidth"] = information.NoiseWidth,
            ["options"] = Parse(information.OptionsJson),
            ["training"] = Parse(information.TrainingJson),
        }.ToJsonString(s_indented);
    }

    /// <summary>The description of a generator of vectors as text.</summary>
    public static string Text(VectorInformation information)
    {
        VectorSchema schema = information.Schema;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"vectors     {schema.Column}, {string.Join(" × ", schema.Shape)}{(schema.IsPicture ? " pixels" : "")}\n");
        if (schema.Group is { } codec)
        {
            text.Append(CultureInfo.InvariantCulture, $"sensitive   {codec.Name}\n\n");
            var groups = new TextTable(leftColumns: 1);
            groups.Add(codec.Name, "share");
            foreach ((string value, double share) in Groups(schema))
            {
                groups.Add(value, share.ToString("0.0000", CultureInfo.InvariantCulture));
            }

            text.Append(groups);
        }

        Append(text, "options", Parse(information.OptionsJson));
        Append(text, "training", Parse(information.TrainingJson));
        return text.ToString();
    }

    private static IEnumerable<(string Value, double Share)> Groups(VectorSchema schema) =>
        schema.Group is { } codec ? schema.Shares.Select((share, group) => (codec.Describe(group), (double)share)) : [];

    private static void Append(StringBuilder text, string title, JsonNode? node)
    {
        var table = new TextTable(leftColumns: 2);
        foreach ((string name, string value) in Leaves(node, ""))
        {
            table.Add($"  {name}", value);
        }

        text.Append('\n').Append(title).Append('\n').Append(table);
    }

    private static IEnumerable<(string Name, string Value)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject json => json.SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Key : $"{path}.{property.Key}")),
        JsonArray list => [(path, string.Join(", ", list.Select(item => item?.ToString() ?? "")))],
        null => [],
        _ => [(path, node.ToString())],
    };

    private static JsonNode? Parse(string json)
    {
        try
        {
            JsonNode? node = JsonNode.Parse(json);

            // What differs between two runs of the same seed is not in the file; zeros take its place.
            (node as JsonObject)?.Remove("seconds");
            ((node as JsonObject)?["training"] as JsonObject)?.Remove("threads");
            return node;
        }
        catch (JsonException)
        {
            // The metadata of a file that others made may hold anything.
            return JsonValue.Create(json);
        }
    }

    private static JsonObject Protection(GeneratorProtection protection) => protection.Epsilon is { } epsilon
        ? new JsonObject { ["epsilon"] = epsilon, ["delta"] = protection.Delta, ["unit"] = Unit(protection) }
        : new JsonObject { ["minRows"] = protection.MinRows, ["unit"] = Unit(protection) };

    private static string Unit(GeneratorProtection protection) => protection.BySubject ? "subjects" : "rows";

    private static string Kind(ColumnCodec column) => column.Kind.ToString().ToLowerInvariant();

    private static string Role(TableSchema schema, ColumnCodec column) =>
        column.Name == schema.Label ? "label" : schema.Sensitive.Contains(column.Name) ? "sensitive" : "feature";
}
