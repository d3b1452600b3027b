// Part of the file format: may not change within a version of it.
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Format;

/// <summary>Reads a generator's file, and refuses what no generator writes.</summary>
internal static class GeneratorReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message gives the reason.</exception>
    public static (ModelProto Model, GeneratorInformation Information) Read(ReadOnlySpan<byte> bytes)
    {
        var model = Parse(bytes);
        if (GeneratorFile.KindOf(model) is { } kind)
        {
            throw new FormatException(kind == GeneratorFile.VectorKind ? "This file generates vectors, not rows of a table; open it with VectorGenerator." : "This file generates neither rows of a table nor vectors.");
        }

        TableSchema schema;
        try
        {
            FileBounds.CheckSchema(GeneratorFile.Property(model, GeneratorFile.SchemaKey));
            schema = JsonSerializer.Deserialize(GeneratorFile.Property(model, GeneratorFile.SchemaKey), FileJson.Table)
                ?? throw new FormatException("The file's schema is empty.");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or NotSupportedException)
        {
            throw JsonText.Refusal("The file's schema", problem);
        }

        if (!float.TryParse(GeneratorFile.Property(model, GeneratorFile.StrengthKey), CultureInfo.InvariantCulture, out float strength) || !(strength >= 0 && strength <= 1))
        {
            throw new FormatException("The file's strength is not a number from 0 to 1.");
        }

        int noiseWidth = GraphEnds.NoiseWidth(model);
        GraphEnds.Check(model.Graph, schema);
        bool dial = model.Graph.Input.Any(i => i.Name == GraphNames.StrengthInput);
        var derived = Derivations();
        return (model, new GeneratorInformation(schema, strength, dial, noiseWidth, GeneratorFile.Property(model, GeneratorFile.OptionsKey), GeneratorFile.Property(model, GeneratorFile.TrainingKey)) { Derivations = derived, Interactions = Interactions(), Protection = Protection() });

        GeneratorProtection? Protection()
        {
            if (GeneratorFile.Find(model, GeneratorFile.ProtectionKey) is not { } json)
            {
                return null;
            }

            try
            {
                return JsonSerializer.Deserialize(json, FileJson.Default.GeneratorProtection) is { } protection and ({ MinRows: >= 2 } or { MinRows: 0, Epsilon: > 0, Delta: > 0 and < 1 }) ? protection
                    : throw new FormatException("The file's protection is none.");
            }
            catch (JsonException problem)
            {
                throw JsonText.Refusal("The file's protection", problem);
            }
        }

        IReadOnlyList<Derivation>? Derivations()
        {
            if (GeneratorFile.Find(model, GeneratorFile.DerivedKey) is not { } json)
            {
                return null;
            }

            try
            {
                FileBounds.CheckSchema(json);
                var derivations = JsonSerializer.Deserialize(json, FileJson.Default.IReadOnlyListDerivation) ?? [];
                return derivations.All(Fits) && derivations.DistinctBy(derivation => derivation.Column).Count() == derivations.Count
                    && !derivations.Any(derivation => derivations.Any(other => other.Column == derivation.Source)) ? derivations
                    : throw new FormatException("The file's determined columns do not fit its schema.");
            }
            catch (JsonException problem)
            {
                throw JsonText.Refusal("The file's determined columns", problem);
            }
        }

        IReadOnlyList<Interaction> Interactions()
        {
            if (GeneratorFile.Find(model, GeneratorFile.InteractionsKey) is not { } json)
            {
                return [];
            }

            try
            {
                FileBounds.CheckSchema(json);
                var interactions = JsonSerializer.Deserialize(json, FileJson.Default.IReadOnlyListInteraction) ?? [];
                return interactions.All(Joins) && interactions.DistinctBy(interaction => interaction.Child).Count() == interactions.Count
                    && !interactions.Any(interaction => interactions.Any(other => other.Child == interaction.Parent))
                    ? [.. interactions.Select(interaction => interaction with { Logits = LogitsOf(interaction) })]
                    : throw new FormatException("The file's parent and child columns do not fit its schema.");
            }
            catch (JsonException problem)
            {
                throw JsonText.Refusal("The file's parent and child columns", problem);
            }
        }

        float[] LogitsOf(Interaction interaction)
        {
            long count = (long)schema.Columns[interaction.Parent].SymbolCount * schema.Columns[interaction.Child].SymbolCount;
            var constant = model.Graph.Initializer.FirstOrDefault(tensor => tensor.Name == interaction.Constant);
            float[] logits = constant is { DataType: (int)DataType.Float } ? MemoryMarshal.Cast<byte, float>(constant.RawData.Span).ToArray() : [];
            return logits.Length == count && Array.TrueForAll(logits, logit => Math.Abs(logit) <= Interaction.MostLogit) ? logits
                : throw new FormatException("The file has no constants for the conditional logits of its child columns.");
        }

        bool Joins(Interaction? interaction) =>
            interaction is not null && interaction.Parent != interaction.Child && IsFree(interaction.Parent) && IsFree(interaction.Child)
            && !schema.Rules.Any(rule => rule.Target == schema.Columns[interaction.Parent].Name);

        // Sampled by the network and part of nothing that is weighted separately.
        bool IsFree(int column) =>
            Exists(column) && !schema.IsTotal(column) && schema.Columns[column].Name != schema.Label
            && derived?.Any(derivation => derivation.Column == column || (derivation.IsDrawn && derivation.Source == column)) != true;

        bool Fits(Derivation? derivation) =>
            derivation is { Symbols: not null } && Exists(derivation.Column) && Exists(derivation.Source)
            && derivation.Symbols.Length == schema.Columns[derivation.Source].SymbolCount
            && Array.TrueForAll(derivation.Symbols, symbol => symbol >= -1 && symbol < schema.Columns[derivation.Column].SymbolCount);

        bool Exists(int column) => column >= 0 && column < schema.Columns.Count;
    }

    /// <summary>Reads the model of a file of any kind, and checks its version and its parts.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="FormatException">The bytes are not a generator's file; the message gives the reason.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes)
    {
        FileBounds.Check(bytes);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new FormatException("This is not an ONNX file, or it is damaged.", problem);
        }

        if (model.Graph is null)
        {
            throw new FormatException("This is not an ONNX file, or it is damaged: it contains no graph.");
        }

        string version = GeneratorFile.Property(model, GeneratorFile.VersionKey);
        if (version is not ("1" or "2"))
        {
            // A damaged file may hold anything here: only a number is shown.
            string shown = int.TryParse(version, CultureInfo.InvariantCulture, out int number) ? $"format version {number}" : "a format version that is no number";
            throw new FormatException($"The file has {shown}; this version of FairGan reads versions 1 and {GeneratorFile.FormatVersion}.");
        }

        GraphRules.Check(model);
        return model;
    }
}
