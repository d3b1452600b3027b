using FairGan.Export.Rules;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Rules;
using FairGan.MLNet.Protection;

namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>Turns an <see cref="IDataView"/> into symbols, in one pass over its rows.</summary>
internal static class TableEncoder
{
    private const int MostGroups = 1000;

    /// <summary>Reads and codes a table.</summary>
    /// <param name="data">The table; hidden columns are passed over.</param>
    /// <param name="options">Roles of the columns and how they are coded.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that plays a role does not exist.</exception>
    /// <exception cref="FormatException">The table cannot be learned from, or has too few people to protect them; the message names the column and the remedy.</exception>
    public static EncodedTable Encode(IDataView data, SynthesizerOptions options, CancellationToken cancellationToken = default)
    {
        var columns = data.Schema.Where(column => !column.IsHidden).ToArray();
        RequireColumns(columns, options);
        if (columns.Length == 0)
        {
            throw new FormatException("The table has no columns.");
        }

        if (columns.Length > FileBounds.MostColumns)
        {
            throw new FormatException(FormattableString.Invariant($"The table has {columns.Length:N0} columns; a generator can have {FileBounds.MostColumns:N0}. Leave columns out."));
        }

        var stores = new ColumnStore[columns.Length];
        long rows = 0;
        using (var cursor = data.GetRowCursor(columns))
        {
            for (int i = 0; i < columns.Length; i++)
            {
                ColumnDescription given = ColumnOrigin.Given(columns[i], options);
                bool isRole = IsRole(given.Name, options);
                stores[i] = (data as ColumnarDataView)?.Data(columns[i]).Coded() is { } texts
                    ? ColumnStore.Of(texts, given, isRole, options.Preparation)
                    : ColumnStore.For(cursor, columns[i], given, isRole, options.Preparation);
            }

            while (cursor.MoveNext())
            {
                if ((rows++ & 0xFFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                foreach (var store in stores)
                {
                    store.Read();
                }
            }
        }

        if (rows < 2)
        {
            throw new FormatException(rows == 0 ? "The table has no rows; there is nothing to learn from." : "The table has one row only; there is nothing to learn a distribution from.");
        }

        PreparedColumn[] prepared = Array.ConvertAll(stores, store => store.Prepare());
        (options, string? note) = LabelOutcomes.Of(prepared, options);
        var duplicates = DuplicateRows.Find(prepared, options.LabelColumn);
        long dropped = 0;
        if (options.Preparation.DropDuplicateRows && duplicates.First.Length < rows)
        {
            dropped = rows - duplicates.First.Length;
            prepared = Array.ConvertAll(prepared, column => column.Take(duplicates.First));
        }

        RowProtection? asked = RowProtection.Of(prepared, options.Protection), protection = asked?.IsPossible(prepared[0].RowCount) == true ? asked : null;
        prepared = CellProtection.WithoutSubject(prepared, options.Protection);
        string[] roles = [.. options.LabelColumn is { } role ? [role] : Array.Empty<string>(), .. options.SensitiveColumns];
        RuleDetector rules = RuleDetector.Detect(prepared, roles, options.Preparation, protection);
        if (protection is not null)
        {
            prepared = CellProtection.Apply(prepared, protection, options, rules.Rules);
        }

        CodedColumn[] coded = Code(prepared, rules, roles, options, protection);
        ColumnCodec[] codecs = [.. coded.Zip(columns, (coding, column) => ColumnOrigin.Noted(coding.Codec, column, options))];
        TableSchema schema = Schema(codecs, options, rules.Rules);
        if (asked is not null && protection is null)
        {
            throw asked.TooFew(prepared[0].RowCount);
        }

        var table = new EncodedTable(schema, Array.ConvertAll(coded, column => column.Codes), Array.ConvertAll(coded, column => column.Numbers))
        {
            Altered = Array.ConvertAll(coded, column => column.Altered),
            Report = new PreparationReport(rows, rows - duplicates.First.Length, dropped, duplicates.Contradictory)
            {
                Columns = [.. prepared.Zip(codecs, (column, codec) => column.Report(codec, column.Distinct is { } values ? protection?.Range(values) : null))],
                Rules = rules.Reports,
                Notes = note is null ? [] : [note],
            },
            Description = new TableDescription { Columns = [.. prepared.Select(column => column.Description)], Rules = rules.Rules },
        };
        return DependencyDetector.Detect(table, options.Preparation);
    }

    /// <summary>Checks that every column that the options name exists.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="options">Roles of the columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column does not exist.</exception>
    public static void RequireColumns(DataViewSchema.Column[] columns, SynthesizerOptions options)
    {
        foreach (string name in (string[])[.. options.LabelColumn is { } label ? [label] : Array.Empty<string>(), .. options.SensitiveColumns, .. options.Given, .. options.Protection.SubjectColumn is { } subject ? [subject] : Array.Empty<string>(), .. options.ColumnKinds.Keys, .. options.Preparation.Description.Columns.Select(column => column.Name)])
        {
            if (!columns.Any(column => column.Name == name))
            {
                throw new ArgumentOutOfRangeException(nameof(options), $"Could not find input column '{name}'; the table has {string.Join(", ", columns.Take(30).Select(c => $"'{c.Name}'"))}.");
            }
        }
    }

    /// <summary>The schema of coded columns.</summary>
    /// <param name="codecs">The columns' codecs.</param>
    /// <param name="options">Roles of the columns.</param>
    /// <param name="rules">Rules between them.</param>
    /// <exception cref="FormatException">The label or a sensitive column cannot be one.</exception>
    public static TableSchema Schema(ColumnCodec[] codecs, SynthesizerOptions options, IReadOnlyList<ColumnRule> rules)
    {
        string? positive = options.LabelColumn is { } labelColumn ? Positive(codecs.First(c => c.Name == labelColumn), options.PositiveValue) : null;
        var schema = new TableSchema(codecs, options.LabelColumn, positive, options.SensitiveColumns) { Rules = rules };
        long groups = 1;
        foreach (string name in options.SensitiveColumns)
        {
            groups *= Sensitive(schema[name]);
        }

        if (groups > MostGroups)
        {
            throw new FormatException($"The sensitive columns have {groups} combinations of values; at most {MostGroups} are possible. Name fewer columns, or merge values into groups before.");
        }

        return schema;
    }

    /// <summary>Whether a column is the label, sensitive, or part of a given rule, and so names no rows.</summary>
    public static bool IsRole(string name, SynthesizerOptions options) =>
        name == options.LabelColumn || options.SensitiveColumns.Contains(name) || options.Preparation.Description.Rules.Any(rule => rule.Target == name || rule.Sources.Contains(name));

    /// <summary>What is known about a column.</summary>
    public static ColumnDescription Given(string name, SynthesizerOptions options)
    {
        ColumnDescription given = options.Preparation.Description.Columns.FirstOrDefault(column => column.Name == name)
            ?? new ColumnDescription { Name = name, Kind = options.ColumnKinds.TryGetValue(name, out var kind) ? kind : null };
        string[] missing = [.. options.Preparation.Missing.Concat(options.Preparation.Description.Missing ?? []).Concat(given.Missing ?? []).Distinct()];
        return missing.Length > 0 ? given with { Missing = missing } : given;
    }

    // Bins end where another column's symbol changes, and are smaller where the number's place inside depends on other columns.
    private static CodedColumn[] Code(PreparedColumn[] prepared, RuleDetector rules, string[] roles, SynthesizerOptions options, RowProtection? protection)
    {
        int symbols = options.Codec.NumericSymbols;
        ColumnCoding[] codings = Array.ConvertAll(prepared, column => new ColumnCoding(
            column, options.Codec, rules.Differences.GetValueOrDefault(column.Description.Name), rules.Origins.TryGetValue(column.Description.Name, out double origin) ? origin : null,
            NamesGroups(column, options) ? null : protection));
        if (options.Preparation.FindRules)
        {
            (ushort[], int)[] bands = [.. codings.Select(coding => coding.Coded)
                .Where(coded => !roles.Contains(coded.Codec.Name) && coded.Codec.CanBeDetermined)
                .Select(coded => (coded.Codes, coded.Codec.MissingSymbol))];
            for (int column = 0; column < prepared.Length; column++)
            {
                if (codings[column].Coded.Codec is { NumberCoding: not null, ChoosesInside: true } && !rules.Differences.ContainsKey(prepared[column].Description.Name)
                    && BandBoundaries.Find(prepared[column], bands, protection?.MinRows ?? 0) is { Length: > 0 } ends)
                {
                    codings[column].EndBinsAt(ends);
                }
            }
        }

        bool[] mayBeFiner = Array.ConvertAll(prepared, column => column.Distinct is not null && !options.SensitiveColumns.Contains(column.Description.Name));
        Dictionary<int, int> refined = BinRefinement.Find(codings, mayBeFiner, symbols);
        return [.. codings.Select((coding, column) => coding.CodedInto(refined.GetValueOrDefault(column, symbols)))];
    }

    // Groups of people, and the two outcomes of a label, keep their numbers as names: which of them may stand was decided before.
    private static bool NamesGroups(PreparedColumn column, SynthesizerOptions options) =>
        options.SensitiveColumns.Contains(column.Description.Name) || (column.Description.Name == options.LabelColumn && column.Distinct is { Values.Length: <= 2 });

    private static string Positive(ColumnCodec label, string? positive)
    {
        if (label.SymbolCount < 2)
        {
            throw new FormatException($"The label column '{label.Name}' has one value only ({label.Describe(0)}); a label needs two. Name another column, or a table that has both outcomes.");
        }

        string values = string.Join(", ", Enumerable.Range(0, Math.Min(label.SymbolCount, 20)).Select(label.Describe));
        if (positive is not null)
        {
            return label.SymbolOf(positive) >= 0 ? positive
                : label.ListedTexts?.FirstOrDefault(category => string.Equals(category, positive, StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"The label column '{label.Name}' has no value '{positive}'; it has {values}.");
        }

        string[] customary = ["1", bool.TrueString, "true", "TRUE"];
        return label.SymbolCount == 2 && customary.FirstOrDefault(value => label.SymbolOf(value) >= 0) is { } found ? found
            : throw new FormatException($"Say which value of the label column '{label.Name}' is the favourable outcome; it has {values}.");
    }

    private static int Sensitive(ColumnCodec column)
    {
        if (!column.CanGroup)
        {
            throw new FormatException($"The sensitive column '{column.Name}' has too many distinct numbers to be groups; put them into ranges first.");
        }

        return column.SymbolCount >= 2 ? column.SymbolCount
            : throw new FormatException($"The sensitive column '{column.Name}' has one group only ({column.Describe(0)}); fairness compares at least two. Name another column, or a table that has both groups.");
    }
}
