using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Format;
using FairGan.Export.Rules;
using FairGan.Export.Schemas;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>Rows of which some cells are missing, as symbols and values.</summary>
internal sealed class PartialRows
{
    private const double Precision = 1e-9;

    private readonly TableSchema _schema;
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

            _symbols[column] = new int[rows.RowCount];
            _values[column] = new double[rows.RowCount];
            Array.Fill(_symbols[column]!, -1);
            Array.Fill(_values[column]!, double.NaN);
            switch (schema.Columns[column], cells)
            {
                case (CategoricalCodec codec, CategoricalColumn categories):
                    ReadCategories(codec, categories);
                    break;
                case (NumericCodec codec, RealColumn numbers):
                    ReadNumbers(codec, row => numbers.Values[row]);
                    break;
                case (NumericCodec codec, IntegerColumn numbers):
                    ReadNumbers(codec, row => numbers.Values[row]);
                    break;
                case (DateCodec codec, DateColumn dates):
                    ReadDates(codec, dates);
                    break;
                case (IdentifierCodec, _):
                    throw new ArgumentException($"Column '{cells.Name}' holds identifiers, which are made afresh for every row; leave it out.");
                case var (codec, _):
                    throw new ArgumentException($"Column '{cells.Name}' holds {(codec is CategoricalCodec ? "categories" : codec is DateCodec ? "dates" : "numbers")}, not what is given.");
            }

            void ReadCategories(CategoricalCodec codec, CategoricalColumn given)
            {
                int[] symbols = [.. given.Categories.Select(codec.Encode)];
                var positions = codec.Categories.Select((category, position) => (category, position)).ToDictionary(c => c.category, c => c.position, StringComparer.Ordinal);
                for (int row = 0; row < rows.RowCount; row++)
                {
                    int code = given.Codes[row];
                    if (code < 0 || code >= symbols.Length || given.Categories[code].Length == 0)
                    {
                        continue;
                    }

                    if (symbols[code] < 0)
                    {
                        throw Unknown(row, given.Categories[code], Spelling.Nearest(given.Categories[code], codec.Categories));
                    }

                    _symbols[column]![row] = symbols[code];
                    _values[column]![row] = positions[given.Categories[code]];
                }
            }

            void ReadNumbers(NumericCodec codec, Func<int, double> number)
            {
                for (int row = 0; row < rows.RowCount; row++)
                {
                    double value = number(row);
                    if (double.IsNaN(value))
                    {
                        continue;
                    }

                    // What a rule makes of other columns is coded by how far it is from them.
                    int symbol = codec.Encode(value);
                    if ((symbol < 0 && !schema.Rules.Any(rule => rule.Target == codec.Name)) || (codec is { IsInteger: true, HasMissing: false } && value != Math.Floor(value)))
                    {
                        throw Unknown(row, value.ToString("R", CultureInfo.InvariantCulture), string.Join(", ", Enumerable.Range(0, codec.SymbolCount)
                            .Where(other => other != codec.MissingSymbol).OrderBy(other => Math.Abs(codec.Decode(other, 0.5) - value)).Take(3).Select(codec.Describe)));
                    }

                    _symbols[column]![row] = symbol;
                    _values[column]![row] = value;
                }
            }

            void ReadDates(DateCodec codec, DateColumn given)
            {
                for (int row = 0; row < rows.RowCount; row++)
                {
                    if (given.Values[row] is { } time)
                    {
                        _symbols[column]![row] = codec.Encode(time);
                        _values[column]![row] = DateCodec.UnitsOf(time, codec.Unit);
                    }
                }
            }

            ArgumentException Unknown(int row, string value, string nearest) => new(
                $"Row {rows.StartRow + row}, column '{cells.Name}': the generator does not know the value '{value}'; the nearest are {nearest}. Correct the cell, or leave it empty to have it filled in.");
        }

        foreach (var rule in schema.Rules)
        {
            int target = schema.IndexOf(rule.Target);
            for (int row = 0; row < rows.RowCount && _symbols[target] is not null; row++)
            {
                _symbols[target]![row] = rule is OrderRule order && schema.IndexOf(order.Low) is var low && !IsMissing(row, target) && !IsMissing(row, low)
                    ? Encode(schema.Columns[target], Relative(row, target) - Relative(row, low))
                    : -1;
            }
        }

        for (int row = 0; row < rows.RowCount; row++)
        {
            Check(row);
        }

        double Relative(int row, int column) => _values[column]![row] - (schema.Columns[column] is DateCodec date ? date.Origin : 0);

        static int Encode(ColumnCodec codec, double distance) => codec is DateCodec date ? date.Numbers.Encode(distance) : ((NumericCodec)codec).Encode(distance);
    }

    /// <summary>Number of the first row.</summary>
    public long StartRow { get; }

    /// <summary>Whether a cell is missing.</summary>
    public bool IsMissing(int row, int column) => _values[column] is not { } values || double.IsNaN(values[row]);

    /// <summary>The symbol of a cell; -1 where it is missing, or is made of a missing one by a rule.</summary>
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

    /// <summary>The greatest number that a cell can hold under orders with given cells; infinity where there is no bound.</summary>
    public double Most(int row, int column) => _schema.Rules.OfType<OrderRule>().Where(rule => rule.Low == _schema.Columns[column].Name)
        .Select(rule => _schema.IndexOf(rule.High)).Select(high => IsMissing(row, high) ? Most(row, high) : Value(row, high)).Append(double.PositiveInfinity).Min();

    private double Least(int row, int column) => !IsMissing(row, column) ? Value(row, column)
        : _schema.Rules.OfType<OrderRule>().FirstOrDefault(rule => rule.High == _schema.Columns[column].Name) is { } rule ? Least(row, _schema.IndexOf(rule.Low)) : double.NegativeInfinity;

    // What is given stays as it is, so no way of filling in the rest would keep a rule that it breaks.
    private void Check(int row)
    {
        foreach (var rule in _schema.Rules)
        {
            int target = _schema.IndexOf(rule.Target);
            int[] sources = [.. rule.Sources.Select(_schema.IndexOf)];
            if (!IsMissing(row, target)
                && (rule is OrderRule ? Value(row, target) < Least(row, sources[0])
                    : !Array.Exists(sources, source => IsMissing(row, source)) && Math.Abs(Value(row, target) - sources.Sum(source => Value(row, source))) > Precision * Math.Max(1, Math.Abs(Value(row, target)))))
            {
                throw new ArgumentException($"Row {StartRow + row}: the cells given break the rule {rule}, which every generated row keeps. Correct them, or leave one of them empty to have it filled in.");
            }
        }

        foreach (var derivation in _derivations)
        {
            int symbol = Symbol(row, derivation.Column), source = Symbol(row, derivation.Source);
            var (column, by) = (_schema.Columns[derivation.Column], _schema.Columns[derivation.Source]);
            if (symbol >= 0 && source >= 0 && derivation.Symbols[source] is var determined and >= 0 && determined != symbol)
            {
                throw new ArgumentException(
                    $"Row {StartRow + row}, columns '{by.Name}' and '{column.Name}': '{by.Describe(source)}' goes with '{column.Describe(determined)}', not with '{column.Describe(symbol)}'. Correct one of them, or leave it empty to have it filled in.");
            }

            if (source < 0 && Possible(row, derivation.Source) is { } possible && !possible.Contains(true))
            {
                throw new ArgumentException(
                    $"Row {StartRow + row}: no value of column '{by.Name}' goes with what is given of {string.Join(" and ", _derivations.Where(other => other.Source == derivation.Source && Symbol(row, other.Column) >= 0).Select(other => $"'{_schema.Columns[other.Column].Name}'"))}. Correct one of them, or leave it empty to have it filled in.");
            }
        }
    }
}
