using FairGan.Export.Columns;
using FairGan.Export.Graph;

namespace FairGan.MLNet.Preparation;

/// <summary>Finds columns that another column determines in every real row, such as the years of schooling by the name of the degree.</summary>
internal static class DerivedColumns
{
    // A source with many symbols for its rows determines much by chance, and so does any source a column that hardly varies.
    private const int LeastRowsPerSymbol = 20;
    private const int LeastRowsOffMode = 20;

    /// <summary>The determined columns, each with the first column that determines it. The label and sensitive columns are never among them.</summary>
    /// <param name="table">The rows.</param>
    public static IReadOnlyList<Derivation> Find(EncodedTable table)
    {
        var columns = table.Schema.Columns;
        var found = new List<Derivation>();
        for (int column = 0; column < columns.Count; column++)
        {
            string name = columns[column].Name;
            if (name == table.Schema.Label || table.Schema.Sensitive.Contains(name) || table.Schema.Rules.Any(rule => rule.Target == name) || !HasOneValuePerSymbol(columns[column]) || !Varies(table.Codes[column], columns[column].SymbolCount))
            {
                continue;
            }

            for (int source = 0; source < columns.Count; source++)
            {
                if (source != column && columns[source].Name != table.Schema.Label && !table.Schema.Rules.Any(rule => rule.Target == columns[source].Name)
                    && columns[source].SymbolCount * LeastRowsPerSymbol <= table.RowCount
                    && !found.Exists(known => known.Column == source)
                    && Map(table.Codes[source], columns[source].SymbolCount, table.Codes[column]) is { } symbols)
                {
                    found.Add(new Derivation(column, source, symbols));
                    break;
                }
            }
        }

        // A source must stay drawn: what it is a source of was found before it was itself found to be determined.
        return [.. found.Where(derivation => !found.Exists(other => other.Source == derivation.Column))];
    }

    /// <summary>The table without its determined columns and without those that are added up.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="derivations">The determined columns.</param>
    public static EncodedTable Drawn(EncodedTable table, IReadOnlyList<Derivation> derivations)
    {
        int[] kept = [.. Enumerable.Range(0, table.Codes.Length).Where(column => !derivations.Any(derivation => derivation.Column == column) && !table.Schema.IsTotal(column))];
        var schema = new TableSchema([.. kept.Select(column => table.Schema.Columns[column])], table.Schema.Label, table.Schema.Positive, table.Schema.Sensitive);
        return new EncodedTable(schema, [.. kept.Select(column => table.Codes[column])], [.. kept.Select(column => table.Numbers[column])]);
    }

    private static bool HasOneValuePerSymbol(ColumnCodec codec) =>
        codec is NumericCodec { Knots.Count: 0 } or CategoricalCodec { HasRare: false };

    private static bool Varies(ushort[] codes, int symbols)
    {
        var rows = new int[symbols];
        foreach (ushort code in codes)
        {
            rows[code]++;
        }

        return codes.Length - rows.Max() >= LeastRowsOffMode;
    }

    private static int[]? Map(ushort[] source, int symbols, ushort[] codes)
    {
        var map = new int[symbols];
        Array.Fill(map, -1);
        for (int row = 0; row < source.Length; row++)
        {
            ref int known = ref map[source[row]];
            if (known < 0)
            {
                known = codes[row];
            }
            else if (known != codes[row])
            {
                return null;
            }
        }

        return map;
    }
}
