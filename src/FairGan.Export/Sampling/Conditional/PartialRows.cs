using FairGan.Export.Rules;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>Rows of which some cells are missing, as symbols and values.</summary>
internal sealed class PartialRows
{
    private const double Precision = 1e-9;

    private readonly TableSchema _schema;
    private readonly RuleChain _chain;
    private readonly IReadOnlyList<Derivation> _derivations;
    private readonly int[]?[] _symbols;
    private readonly double[]?[] _values;

    /// <param name="schema">The generator's columns.</param>
    /// <param name="rows">The rows; a column of the schema that they do not have is missing in all of them.</param>
    /// <param name="derivations">Columns that others determine.</param>
    /// <exception cref="ArgumentException">A column or value is not one that the generator knows, or given cells break a rule; the message names row and column.</exception>
    public PartialRows(TableSchema schema, SyntheticBatch rows, IReadOnlyList<Derivation> derivations)
    {
        _schema = schema;
        _chain = new RuleChain(schema.Rules);
        _derivations = derivations;
        StartRow = rows.StartRow;
        _symbols = new int[schema.Columns.Count][];
        _values = new double[schema.Columns.Count][];
        foreach (var cells in rows.Columns)
        {
            int column = schema.Columns.Select(codec => codec.Name).ToList().IndexOf(cells.Name);
            if (column < 0)
            {
                throw new ArgumentException($"The generator has no column '{cells.Name}'; the nearest are {Spelling.Nearest(cells.Name, schema.Columns.Select(codec => codec.Name))}. Leave the column out.");
            }

            var codec = schema.Columns[column];
            var coded = codec.Read(cells, rows.StartRow, schema.Rules.Any(rule => rule.Target == codec.Name && rule is not OrderRule { IsRaised: true }));
            _symbols[column] = coded.Symbols;
            _values[column] = coded.Values;
        }

        foreach (var rule in schema.Rules.Where(rule => rule is not OrderRule { IsRaised: true }))
        {
            int target = schema.IndexOf(rule.Target);
            for (int row = 0; row < rows.RowCount && _symbols[target] is not null; row++)
            {
                _symbols[target]![row] = rule is OrderRule order && schema.IndexOf(order.Low) is var low && !IsMissing(row, target) && !IsMissing(row, low)
                    ? schema.Columns[target].NumberCoding!.Encode(Counted(row, target) - Counted(row, low))
                    : -1;
            }
        }

        for (int row = 0; row < rows.RowCount; row++)
        {
            Check(row);
        }

        double Counted(int row, int column) => _values[column]![row] - schema.Columns[column].CountedFrom;
    }

    /// <summary>Number of the first row.</summary>
    public long StartRow { get; }

    /// <summary>Whether a cell is missing.</summary>
    public bool IsMissing(int row, int column) => _values[column] is not { } values || double.IsNaN(values[row]);

    /// <summary>The symbol of a cell; -1 where it is missing, or computed from a missing one by a rule.</summary>
    public int Symbol(int row, int column) => _symbols[column] is { } symbols ? symbols[row] : -1;

    /// <summary>The number in a cell that is not missing, or the position of its category.</summary>
    public double Value(int row, int column) => _values[column]![row];

    /// <summary>
    /// The symbols of a missing cell that go with the cells it determines; null where none of them is there. It is left missing, where
    /// it may be, if they go with nothing else.
    /// </summary>
    public bool[]? Possible(int row, int source)
    {
        bool[]? possible = null;
        foreach (var derivation in _derivations)
        {
            if (derivation.Source == source && Symbol(row, derivation.Column) is var symbol and >= 0)
            {
                possible ??= [.. Enumerable.Repeat(true, derivation.Symbols.Length)];
                for (int i = 0; i < possible.Length; i++)
                {
                    possible[i] &= derivation.Symbols[i] == symbol || (derivation.IsDrawn && derivation.Symbols[i] < 0);
                }
            }
        }

        int missing = _schema.Columns[source].MissingSymbol;
        if (possible is not null && missing >= 0 && possible.Where((is_, i) => is_ && i != missing).Any())
        {
            possible[missing] = false;
        }

        return possible;
    }

    /// <summary>The greatest number allowed in a cell by order rules with given cells; infinity where there is no bound.</summary>
    public double UpperBound(int row, int column) => _chain.UpperBound(_schema.Columns[column].Name, name => Cell(row, name));

    private double Cell(int row, string column) => _schema.IndexOf(column) is var index && IsMissing(row, index) ? double.NaN : Value(row, index);

    // What is given stays as it is, so no way of filling in the rest would keep a rule that it breaks. A rule that some real rows break may be broken.
    private void Check(int row)
    {
        foreach (var rule in _schema.Rules.Where(rule => rule is not OrderRule { IsRaised: true }))
        {
            int target = _schema.IndexOf(rule.Target);
            int[] sources = [.. rule.Sources.Select(_schema.IndexOf)];
            if (!IsMissing(row, target)
                && (rule is OrderRule order ? Value(row, target) < _chain.LowerBound(order, name => Cell(row, name), double.NegativeInfinity)
                    : !Array.Exists(sources, source => IsMissing(row, source)) && Math.Abs(Value(row, target) - sources.Sum(source => Value(row, source))) > Precision * Math.Max(1, Math.Abs(Value(row, target)))))
            {
                throw new ArgumentException($"Row {StartRow + row + 1}: the cells given break the rule {rule}, which every generated row satisfies. Correct them, or leave one of them empty to have it filled in.");
            }
        }

        foreach (var derivation in _derivations)
        {
            int symbol = Symbol(row, derivation.Column), source = Symbol(row, derivation.Source);
            var (column, by) = (_schema.Columns[derivation.Column], _schema.Columns[derivation.Source]);
            if (symbol >= 0 && source >= 0 && derivation.Symbols[source] is var determined and >= 0 && determined != symbol)
            {
                throw new ArgumentException(
                    $"Row {StartRow + row + 1}, columns '{by.Name}' and '{column.Name}': '{by.Describe(source)}' goes with '{column.Describe(determined)}', not with '{column.Describe(symbol)}'. Correct one of them, or leave it empty to have it filled in.");
            }

            if (source < 0 && Possible(row, derivation.Source) is { } possible && !possible.Contains(true))
            {
                throw new ArgumentException(
                    $"Row {StartRow + row + 1}: no value of column '{by.Name}' goes with what is given of {string.Join(" and ", _derivations.Where(other => other.Source == derivation.Source && Symbol(row, other.Column) >= 0).Select(other => $"'{_schema.Columns[other.Column].Name}'"))}. Correct one of them, or leave it empty to have it filled in.");
            }
        }
    }
}
