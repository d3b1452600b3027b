using System.Text;

namespace FairGan.Fuzz;

/// <summary>Schema files: a table is inspected and audited with them.</summary>
internal sealed class SchemaReader : Reader
{
    private readonly string _table;

    public SchemaReader() => _table = Commands.Put("table.csv", SeedTables.Csv());

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds()
    {
        string schema = Path.Combine(Commands.Folder, "seed.json");
        if (CommandTrial.Run("inspect", _table, "--write-schema", schema) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        const string Rules = """
            { "missing": ["?"], "columns": [ { "name": "sex", "kind": "categorical", "categories": ["female", "male"], "labels": { "male": "man" }, "description": "the sex" },
              { "name": "age", "kind": "integer", "minimum": 18, "maximum": 90, "decimals": 0 }, { "name": "start", "kind": "date", "format": "yyyy-MM-dd", "otherFormats": ["dd/MM/yyyy"] },
              { "name": "stay", "kind": "duration", "format": "h:mm:ss" }, { "name": "approved", "kind": "ordinal", "categories": ["no", "yes"], "missing": ["n/a"] } ],
              "rules": [ { "rule": "order", "low": "start", "high": "end" }, { "rule": "dependency", "determinant": "zip", "dependent": "note" }, { "rule": "sum", "total": "income", "parts": ["age"] } ] }
            """;
        return [File.ReadAllBytes(schema), Encoding.UTF8.GetBytes(Rules)];
    }

    /// <inheritdoc/>
    public override byte[] Damage(byte[] file, Random random) => Encoding.UTF8.GetBytes(JsonDamage.Of(Encoding.UTF8.GetString(file), random));

    /// <inheritdoc/>
    public override string? Try(byte[] file, long input)
    {
        string path = Commands.Put("schema.json", file);
        return input % 5 == 0
            ? CommandTrial.Run("audit", _table, "--label", SeedTables.Label, "--positive", "yes", "--sensitive", SeedTables.Sensitive, "--schema", path)
            : CommandTrial.Run("inspect", _table, "--schema", path);
    }
}
