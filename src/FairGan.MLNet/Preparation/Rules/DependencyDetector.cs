using FairGan.Export.Rules;
using FairGan.Export.Schemas;

namespace FairGan.MLNet.Preparation.Rules;

/// <summary>
/// Finds columns that another column determines in every real row where neither cell is missing, such as the years of schooling by the
/// name of the degree.
/// </summary>
internal sealed class DependencyDetector
{
    private const int LeastRowsPerSymbol = 20;
    private const int LeastRowsOffMode = 20;
    private const double NearlyKept = 0.01;
    private const int GlanceRows = 2048;
    private const double MostBrokenAtAGlance = 0.05;

    private readonly EncodedTable _table;
    private readonly Func<int, int, IEnumerable<(ushort, ushort)>>? _cells;
    private readonly List<Derivation> _found = [];
    private readonly List<RulePreparation> _reports = [];

    private DependencyDetector(EncodedTable table, Func<int, int, IEnumerable<(ushort, ushort)>>? cells)
    {
        _table = table;
        _cells = cells;
    }

    private IReadOnlyList<ColumnCodec> Columns => _table.Schema.Columns;

    /// <summary>The table with its determined columns, those given and each other with the first column that determines it, and their report entries. The label and sensitive columns are never among them.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="options">The rules given, and whether others are looked for.</param>
    /// <param name="cells">For rows that are a sample: the symbols of two columns in all rows, in which a dependency must hold as well.</param>
    /// <exception cref="FormatException">A given rule cannot be enforced.</exception>
    public static EncodedTable Detect(EncodedTable table, PreparationOptions options, Func<int, int, IEnumerable<(ushort, ushort)>>? cells = null)
    {
        var columns = new DependencyDetector(table, cells);
        foreach (DependencyRule rule in options.Description.Rules.OfType<DependencyRule>())
        {
            columns.Give(rule);
        }

        if (options.FindRules)
        {
            columns.Detect();
        }

        return table with
        {
            Derivations = columns._found,
            Report = table.Report is { } report ? report with { Rules = [.. report.Rules, .. columns._reports] } : null,
            Description = table.Description is { } description ? description with { Rules = [.. description.Rules, .. columns._found.Select(columns.Rule)] } : null,
        };
    }

    /// <summary>The table without the columns that are looked up or added up in every row.</summary>
    /// <param name="table">The rows.</param>
    public static EncodedTable Drawn(EncodedTable table)
    {
        int[] kept = [.. Enumerable.Range(0, table.Codes.Length).Where(column => !table.Derivations.Any(derivation => derivation.Column == column && !derivation.IsDrawn) && !table.Schema.IsTotal(column))];
        var schema = new TableSchema([.. kept.Select(column => table.Schema.Columns[column])], table.Schema.Label, table.Schema.Positive, table.Schema.Sensitive)
        {
            Rules = [.. table.Schema.Rules.OfType<OrderRule>().Where(rule => kept.Contains(table.Schema.IndexOf(rule.Low)) && kept.Contains(table.Schema.IndexOf(rule.High)))],
        };
        return new EncodedTable(schema, [.. kept.Select(column => table.Codes[column])], [.. kept.Select(column => table.Numbers[column])])
        {
            Derivations = [.. table.Derivations.Where(derivation => derivation.IsDrawn).Select(derivation => derivation with { Column = kept.IndexOf(derivation.Column), Source = kept.IndexOf(derivation.Source) })],
        };
    }

    private DependencyRule Rule(Derivation derivation) => new(Columns[derivation.Source].Name, Columns[derivation.Column].Name);

    private void Give(DependencyRule rule)
    {
        int column = _table.Schema.IndexOf(rule.Dependent), source = _table.Schema.IndexOf(rule.Determinant);
        if (!CanBeDetermined(column) || !CanDetermine(source) || column == source || _found.Exists(known => known.Column == column || known.Column == source || known.Source == column))
        {
            throw new FormatException(
                $"The rule {rule} cannot be enforced: the dependent column must have few values, must not be the label, sensitive or the target of another rule, and must not determine another column; the determinant must be a sampled column other than the label. Put the column that determines the others on the left, or leave the rule out.");
        }

        var counts = Count(source, column);
        Keep(new Derivation(column, source, counts.Symbols) { IsDrawn = !counts.IsWhole }, counts.Broken);
    }

    private void Keep(Derivation derivation, long broken)
    {
        _found.Add(derivation);
        _reports.Add(new RulePreparation(Rule(derivation).ToString(), broken, IsKept: true));
    }

    private void Detect()
    {
        var nearly = new List<(int Column, int Source, long Broken)>();
        for (int column = 0; column < Columns.Count; column++)
        {
            // A column that determines others is sampled.
            if (!CanBeDetermined(column) || _found.Exists(known => known.Column == column || known.Source == column))
            {
                continue;
            }

            Derivation? apart = null;
            var closest = (column, Source: -1, Broken: long.MaxValue);
            for (int source = 0; source < Columns.Count; source++)
            {
                if (!MayDetermine(source, column) || Count(source, column) is not { } counts || !IsNoChance(counts, source))
                {
                    continue;
                }

                if (counts is { Broken: 0, IsWhole: true })
                {
                    apart = new Derivation(column, source, counts.Symbols);
                    break;
                }

                apart ??= counts.Broken == 0 ? new Derivation(column, source, counts.Symbols) { IsDrawn = true } : null;
                closest = counts.Broken <= NearlyKept * counts.OffMode && counts.Broken < closest.Broken ? (column, source, counts.Broken) : closest;
            }

            if (apart is not null)
            {
                Keep(apart, 0);
            }
            else if (closest.Source >= 0)
            {
                nearly.Add(closest);
            }
        }

        ReportRoles();
        foreach (var (column, source, broken) in nearly.Where(rule => !_found.Exists(known => known.Source == rule.Column && known.Column == rule.Source)))
        {
            _reports.Add(new RulePreparation(new DependencyRule(Columns[source].Name, Columns[column].Name).ToString(), broken, IsKept: false));
        }
    }

    // The label and sensitive columns are sampled whatever determines them, which is said.
    private void ReportRoles()
    {
        foreach (int column in Enumerable.Range(0, Columns.Count).Where(column => RoleOf(column) is not null && Columns[column].CanBeDetermined))
        {
            int source = Enumerable.Range(0, Columns.Count).FirstOrDefault(source => RoleOf(source) is null && MayDetermine(source, column) && Count(source, column) is { Broken: 0 } counts && IsNoChance(counts, source), -1);
            if (source >= 0)
            {
                _reports.Add(new RulePreparation(new DependencyRule(Columns[source].Name, Columns[column].Name).ToString(), 0, IsKept: false) { Role = RoleOf(column) });
            }
        }
    }

    private string? RoleOf(int column) =>
        Columns[column].Name == _table.Schema.Label ? "the label is" : _table.Schema.Sensitive.Contains(Columns[column].Name) ? "sensitive columns are" : null;

    private bool CanBeDetermined(int column) =>
        Columns[column] is { CanBeDetermined: true, Name: var name } && RoleOf(column) is null && !_table.Schema.Rules.Any(rule => rule.Target == name);

    private bool MayDetermine(int source, int column) =>
        source != column && CanDetermine(source) && !_found.Exists(known => known.Column == source)
        && (Columns[source].SymbolCount * LeastRowsPerSymbol <= _table.RowCount || _table.Numbers[source] is not null) && !IsBrokenAtAGlance(source, column);

    // With few rows per symbol, a source determines other columns by chance, unless the column changes at a few numbers alone; so does any
    // source for a column that hardly varies.
    private bool IsNoChance(DependencyCounts counts, int source) =>
        counts.OffMode >= LeastRowsOffMode
        && (counts.Both >= LeastRowsPerSymbol * Columns[source].SymbolCount || (counts.Broken == 0 && counts.Both >= LeastRowsPerSymbol * Bands(counts, source)));

    // How often the determined column changes along the source's numbers, plus 1.
    private int Bands(DependencyCounts counts, int source)
    {
        if (_table.Numbers[source] is not { } numbers)
        {
            return counts.Symbols.Length;
        }

        var lowest = new double[counts.Symbols.Length];
        Array.Fill(lowest, double.PositiveInfinity);
        for (int row = 0; row < numbers.Length; row++)
        {
            int symbol = _table.Codes[source][row];
            lowest[symbol] = Math.Min(lowest[symbol], double.IsNaN(numbers[row]) ? double.PositiveInfinity : numbers[row]);
        }

        int[] along = [.. Enumerable.Range(0, lowest.Length).Where(symbol => counts.Symbols[symbol] >= 0 && double.IsFinite(lowest[symbol])).OrderBy(symbol => lowest[symbol]).Select(symbol => counts.Symbols[symbol])];
        return 1 + along.Zip(along.Skip(1)).Count(pair => pair.First != pair.Second);
    }

    private bool CanDetermine(int source) =>
        Columns[source] is { HasValues: true, Name: var name } && name != _table.Schema.Label && !_table.Schema.Rules.Any(rule => rule.Target == name);

    private DependencyCounts Count(int source, int column)
    {
        var rows = new long[Columns[source].SymbolCount, Columns[column].SymbolCount];
        if (_cells is null)
        {
            ushort[] sources = _table.Codes[source], columns = _table.Codes[column];
            var altered = new Dictionary<(int, int), long>();
            var hasOwn = new bool[rows.GetLength(0)];
            for (int row = 0; row < sources.Length; row++)
            {
                (int symbol, int beside) = (sources[row], columns[row]);
                if (IsAltered(source, column, row))
                {
                    altered[(symbol, beside)] = altered.GetValueOrDefault((symbol, beside)) + 1;
                    continue;
                }

                rows[symbol, beside]++;
                hasOwn[symbol] = true;
            }

            // A symbol that occurs only in replaced rows determines the symbol that is most frequent there.
            foreach (var group in altered.Where(pair => !hasOwn[pair.Key.Item1]).GroupBy(pair => pair.Key.Item1))
            {
                var ((symbol, beside), count) = group.MaxBy(pair => pair.Value);
                rows[symbol, beside] = count;
            }
        }
        else
        {
            foreach (var (symbol, beside) in _cells(source, column))
            {
                rows[symbol, beside]++;
            }
        }

        return new DependencyCounts(Columns[source], Columns[column], rows);
    }

    private bool IsAltered(int source, int column, int row) => _table.Altered[source]?[row] == true || _table.Altered[column]?[row] == true;

    // Most pairs of columns are ruled out by the first rows.
    private bool IsBrokenAtAGlance(int source, int column)
    {
        var known = new int[Columns[source].SymbolCount];
        Array.Fill(known, -1);
        int rows = Math.Min(GlanceRows, _table.RowCount), broken = 0;
        for (int row = 0; row < rows; row++)
        {
            int by = _table.Codes[source][row], symbol = _table.Codes[column][row];
            if (by != Columns[source].MissingSymbol && symbol != Columns[column].MissingSymbol && !IsAltered(source, column, row))
            {
                broken += known[by] >= 0 && known[by] != symbol ? 1 : 0;
                known[by] = symbol;
            }
        }

        return broken > MostBrokenAtAGlance * rows;
    }
}
