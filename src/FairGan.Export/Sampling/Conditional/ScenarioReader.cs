namespace FairGan.Export.Sampling.Conditional;

/// <summary>Turns conditions and a balance into scenarios: the allowed cells of every column.</summary>
/// <param name="graph">The generator.</param>
internal sealed class ScenarioReader(ConditionalGraph graph)
{
    /// <summary>The scenarios of options: one, or one for every value that a column is balanced to.</summary>
    /// <param name="options">The conditions and the balance.</param>
    /// <exception cref="ArgumentException">A column or value does not exist, or conditions contradict each other.</exception>
    public List<Scenario> Read(SamplingOptions options)
    {
        var conditions = options.Where;
        if (conditions.GroupBy(condition => condition.Column).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Column '{twice.Key}' has two conditions; put the alternatives of a column together, as {twice.Key}=A|B.");
        }

        if (options.Balance is not { } balance)
        {
            return [NewScenario(1, conditions)];
        }

        if (conditions.Any(condition => condition.Column == balance.Column))
        {
            throw new ArgumentException($"Column '{balance.Column}' is both balanced and conditioned; balance it among the values that are wanted alone.");
        }

        double total = balance.Shares.Sum(share => share.Value);
        if (balance.Shares.Any(share => !(share.Value > 0) || double.IsInfinity(share.Value)))
        {
            throw new ArgumentException($"The shares that column '{balance.Column}' is balanced to must be above 0.");
        }

        var values = balance.Shares.Count > 0 ? balance.Shares.Select(share => (share.Key, share.Value / total)) : Alike(graph.Schema.Columns[IndexOf(balance.Column)]);
        return [.. values.Select(value => NewScenario(value.Item2, [.. conditions, new ColumnCondition(balance.Column, [value.Item1])]))];
    }

    private Scenario NewScenario(double share, IReadOnlyList<ColumnCondition> conditions)
    {
        var (cells, determined) = Cells(conditions);
        cells.Remove(graph.HeadLabel, out var label);
        var ordered = new OrderedDictionary<int, AllowedCells>(cells.OrderBy(cell => graph.ParentOf(cell.Key) is not null));
        return new Scenario(share, ordered, determined, label);
    }

    private static IEnumerable<(string, double)> Alike(ColumnCodec codec)
    {
        if (codec.BalanceExample is { } example)
        {
            throw new ArgumentException($"Column '{codec.Name}' has too many values to balance them all; give shares of some, as {codec.Name}={example}.");
        }

        int[] symbols = [.. Enumerable.Range(0, codec.SymbolCount).Where(symbol => symbol != codec.MissingSymbol)];
        return symbols.Select(symbol => (codec.Describe(symbol), 1.0 / symbols.Length));
    }

    private int IndexOf(string column)
    {
        var columns = graph.Schema.Columns;
        int index = columns.Select(codec => codec.Name).ToList().IndexOf(column);
        string hint = column.EndsWith('<') || column.EndsWith('>') ? $" A range is written {column[..^1]}=20..30, {column[..^1]}=20.. or {column[..^1]}=..30." : "";
        return index >= 0 ? index
            : throw new ArgumentException($"The generator has no column '{column}'; the nearest are {Spelling.Nearest(column, columns.Select(codec => codec.Name))}.{hint}");
    }

    // The allowed cells of the sampled columns; a condition on a looked-up column restricts the symbols of its source.
    private (Dictionary<int, AllowedCells> Cells, List<DeterminedCells> Determined) Cells(IReadOnlyList<ColumnCondition> conditions)
    {
        var cells = new Dictionary<int, AllowedCells>();
        var together = new List<(Derivation Derivation, AllowedCells Allowed)>();
        foreach (var condition in conditions.OrderBy(condition => graph.Derivations.Any(derivation => derivation.Column == IndexOf(condition.Column))))
        {
            int column = IndexOf(condition.Column);
            if (!graph.IsCodedAsIs(column))
            {
                throw new ArgumentException($"Rows cannot be sampled under a condition on column '{condition.Column}', which is computed from other columns or new in every row.");
            }

            var allowed = graph.Schema.Columns[column].Allowed(condition);
            if (graph.Derivations.FirstOrDefault(derivation => derivation.Column == column) is not { } derived)
            {
                cells.Add(column, allowed);
                continue;
            }

            if (derived.IsDrawn)
            {
                together.Add((derived, allowed));
                continue;
            }

            bool[] sources = [.. derived.Symbols.Select(symbol => symbol >= 0 && allowed.Shares[symbol] > 0)];
            cells[derived.Source] = cells.TryGetValue(derived.Source, out var known) ? known.Only(sources) : AllowedCells.Whole(sources);
            if (!cells[derived.Source].Shares.Any(share => share > 0))
            {
                throw Contradictory(derived);
            }
        }

        var determined = new List<DeterminedCells>();
        foreach (var (derivation, allowed) in together)
        {
            var own = determined.Find(known => known.Source == derivation.Source);
            if (own is null)
            {
                var all = AllowedCells.Whole(derivation.Symbols.Select(_ => true));
                determined.Add(own = new DeterminedCells(derivation.Source, cells.Remove(derivation.Source, out var source) ? source : all));
            }

            own.Add(derivation, graph.Schema.Columns[derivation.Column], allowed);
            if (!own.IsPossible)
            {
                throw Contradictory(derivation);
            }
        }

        return (cells, determined);

        ArgumentException Contradictory(Derivation derivation) => new(
            $"No row meets the conditions on '{graph.Schema.Columns[derivation.Column].Name}' and '{graph.Schema.Columns[derivation.Source].Name}' together, for the second determines the first.");
    }
}
