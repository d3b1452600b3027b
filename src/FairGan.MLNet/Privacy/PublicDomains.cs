namespace FairGan.MLNet.Privacy;

/// <summary>The public domains of a table's columns, from their descriptions.</summary>
internal static class PublicDomains
{
    /// <summary>The domains of all columns but the one of subjects.</summary>
    /// <param name="schema">The table's columns.</param>
    /// <param name="options">The descriptions.</param>
    /// <exception cref="FormatException">The description of a column lacks what its domain needs.</exception>
    public static ColumnDomain[] Of(DataViewSchema schema, SynthesizerOptions options)
    {
        string? subject = options.Protection.SubjectColumn;
        ColumnDescription[] described = [.. schema.Where(column => !column.IsHidden && column.Name != subject).Select(column => Preparation.Encoding.ColumnOrigin.Given(column, options))];
        ColumnDomain?[] domains = Array.ConvertAll(described, ColumnDomain.Of);
        if (described.FirstOrDefault(column => column.Kind is ColumnKind.Date or ColumnKind.Duration or ColumnKind.Identifier) is { } other)
        {
            throw new FormatException($"Column '{other.Name}' is of kind {other.Kind!.Value.ToString().ToLowerInvariant()}, which a private run cannot learn. Leave it out (on the command line --drop), or describe it as numbers or categories.");
        }

        string[] unknown = [.. described.Where((_, i) => domains[i] is null).Select(column => $"'{column.Name}'")];
        return unknown.Length == 0 ? [.. domains.OfType<ColumnDomain>()] : throw new FormatException(
            $"A private run may not look at the rows to find out what a column can hold. Say so in the schema (on the command line --schema): categories, or the kind with a minimum and a maximum, for {string.Join(", ", unknown)}.");
    }
}
