using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Rules;
using FairGan.Export.Schemas;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Recognition;
using FairGan.MLNet.Preparation.Rules;
using Microsoft.ML;

namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>Turns an <see cref="IDataView"/> into symbols, in one pass over its rows.</summary>
internal static class TableEncoder
{
    private const int MostGroups = 1000;

    /// <summary>Reads and codes a table.</summary>
    /// <param name="data">The table; hidden columns are passed over.</param>
    /// <param name="options">Roles of the columns and how they are coded.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that plays a role does not exist.</exception>
    /// <exception cref="FormatException">The table cannot be learned from; the message names the column and the remedy.</exception>
    public static EncodedTable Encode(IDataView data, SynthesizerOptions options, CancellationToken cancellation = default)
    {
        var columns = data.Schema.Where(column => !column.IsHidden).ToArray();
        foreach (string name in (string[])[.. options.LabelColumn is { } label ? [label] : Array.Empty<string>(), .. options.SensitiveColumns, .. options.Given, .. options.ColumnKinds.Keys, .. options.Preparation.Description.Columns.Select(column => column.Name)])
        {
            if (!columns.Any(column => column.Name == name))
            {
                throw new ArgumentOutOfRangeException(nameof(data), $"Could not find input column '{name}'; the table has {string.Join(", ", columns.Take(30).Select(c => $"'{c.Name}'"))}.");
            }
        }

        if (columns.Length == 0)
        {
            throw new FormatException("The table has no columns.");
        }

        var stores = new ColumnStore[columns.Length];
        long rows = 0;
        using (var cursor = data.GetRowCursor(columns))
        {
            for (int i = 0; i < columns.Length; i++)
            {
                string name = columns[i].Name;
                stores[i] = ColumnStore.For(cursor, columns[i], Given(name, options), IsRole(name, options), options.Preparation);
            }

            while (cursor.MoveNext())
            {
                if ((rows++ & 0xFFF) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
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
        var duplicates = DuplicateRows.Find(prepared, options.LabelColumn);
        long dropped = 0;
        if (options.Preparation.DropDuplicateRows && duplicates.First.Length < rows)
        {
            dropped = rows - duplicates.First.Length;
            prepared = Array.ConvertAll(prepared, column => column.Take(duplicates.First));
        }

        string[] roles = [.. options.LabelColumn is { } role ? [role] : Array.Empty<string>(), .. options.SensitiveColumns];
        KeptRules rules = KeptRules.Find(prepared, roles, options.Preparation);
        var ends = new double[prepared.Length][];
        var encoded = Enumerable.Range(0, prepared.Length).Select(column => Coded(column, options.Codec.NumericSymbols)).ToArray();
        if (options.Preparation.FindRules)
        {
            (ushort[], int)[] bands = [.. encoded.Where(e => !roles.Contains(e.Codec.Name) && e.Codec is NumericCodec { Knots.Count: 0 } or CategoricalCodec { HasRare: false }).Select(e => (e.Codes, e.Codec.MissingSymbol))];
            foreach (int column in Enumerable.Range(0, prepared.Length).Where(column => encoded[column].Codec is NumericCodec { Knots.Count: > 0 } or DateCodec { Numbers.Knots.Count: > 0 } && !rules.Above.ContainsKey(prepared[column].Description.Name)))
            {
                ends[column] = Thresholds.Find(prepared[column].Values!, bands);
                encoded[column] = ends[column].Length > 0 ? Coded(column, options.Codec.NumericSymbols) : encoded[column];
            }
        }

        bool[] mayBeFiner = Array.ConvertAll(prepared, column => column.Values is not null && !options.SensitiveColumns.Contains(column.Description.Name));
        foreach (var (column, symbols) in FinerNumbers.Find([.. encoded.Select(Symbols)], mayBeFiner, options.Codec.NumericSymbols, (column, symbols) => Symbols(Coded(column, symbols))))
        {
            encoded[column] = Coded(column, symbols);
        }

        var codecs = encoded.Select(e => e.Codec).ToArray();
        TableSchema schema = Schema(codecs, options, rules.Rules);
        var table = new EncodedTable(schema, [.. encoded.Select(e => e.Codes)], [.. encoded.Select(e => e.Numbers)])
        {
            Report = new PreparationReport(
                rows, rows - duplicates.First.Length, dropped, duplicates.Contradictory, [.. prepared.Zip(codecs, (column, codec) => column.Report(codec))], rules.Reports),
            Description = new TableDescription { Columns = [.. prepared.Select(column => column.Description)], Rules = rules.Rules },
        };
        return DerivedColumns.Find(table, options.Preparation);

        (ColumnCodec Codec, ushort[] Codes, float[]? Numbers) Coded(int column, int symbols)
        {
            string name = prepared[column].Description.Name;
            return prepared[column].Encode(options.Codec with { NumericSymbols = symbols }, rules.Above.GetValueOrDefault(name), rules.Origins.TryGetValue(name, out double origin) ? origin : null, ends[column]);
        }

        static (ushort[] Codes, int Symbols) Symbols((ColumnCodec Codec, ushort[] Codes, float[]? Numbers) coded) => (coded.Codes, coded.Codec.SymbolCount);
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

    /// <summary>What is known of a column.</summary>
    public static ColumnDescription Given(string name, SynthesizerOptions options)
    {
        ColumnDescription given = options.Preparation.Description.Columns.FirstOrDefault(column => column.Name == name)
            ?? new ColumnDescription { Name = name, Kind = options.ColumnKinds.TryGetValue(name, out var kind) ? kind : null };
        string[] missing = [.. options.Preparation.Missing.Concat(options.Preparation.Description.Missing ?? []).Concat(given.Missing ?? []).Distinct()];
        return missing.Length > 0 ? given with { Missing = missing } : given;
    }

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
                : (label as CategoricalCodec)?.Categories.FirstOrDefault(category => string.Equals(category, positive, StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"The label column '{label.Name}' has no value '{positive}'; it has {values}.");
        }

        string[] customary = ["1", bool.TrueString, "true", "TRUE"];
        return label.SymbolCount == 2 && customary.FirstOrDefault(value => label.SymbolOf(value) >= 0) is { } found ? found
            : throw new FormatException($"Say which value of the label column '{label.Name}' is the favourable outcome; it has {values}.");
    }

    private static int Sensitive(ColumnCodec column)
    {
        if (column is NumericCodec { Knots.Count: > 0 })
        {
            throw new FormatException($"The sensitive column '{column.Name}' holds too many numbers to be groups; cut it into ranges before.");
        }

        return column.SymbolCount >= 2 ? column.SymbolCount
            : throw new FormatException($"The sensitive column '{column.Name}' has one group only ({column.Describe(0)}); fairness compares at least two. Name another column, or a table that has both groups.");
    }
}
