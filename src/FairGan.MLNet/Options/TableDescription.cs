using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FairGan.Export.Rules;

namespace FairGan.MLNet.Options;

/// <summary>The kinds and formats of a table's columns and the rules between them; as JSON, the schema file of the command line.</summary>
public sealed record TableDescription
{
    /// <summary>The columns; those that are not described are detected.</summary>
    public IReadOnlyList<ColumnDescription> Columns { get => field ?? []; init; } = [];

    /// <summary>Rules that every generated row satisfies, whether or not all real rows do.</summary>
    public IReadOnlyList<ColumnRule> Rules { get => field ?? []; init; } = [];

    /// <summary>Spellings of a missing cell in any column of text, as <see cref="PreparationOptions.Missing"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Reads JSON.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">It is no description; the message gives the position.</exception>
    public static TableDescription Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            JsonText.RefuseEmptyItems(json, "The schema");
            TableDescription description = JsonSerializer.Deserialize(json, DescriptionJson.Default.TableDescription) ?? throw new FormatException("The schema is empty.");
            description.Validate();
            return description;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            throw JsonText.Refusal("The schema", problem);
        }
    }

    /// <summary>A copy with some columns read as text, whatever their cells.</summary>
    /// <param name="columns">Names of the columns; the rest of their descriptions stays.</param>
    public TableDescription WithTexts(IReadOnlyCollection<string> columns) => this with
    {
        Columns =
        [
            .. Columns.Select(column => columns.Contains(column.Name) ? column with { Kind = ColumnKind.Categorical, Format = null } : column),
            .. columns.Where(name => !Columns.Any(column => column.Name == name)).Select(name => new ColumnDescription { Name = name, Kind = ColumnKind.Categorical }),
        ],
    };

    /// <summary>The JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DescriptionJson.Relaxed.TableDescription);

    /// <summary>Throws where a description contradicts itself.</summary>
    /// <exception cref="FormatException">One does, a column is described twice, or a rule names no column.</exception>
    public void Validate()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ColumnDescription column in Columns)
        {
            column.Validate();
            if (!names.Add(column.Name))
            {
                throw new FormatException($"The schema describes column '{column.Name}' twice.");
            }
        }

        foreach (ColumnRule rule in Rules)
        {
            if (rule.Sources.Count == 0 || rule.Sources.Append(rule.Target).Any(string.IsNullOrEmpty))
            {
                throw new FormatException($"The rule {rule} of the schema lacks a column; name all of its columns, or remove it.");
            }
        }
    }
}

/// <summary>JSON serialisation of table descriptions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TableDescription))]
internal sealed partial class DescriptionJson : JsonSerializerContext
{
    /// <summary>The same serialisation, with characters such as ≤ and € unescaped.</summary>
    public static DescriptionJson Relaxed => new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
