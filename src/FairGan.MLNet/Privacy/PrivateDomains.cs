namespace FairGan.MLNet.Privacy;

/// <summary>What the columns of a table can hold: from their descriptions, which are public, and where these say too little and it is asked for, from noisy counts.</summary>
/// <param name="Domains">The domains of all columns but identifiers and the one of subjects.</param>
/// <param name="Notes">Remarks on them, a sentence each.</param>
internal sealed record PrivateDomains(ColumnDomain[] Domains, IReadOnlyList<string> Notes)
{
    private const double ShareOfEstimates = 0.15;

    /// <summary>The domains of a table's columns.</summary>
    /// <param name="data">The table.</param>
    /// <param name="options">The descriptions, and whether they may be completed from the rows.</param>
    /// <param name="ledger">The budget.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">The description of a column lacks what its domain needs.</exception>
    public static PrivateDomains Of(IDataView data, SynthesizerOptions options, PrivacyLedger ledger, CancellationToken cancellationToken)
    {
        string? subject = options.Protection.SubjectColumn;
        ColumnDescription[] given = [.. data.Schema.Where(column => !column.IsHidden && column.Name != subject).Select(column => Preparation.Encoding.ColumnOrigin.Given(column, options))];
        ColumnDescription[] described = [.. given.Where(column => column.Kind != ColumnKind.Identifier)];
        if (described.Length == 0)
        {
            throw new FormatException("The table has no columns to learn: all are identifiers.");
        }

        List<string> notes = [];
        Add(given.Where(column => column.FromData), names => $"the guarantee does not cover what the schema says of {names}, because it was read from the rows (fromData): put what is known without them in its place, and remove the mark");
        Add(given.Where(column => column.Kind == ColumnKind.Identifier), names => $"identifiers are not learned, and not read: every generated row gets new ones in {names}");
        ColumnDescription[] unknown = [.. described.Where(column => ColumnDomain.Of(column) is null)];
        if (unknown.Length > 0 && options.Privacy is not { EstimateDomains: true })
        {
            throw new FormatException(
                "A private run may not look at the rows to find out what a column can hold. Say so in the schema (on the command line --schema): categories; the kind and a minimum and maximum; "
                + $"for dates their format, earliest and latest; or identifier, which is not learned; for {Names(unknown)}. Or have it estimated within the budget (--estimate-domains).");
        }

        if (unknown.Length > 0)
        {
            Dictionary<string, ColumnDescription> estimated = Estimated(data, unknown, subject, ledger, cancellationToken);
            described = Array.ConvertAll(described, column => estimated.GetValueOrDefault(column.Name, column));
            Add(unknown, names => $"what {names} can hold was estimated within the budget: numbers beyond the estimated bounds count as these, and categories that are not frequent as missing");
        }

        return new PrivateDomains(Array.ConvertAll(described, column => ColumnDomain.Of(column)!), notes);

        void Add(IEnumerable<ColumnDescription> columns, Func<string, string> note)
        {
            if (columns.Any())
            {
                notes.Add(note(Names(columns)));
            }
        }
    }

    private static string Names(IEnumerable<ColumnDescription> columns) => string.Join(", ", columns.Select(column => $"'{column.Name}'"));

    // Columns that hold numbers, or may, are counted by order of magnitude; those that do not, by their texts.
    private static Dictionary<string, ColumnDescription> Estimated(IDataView data, ColumnDescription[] unknown, string? subject, PrivacyLedger ledger, CancellationToken cancellationToken)
    {
        if (unknown.FirstOrDefault(column => column is { Kind: ColumnKind.Date or ColumnKind.Duration, Format: null }) is { } unwritten)
        {
            throw new FormatException($"Column '{unwritten.Name}' is of kind {unwritten.Kind!.Value.ToString().ToLowerInvariant()}; how its cells are written cannot be estimated. Give its format in the schema (on the command line --schema).");
        }

        double each = ShareOfEstimates * ledger.Budget / unknown.Length, threshold = ledger.Delta / Math.Max(1, unknown.Count(MayBeText));
        var known = new Dictionary<string, ColumnDescription>(StringComparer.Ordinal);
        LogarithmicDomain[] sizes = [.. unknown.Where(column => !IsText(column)).Select(column => new LogarithmicDomain(column))];
        PrivateTable? table = sizes.Length > 0 ? PrivateTable.Read(data, sizes, subject, ledger, cancellationToken) : null;
        for (int i = 0; i < sizes.Length; i++)
        {
            ColumnDescription column = unknown.First(column => column.Name == sizes[i].Name);
            if (sizes[i].Described(table!.Count([i], Share(column))) is { } bounded)
            {
                known[column.Name] = bounded;
            }
            else if (column.Kind is not null)
            {
                throw Undescribed(column, "no order of magnitude occurs often enough");
            }
        }

        ColumnDescription[] texts = [.. unknown.Where(column => !known.ContainsKey(column.Name))];
        string[][] frequent = PrivateTable.FrequentTexts(data, texts, subject, Array.ConvertAll(texts, column => (Share(column), threshold)), ledger, cancellationToken);
        foreach ((ColumnDescription column, string[] categories) in texts.Zip(frequent))
        {
            known[column.Name] = categories.Length > 0 ? column with { Kind = column.Kind ?? ColumnKind.Categorical, Categories = categories }
                : throw Undescribed(column, "no value occurs often enough, as in free text, names and identifiers");
        }

        return known;

        // A column of unknown kind may be counted twice.
        double Share(ColumnDescription column) => column.Kind is null ? each / 2 : each;

        static bool IsText(ColumnDescription column) => column.Kind is ColumnKind.Categorical or ColumnKind.Boolean;

        static bool MayBeText(ColumnDescription column) => column.Kind is null || IsText(column);
    }

    private static FormatException Undescribed(ColumnDescription column, string reason) => new(
        $"What column '{column.Name}' can hold cannot be estimated within the budget: {reason}. Describe it in the schema, as identifier if it is one, or leave it out (on the command line --schema, --drop).");
}
