namespace FairGan.Reporting.Quality.Privacy.Scan;

/// <summary>What fewer than K training rows hold in one column.</summary>
internal sealed class RareValues
{
    private RareValues(string column) => Column = column;

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>Categories, identifiers, free text and dates as they are written.</summary>
    public IReadOnlySet<string> Texts { get; private init; } = new HashSet<string>();

    /// <summary>Numbers; of dates, days since the year 1.</summary>
    public IReadOnlySet<double> Numbers { get; private init; } = new HashSet<double>();

    /// <summary>
    /// Numbers that training rows hold but no held-out row, and fewer than K of all rows, among as many rows of both: they and
    /// <see cref="OtherNumbers"/> differ in nothing but the training.
    /// </summary>
    public IReadOnlySet<double> OwnNumbers { get; private init; } = new HashSet<double>();

    /// <summary>The same of held-out rows: how many of them are found shows what chance finds.</summary>
    public IReadOnlySet<double> OtherNumbers { get; private init; } = new HashSet<double>();

    /// <summary>The smallest and the largest number, where they are rare.</summary>
    public IReadOnlySet<double> Extremes { get; private init; } = new HashSet<double>();

    /// <summary>The rare values of all columns.</summary>
    /// <param name="training">The training rows.</param>
    /// <param name="others">Held-out rows with the same columns.</param>
    /// <param name="leastRows">K.</param>
    public static IReadOnlyList<RareValues> Of(ColumnarTable training, ColumnarTable others, int leastRows)
    {
        HashSet<string> frequent = Frequent(training, leastRows);
        return [.. training.Columns.Select(column => column.IsNumeric ? OfNumbers(column, others[column.Name], leastRows) : OfTexts(column, leastRows, frequent))];
    }

    /// <summary>The rare values, with the rare texts of another table: the same rows as they are written.</summary>
    /// <param name="known">The rare values.</param>
    /// <param name="written">The other table.</param>
    /// <param name="leastRows">K.</param>
    public static IEnumerable<RareValues> WithTexts(IReadOnlyList<RareValues> known, ColumnarTable written, int leastRows)
    {
        HashSet<string> frequent = Frequent(written, leastRows);
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
                Texts = texts.Concat(own?.Texts ?? new HashSet<string>()).ToHashSet(StringComparer.Ordinal),
                Numbers = own?.Numbers ?? new HashSet<double>(),
                OwnNumbers = own?.OwnNumbers ?? new HashSet<double>(),
                OtherNumbers = own?.OtherNumbers ?? new HashSet<double>(),
                Extremes = own?.Extremes ?? new HashSet<double>(),
            };
        }
    }

    private static HashSet<string> Frequent(ColumnarTable table, int leastRows)
    {
        HashSet<string> frequent = new(table.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
        foreach (TableColumn column in table.Columns.Where(column => !column.IsNumeric))
        {
            foreach (string text in Counts(column.Codes).Where(pair => pair.Key > 0 && pair.Value >= leastRows).Select(pair => column.Categories.NameOf(pair.Key)!))
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

    private static RareValues OfNumbers(TableColumn column, TableColumn others, int leastRows)
    {
        Dictionary<double, int> counts = Counts(column.Numbers.Where(number => !double.IsNaN(number)));
        int rows = Math.Min(column.RowCount, others.RowCount);
        Dictionary<double, int> own = Counts(Some(column, rows)), ofOthers = Counts(Some(others, rows));
        HashSet<double> rare = [.. counts.Where(pair => pair.Value < leastRows).Select(pair => pair.Key)];
        double[] ends = counts.Count == 0 ? [] : [counts.Keys.Min(), counts.Keys.Max()];
        return new RareValues(column.Name)
        {
            Numbers = rare,
            OwnNumbers = own.Where(pair => pair.Value < leastRows && !ofOthers.ContainsKey(pair.Key)).Select(pair => pair.Key).ToHashSet(),
            OtherNumbers = ofOthers.Where(pair => pair.Value < leastRows && !counts.ContainsKey(pair.Key)).Select(pair => pair.Key).ToHashSet(),
            Extremes = ends.Where(rare.Contains).ToHashSet(),
            Texts = column.Texts is not null ? rare.Select(number => column.Text(number, "R")).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(),
        };
    }

    private static IEnumerable<double> Some(TableColumn column, int rows) =>
        RowSampling.AtMost(column.RowCount, rows, seed: 1).Select(row => column.Numbers[row]).Where(number => !double.IsNaN(number));

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
