// Part of the file format: may not change within a version of it.
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Format;

/// <summary>JSON serialisation of schemas. A property names the kind of each column's codec.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TableSchema))]
[JsonSerializable(typeof(IReadOnlyList<Derivation>))]
[JsonSerializable(typeof(IReadOnlyList<Interaction>))]
[JsonSerializable(typeof(GeneratorProtection))]
[JsonSerializable(typeof(VectorSchema))]
[JsonSerializable(typeof(CategoricalCodec))]
[JsonSerializable(typeof(NumericCodec))]
[JsonSerializable(typeof(DateCodec))]
[JsonSerializable(typeof(IdentifierCodec))]
[JsonSerializable(typeof(DurationCodec))]
internal sealed partial class FileJson : JsonSerializerContext
{
    private static readonly JsonDerivedType[] s_kinds =
    [
        new(typeof(CategoricalCodec), "categorical"),
        new(typeof(NumericCodec), "numeric"),
        new(typeof(DateCodec), "date"),
        new(typeof(IdentifierCodec), "identifier"),
        new(typeof(DurationCodec), "duration"),
    ];

    /// <summary>Writes the schema of a table.</summary>
    public static JsonTypeInfo<TableSchema> Table => field ??= (JsonTypeInfo<TableSchema>)new JsonSerializerOptions(Default.Options)
    {
        TypeInfoResolver = Default.WithAddedModifier(TellKindsApart),
    }.GetTypeInfo(typeof(TableSchema));

    private static void TellKindsApart(JsonTypeInfo type)
    {
        if (type.Type != typeof(ColumnCodec))
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "codec" };
        foreach (var kind in s_kinds)
        {
            type.PolymorphismOptions.DerivedTypes.Add(kind);
        }
    }
}
