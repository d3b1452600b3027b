using System.Globalization;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Rules;

namespace FairGan.MLNet.Protection;

/// <summary>Replaces cells that too few people share, so that no later fitting or training step sees them.</summary>
internal sealed class CellProtection
{
    // A text column in which more than this share of the cells hold texts that too few people share is free text, or names people.
    private const double MostRare = 0.5;

    // The limit for categories is raised at random by up to one part in this many: the file then does not reveal the minimum number
    // of rows of a category.
    private const int ThresholdDivisor = 3;

    private readonly RowProtection _rows;
    private readonly SynthesizerOptions _options;

    private readonly HashSet<string> _ruled;

    private CellProtection(RowProtection rows, SynthesizerOptions options, IEnumerable<ColumnRule> rules)
    {
        _rows = rows;
        _options = options;
        _ruled = [.. rules.SelectMany(rule => rule.Sources.Append(rule.Target))];
    }

    private ProtectionOptions Protection => _options.Protection;

    /// <summary>Protects the columns of a table.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The people behind the rows.</param>
    /// <param name="options">Roles of the columns, and how they are protected.</param>
    /// <param name="rules">Orders and sums, whose columns keep their missing cells: another number there would break them.</param>
    /// <exception cref="FormatException">A column names people, or a small group is refused; the message names the remedies.</exception>
    public static PreparedColumn[] Apply(PreparedColumn[] columns, RowProtection rows, SynthesizerOptions options, IEnumerable<ColumnRule> rules)
    {
        var protection = new CellProtection(rows, options, rules);
        return Array.ConvertAll(columns, protection.Protect);
    }

    /// <summary>The same columns, with the one that states which rows belong to the same person turned into an identifier.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="options">The name of the column.</param>
    public static PreparedColumn[] WithoutSubject(PreparedColumn[] columns, ProtectionOptions options) =>
        Array.ConvertAll(columns, column => column.Description.Name == options.SubjectColumn && column.Identifier is null ? Subject(column) : column);

    private PreparedColumn Protect(PreparedColumn column)
    {
        string name = column.Description.Name;
        var random = new Random(Seed(name));
        if (_options.SensitiveColumns.Contains(name))
        {
            return Groups(column, random);
        }

        if (column.Identifier is { } identifier)
        {
            return IdentifiersOf(column, identifier);
        }

        return column.Cells is not null ? Categories(column, random) : Numbers(column, random);
    }

    // Few missing cells are filled in, so that a missing identifier identifies nobody.
    private PreparedColumn IdentifiersOf(PreparedColumn column, IdentifierCodec identifier)
    {
        IdentifierCodec fresh = Protected(identifier);
        bool[] missing = column.MissingIdentifiers!;
        if (IsHeld(Enumerable.Range(0, missing.Length).Where(row => missing[row])))
        {
            return PreparedColumn.OfIdentifiers(column.Description, fresh, missing, column.Repairs);
        }

        var all = new IdentifierCodec(fresh.Name, fresh.First, fresh.Prefix, fresh.Digits, fresh.Suffix, hasMissing: false);
        return PreparedColumn.OfIdentifiers(column.Description, all, new bool[missing.Length], column.Repairs);
    }

    private bool IsHeld(IEnumerable<int> rows) => _rows.Count(rows, _rows.MinRows) >= _rows.MinRows;

    private static PreparedColumn Subject(PreparedColumn column)
    {
        ColumnDescription description = column.Description with { Kind = ColumnKind.Identifier };
        bool[] missing = column.Cells is not null ? Array.ConvertAll(column.Cells, cell => column.Texts![cell].Length == 0) : Array.ConvertAll(column.Values!, double.IsNaN);
        var identifier = column.Cells is not null
            ? Identifiers.Fresh(description.Name, [.. column.Texts!.Where(text => text.Length > 0).Distinct()], missing.Contains(true))
            : Identifiers.Fresh(description.Name, column.Distinct!.Values, missing.Contains(true));
        return PreparedColumn.OfIdentifiers(description, identifier, missing, column.Repairs, isSubject: true);
    }

    /// <summary>New identifiers that do not begin right after the largest real one, but at the next number with one digit other than 0.</summary>
    /// <param name="identifier">How identifiers are made.</param>
    public static IdentifierCodec Protected(IdentifierCodec identifier)
    {
        long power = 1;
        while (identifier.First / power >= 10)
        {
            power *= 10;
        }

        long first = identifier.First <= 0 ? identifier.First : ((identifier.First - 1) / power * power) + power;
        return new IdentifierCodec(identifier.Name, first, identifier.Prefix, identifier.Digits, identifier.Suffix, identifier.HasMissing);
    }

    private PreparedColumn Categories(PreparedColumn column, Random random)
    {
        string name = column.Description.Name;
        bool isLabel = name == _options.LabelColumn;
        Dictionary<string, List<int>> rowsOf = RowsOf(column);
        int least = _rows.MinRows + (isLabel ? 0 : random.Next(1 + (_rows.MinRows / ThresholdDivisor)));
        HashSet<string> rare = [.. rowsOf.Where(group => _rows.Count(group.Value, least) < least && !(isLabel && IsKeptLabel(group.Key, rowsOf))).Select(group => group.Key)];
        long present = rowsOf.Where(group => group.Key.Length > 0).Sum(group => (long)group.Value.Count), affected = rare.Where(text => text.Length > 0).Sum(text => (long)rowsOf[text].Count);
        bool placeholder = Protection.RareValues == RareValues.Placeholder;
        if (!isLabel && !placeholder && affected > MostRare * present)
        {
            throw new FormatException(PreparationReport.Format(
                $"Column '{name}' names people: {affected:N0} of {Numbered.Of(present, "cell[|s]")} {Numbered.Agreeing(affected, "[holds|hold]")} texts that fewer than {_rows.MinRows} {_rows.People} share. Leave it out (on the command line --drop {name}), make it an identifier in the schema (\"kind\": \"identifier\"), have a placeholder stand for rare texts (--rare-values placeholder), or group its values before."));
        }

        if (rare.Count == 0)
        {
            return column;
        }

        string[] texts = [.. column.Texts!, ""];
        int[] cells = [.. column.Cells!];
        var altered = new bool[cells.Length];
        int[] frequentRows = [.. rowsOf.Where(group => !rare.Contains(group.Key) && group.Key.Length > 0).SelectMany(group => group.Value).Order()];
        bool usePlaceholder = placeholder && IsHeld(rare.Where(text => text.Length > 0).SelectMany(text => rowsOf[text]));
        if (usePlaceholder)
        {
            texts = [.. texts, Protection.Placeholder];
        }

        int missing = column.Texts!.Length;
        foreach (string text in rare.Order(StringComparer.Ordinal))
        {
            foreach (int row in rowsOf[text])
            {
                cells[row] = usePlaceholder && text.Length > 0 ? texts.Length - 1 : frequentRows.Length > 0 ? column.Cells![frequentRows[random.Next(frequentRows.Length)]] : missing;
                altered[row] = true;
            }
        }

        ColumnDescription description = column.Description with
        {
            Categories = column.Description.Categories is { } listed ? [.. listed.Where(rowsOf.ContainsKey).Where(text => !rare.Contains(text)), .. usePlaceholder ? [Protection.Placeholder] : Array.Empty<string>()] : null,
        };
        return PreparedColumn.OfCategories(description, cells, texts, [.. column.Repairs, .. Sentences(rare, affected, rowsOf, usePlaceholder ? $"'{Protection.Placeholder}'" : "frequent ones")], altered);
    }

    // The outcomes of a label with two values are public knowledge.
    private bool IsKeptLabel(string text, Dictionary<string, List<int>> rowsOf) =>
        text.Length > 0 && (rowsOf.Keys.Count(key => key.Length > 0) <= 2 || text == _options.PositiveValue);

    private IEnumerable<CellRemark> Sentences(HashSet<string> rare, long rows, Dictionary<string, List<int>> rowsOf, string instead)
    {
        int categories = rare.Count(text => text.Length > 0);
        if (categories > 0)
        {
            yield return new CellRemark(rows, PreparationReport.Format($"cell[|s] with {Numbered.Agreeing(categories, "[a category|categories]")} that fewer than about {_rows.MinRows} {_rows.People} hold ({categories:N0} in all) became {instead} to protect people"));
        }

        if (rare.Contains(""))
        {
            yield return FewMissing(rowsOf[""].Count);
        }
    }

    private static string FewMissing(int rows) => PreparationReport.Format($"missing cells are so few ({rows:N0}) that they were filled in to protect people");

    private PreparedColumn Numbers(PreparedColumn column, Random random)
    {
        long filled = column.Distinct!.PresentRows;
        if (filled == 0 || column.Description.Name == _options.LabelColumn || IsHeld(Enumerable.Range(0, column.RowCount).Where(row => !double.IsNaN(column.Values![row]))))
        {
            return WithoutFewMissing(column, random);
        }

        bool[] altered = Array.ConvertAll(column.Values!, value => !double.IsNaN(value));
        string sentence = PreparationReport.Format($"so few cells hold a value ({filled:N0}) that the column was emptied to protect people");
        return PreparedColumn.OfQuantities(column.Description, column.Quantity!, Array.ConvertAll(altered, _ => double.NaN), [.. column.Repairs, sentence], altered);
    }

    private PreparedColumn WithoutFewMissing(PreparedColumn column, Random random)
    {
        int[] missing = [.. Enumerable.Range(0, column.RowCount).Where(row => double.IsNaN(column.Values![row]))];
        if (missing.Length == 0 || _ruled.Contains(column.Description.Name) || missing.Length == column.RowCount || IsHeld(missing))
        {
            return column;
        }

        double[] values = [.. column.Values!];
        var altered = new bool[values.Length];
        foreach (int row in missing)
        {
            int other;
            do
            {
                other = random.Next(values.Length);
            }
            while (double.IsNaN(column.Values![other]));

            values[row] = column.Values[other];
            altered[row] = true;
        }

        return PreparedColumn.OfQuantities(column.Description, column.Quantity!, values, [.. column.Repairs, FewMissing(missing.Length)], altered);
    }

    private PreparedColumn Groups(PreparedColumn column, Random random)
    {
        var groups = Groups(column);
        var small = groups.Where(group => !IsHeld(group.Value)).ToArray();
        if (small.Length == 0)
        {
            return column;
        }

        string name = column.Description.Name;
        string list = string.Join(", ", small.Select(group => PreparationReport.Format($"'{(group.Key.Length > 0 ? group.Key : "(missing)")}' ({Numbered.Of(group.Value.Count, "row[|s]")})")));
        string few = PreparationReport.Format($"fewer than {_rows.MinRows} {_rows.People}");
        int[] order = [.. Enumerable.Range(0, column.RowCount)];
        int[] smallRows = [.. small.SelectMany(group => group.Value)];
        switch (Protection.SmallGroups)
        {
            case SmallGroups.Refuse:
                throw new FormatException(
                    $"The sensitive column '{name}' has groups of {few}: {list}. Pool them with everybody under their own name (on the command line --small-groups pool), learn them all the same (learn), or merge them into another group (merge=GROUP).");
            case SmallGroups.Learn:
                return With($"groups of {few} were learned from their own rows, so that people in them can be recognised: {list}");
            case SmallGroups.Merge:
                int[] into = groups.TryGetValue(Protection.MergeInto!, out var rows) && rows.Count >= _rows.MinRows ? [.. rows]
                    : throw new FormatException($"The sensitive column '{name}' has no group '{Protection.MergeInto}' of at least {_rows.MinRows} rows to merge {list} into; it has {string.Join(", ", groups.Keys.Select(key => $"'{key}'"))}.");
                Array.ForEach(smallRows, row => order[row] = into[0]);
                return With($"groups of {few} were merged into '{Protection.MergeInto}': {list}");
            default:
                int[] others = [.. Enumerable.Range(0, column.RowCount).Except(smallRows)];
                random.Shuffle(others);
                for (int i = 0; i < Math.Min(smallRows.Length, others.Length); i++)
                {
                    (order[smallRows[i]], order[others[i]]) = (others[i], smallRows[i]);
                }

                return With($"groups of {few} keep their name and share, but what is generated for them is what holds for all rows: {list}. Other choices are to learn them from their own rows, to merge them, or to refuse (on the command line --small-groups)");
        }

        PreparedColumn With(string sentence) => column.Cells is not null
            ? PreparedColumn.OfCategories(column.Description, Array.ConvertAll(order, row => column.Cells[row]), column.Texts!, [.. column.Repairs, sentence])
            : PreparedColumn.OfQuantities(column.Description, column.Quantity!, Array.ConvertAll(order, row => column.Values![row]), [.. column.Repairs, sentence]);
    }

    private static Dictionary<string, List<int>> Groups(PreparedColumn column)
    {
        if (column.Cells is not null)
        {
            return RowsOf(column);
        }

        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < (column.Values?.Length ?? 0); row++)
        {
            Add(groups, double.IsNaN(column.Values![row]) ? "" : column.Values[row].ToString("R", CultureInfo.InvariantCulture), row);
        }

        return groups;
    }

    private static Dictionary<string, List<int>> RowsOf(PreparedColumn column)
    {
        var rows = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < column.Cells!.Length; row++)
        {
            Add(rows, column.Texts![column.Cells[row]], row);
        }

        return rows;
    }

    private static void Add(Dictionary<string, List<int>> groups, string group, int row)
    {
        if (!groups.TryGetValue(group, out var rows))
        {
            groups[group] = rows = [];
        }

        rows.Add(row);
    }

    // Each column has its own random numbers, so that the cells of one column do not affect those of another.
    private int Seed(string column) => column.Aggregate(_options.Training.IntSeed, (hash, c) => unchecked((hash * 31) + c));
}
