namespace FairGan.Reporting.Quality.Privacy.Scan;

/// <summary>What fewer than K training rows hold in one column.</summary>
internal sealed class RareValues
{
    private RareValues(string column) => Column = column;

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>How the column's texts are numbers that lie close to each other, such as quarters of a year; null for other texts and for numbers.</summary>
    public TextNumbers? Reading { get; private init; }

    /// <summary>Categories, identifiers, free text and dates as they are written.</summary>
    public IReadOnlySet<string> Texts { get; private init; } = new HashSet<string>();

    /// <summary>Numbers; of dates, days since the year 1.</summary>
    public IReadOnlySet<double> Numbers { get; private init; } = new HashSet<double>();

    /// <summary>Numbers that fewer than K training rows hold and no held-out row, with how many rows hold each.</summary>
    public IReadOnlyDictionary<double, int> OwnNumbers { get; private init; } = new Dictionary<double, int>();

    /// <summary>
    /// Numbers that fewer than K held-out rows hold and no training row, with how many rows hold each. Were all rows shuffled, a number with
    /// as many holders could be in either set: how many of these are found shows how many of <see cref="OwnNumbers"/> chance finds.
    /// </summary>
    public IReadOnlyDictionary<double, int> OtherNumbers { get; private init; } = new Dictionary<double, int>();

    /// <summary>The smallest and the largest number, where they are rare.</summary>
    public IReadOnlySet<double> Extremes { get; private init; } = new HashSet<double>();

    /// <summary>The rare values of all columns.</summary>
    /// <param name="training">The training rows.</param>
    /// <param name="others">Held-out rows with the same columns.</param>
    /// <param name="leastRows">K.</param>
    /// <param name="groups">The sensitive columns, whose values are names of groups, and no secret.</param>
    public static IReadOnlyList<RareValues> Of(ColumnarTable training, ColumnarTable others, int leastRows, IReadOnlyCollection<string> groups)
    {
        HashSet<string> frequent = Frequent(training, leastRows, groups);
        return [.. training.Columns.Select(Rare)];

        RareValues Rare(TableColumn column) =>
            column.IsNumeric ? OfNumbers(column, others[column.Name], leastRows, null)
            : TextNumbers.Find(column, leastTexts: 2) is { } reading ? OfNumbers(reading.Of(column), reading.Of(others[column.Name]), leastRows, reading)
            : OfTexts(column, leastRows, frequent);
    }

    /// <summary>The rare values, with the rare texts of another table: the same rows as they are written.</summary>
    /// <param name="known">The rare values.</param>
    /// <param name="written">The other table.</param>
    /// <param name="leastRows">K.</param>
    /// <param name="groups">The sensitive columns, whose values are names of groups, and no secret.</param>
    public static IEnumerable<RareValues> WithTexts(IReadOnlyList<RareValues> known, ColumnarTable written, int leastRows, IReadOnlyCollection<string> groups)
    {
        HashSet<string> frequent = Frequent(written, leastRows, groups);
        frequent.UnionWith(known.Select(column => column.Column));
        foreach (TableColumn column in written.Columns)
        {
            RareValues? own = known.FirstOrDefault(other => other.Column == column.Name);
            if (column.IsNumeric)
            {
                if (own is not null)
                {
                    yield return own;
                }

                continue;
            }

            // A number is searched by its value, not by its digits, which occur in many places.
            IEnumerable<string> texts = OfTexts(column, leastRows, frequent).Texts.Where(text => own is not { Numbers.Count: > 0 } || !double.TryParse(text, CultureInfo.InvariantCulture, out _));
            yield return new RareValues(column.Name)
            {
                Reading = own?.Reading,
                Texts = texts.Concat(own?.Texts ?? new HashSet<string>()).ToHashSet(StringComparer.Ordinal),
                Numbers = own?.Numbers ?? new HashSet<double>(),
                OwnNumbers = own?.OwnNumbers ?? new Dictionary<double, int>(),
                OtherNumbers = own?.OtherNumbers ?? new Dictionary<double, int>(),
                Extremes = own?.Extremes ?? new HashSet<double>(),
            };
        }
    }

    private static HashSet<string> Frequent(ColumnarTable table, int leastRows, IReadOnlyCollection<string> groups)
    {
        HashSet<string> frequent = new(table.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
        foreach (TableColumn column in table.Columns.Where(column => !column.IsNumeric))
        {
            int least = groups.Contains(column.Name) ? 1 : leastRows;
            foreach (string text in Counts(column.Codes).Where(pair => pair.Key > 0 && pair.Value >= least).Select(pair => column.Categories.NameOf(pair.Key)!))
            {
                frequent.Add(text);
                frequent.UnionWith(ScannedTexts.Words(text));
            }
        }

        return frequent;
    }

    // A text that is common elsewhere, a word of one, or a column's name, identifies nobody.
    private static RareValues OfTexts(TableColumn column, int leastRows, HashSet<string> frequent) => new(column.Name)
    {
        Texts = Counts(column.Codes).Where(pair => pair.Key > 0 && pair.Value < leastRows).Select(pair => column.Categories.NameOf(pair.Key)!)
            .Where(text => !frequent.Contains(text)).ToHashSet(StringComparer.Ordinal),
    };

    private static RareValues OfNumbers(TableColumn column, TableColumn others, int leastRows, TextNumbers? reading)
    {
        Dictionary<double, int> counts = Counts(column.Numbers.Where(number => !double.IsNaN(number)));
        Dictionary<double, int> ofOthers = Counts(others.Numbers.Where(number => !double.IsNaN(number)));
        HashSet<double> rare = [.. counts.Where(pair => pair.Value < leastRows).Select(pair => pair.Key)];
        double[] ends = counts.Count == 0 ? [] : [counts.Keys.Min(), counts.Keys.Max()];
        return new RareValues(column.Name)
        {
            Reading = reading,
            Numbers = rare,
            OwnNumbers = RareOnlyIn(counts, ofOthers, leastRows),
            OtherNumbers = RareOnlyIn(ofOthers, counts, leastRows),
            Extremes = ends.Where(rare.Contains).ToHashSet(),
            Texts = column.Texts is not null ? rare.Select(number => column.Text(number, "R")).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(),
        };
    }

    private static Dictionary<double, int> RareOnlyIn(Dictionary<double, int> counts, Dictionary<double, int> others, int leastRows) =>
        counts.Where(pair => pair.Value < leastRows && !others.ContainsKey(pair.Key)).ToDictionary();

    private static Dictionary<T, int> Counts<T>(IEnumerable<T> cells)
        where T : notnull
    {
        Dictionary<T, int> counts = [];
        foreach (T cell in cells)
        {
            counts[cell] = counts.GetValueOrDefault(cell) + 1;
        }

        return counts;
    }
}
