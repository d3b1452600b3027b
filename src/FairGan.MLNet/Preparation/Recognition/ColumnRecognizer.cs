using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Kinds;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Recognises from its distinct cells whether a text column holds durations, dates, numbers, identifiers or categories, in this order.</summary>
internal static class ColumnRecognizer
{
    private const int LongText = 64;

    private static readonly string[][] s_booleans = [["yes", "no"], ["y", "n"], ["true", "false"], ["t", "f"], ["on", "off"]];

    /// <summary>A recognised column, with the function that cleans its cells.</summary>
    /// <param name="texts">The distinct cells as they are written.</param>
    /// <param name="tidy">The same, tidied.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive, and so no identifier.</param>
    /// <param name="options">How the table is prepared.</param>
    /// <exception cref="FormatException">The column is given as one of dates, but none are recognised.</exception>
    public static CellCleaner Recognize(string[] texts, string[] tidy, long[] rows, ColumnDescription given, bool isRole, PreparationOptions options)
    {
        bool MayBe(ColumnKind kind) => given.Kind == kind || given.Kind is null;
        var known = new HashSet<string>(given.Missing ?? [], StringComparer.OrdinalIgnoreCase);
        (string Cell, long Rows)[] numeric = [.. tidy.Select((text, i) => (text, rows[i])).Where(cell => !MissingSpellings.AmongNumbers(cell.text) && !known.Contains(cell.text))];
        long filled = numeric.Sum(cell => cell.Rows), most = 0;
        IQuantity? nearly = null;
        if (filled > 0 && MayBe(ColumnKind.Duration) && !(given.Kind is not null && given.Format is not null))
        {
            var (formats, read) = DurationFormats.Find(numeric, isGiven: given.Kind is not null);
            if (formats.Count > 0 && (given.Kind is not null || read >= NumberPolicy.Most * filled))
            {
                return new CellCleaner(given with { Kind = ColumnKind.Duration, Format = given.Format ?? formats[0], OtherFormats = formats.Count > 1 ? [.. formats.Skip(1)] : null });
            }
        }

        if (filled > 0 && given.Kind is null or ColumnKind.Date && !(given.Kind == ColumnKind.Date && given.Format is not null))
        {
            var (formats, read) = DateFormats.Find(given.Name, numeric, isGiven: given.Kind is not null);
            if (formats.Count > 0 && (given.Kind is not null || read >= NumberPolicy.Most * filled))
            {
                return new CellCleaner(given with { Kind = ColumnKind.Date, Format = given.Format ?? formats[0], OtherFormats = formats.Count > 1 ? [.. formats.Skip(1)] : null });
            }

            (nearly, most) = formats.Count > 0 ? (new DateQuantity(given.Name, formats[0], [.. formats.Skip(1)]), read) : (nearly, most);
        }

        if (filled > 0 && (MayBe(ColumnKind.Real) || MayBe(ColumnKind.Integer))
            && (given.Kind is not null || !NumberPolicy.AreCodes(numeric)) && NumberFormats.Find(Written(texts, tidy, rows, known), options.Culture) is { } found)
        {
            var (written, reading) = given.Format is null ? found : (NumberFormat.Parse(given.Format), found.Read with { DecimalSeparator = NumberFormat.Parse(given.Format).DecimalSeparator });
            (double Value, long Rows)[] values = Read(numeric, reading);
            bool exact = values.All(value => NumberPolicy.IsExact(value.Value));
            long read = values.Sum(value => value.Rows);
            if (given.Kind is not null || (read >= NumberPolicy.Most * filled && exact))
            {
                bool whole = values.All(value => value.Value == Math.Floor(value.Value));
                bool names = given.Kind is null && !isRole && written.IsPlain && values.All(value => value.Rows == 1) && Identifiers.AreNumbers(given.Name, values.Select(value => value.Value));
                return new CellCleaner(
                    given with { Kind = given.Kind ?? (names ? ColumnKind.Identifier : whole ? ColumnKind.Integer : ColumnKind.Real), Format = names || written.IsPlain ? null : written.ToString(), OtherFormats = names || reading.ReadsAs(written) ? null : [reading.ToString()] });
            }

            nearly = exact && read > most ? new NumberQuantity(given.Name, reading.ToString(), []) : nearly;
        }

        if (given.Kind is ColumnKind.Date or ColumnKind.Duration && given.Format is null)
        {
            throw new FormatException(given.Kind == ColumnKind.Date
                ? $"Column '{given.Name}' contains no dates that are recognised; give their format in the schema (\"format\": \"dd/MM/yyyy\")."
                : $"Column '{given.Name}' holds no durations that are recognised; give their format in the schema (\"format\": \"h:mm:ss\").");
        }

        if (Quantities.Of(given.Kind, given.Name, given.Format, given.OtherFormats) is not null)
        {
            return new CellCleaner(given);
        }

        var present = tidy.Select((text, i) => (Text: text, Rows: rows[i])).Where(cell => !MissingSpellings.AmongTexts(cell.Text) && !known.Contains(cell.Text)).ToArray();
        if (given.Kind == ColumnKind.Identifier
            || (given.Kind is null && !isRole && Identifiers.AreTexts([.. present.GroupBy(cell => cell.Text).Select(group => group.Sum(cell => cell.Rows))]) && present.Average(cell => cell.Text.Length) <= LongText))
        {
            return new CellCleaner(given with { Kind = ColumnKind.Identifier }) { Nearly = nearly };
        }

        // Of spellings that differ in case alone, the most frequent one is the category.
        string[] categories = [.. present.GroupBy(cell => cell.Text, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.GroupBy(cell => cell.Text).MaxBy(spelling => (spelling.Sum(cell => cell.Rows), string.Concat(spelling.Key.Select(c => (char)~c))))!.Key)
            .Order(StringComparer.Ordinal)];
        bool boolean = categories.Length == 2 && s_booleans.Any(pair => pair.All(value => categories.Contains(value, StringComparer.OrdinalIgnoreCase)));
        return new CellCleaner(given with { Kind = given.Kind ?? (boolean ? ColumnKind.Boolean : ColumnKind.Categorical), Categories = given.Categories ?? (categories.Length > 0 ? categories : null) }) { Nearly = given.Kind is null ? nearly : null };
    }

    // Numbers as they are written: blanks between their digits may be narrow ones.
    private static (string Cell, long Rows)[] Written(string[] texts, string[] tidy, long[] rows, HashSet<string> known) =>
        [.. texts.Select((text, i) => (text.Trim(), rows[i])).Where((_, i) => !MissingSpellings.AmongNumbers(tidy[i]) && !known.Contains(tidy[i]))];

    private static (double Value, long Rows)[] Read((string Cell, long Rows)[] cells, NumberFormat format)
    {
        var values = new List<(double, long)>(cells.Length);
        foreach (var (cell, rows) in cells)
        {
            if ((PlainNumber.TryRead(cell, out double value, out int decimals) && (decimals == 0 || format.DecimalSeparator == '.')) || format.TryParse(cell, out value))
            {
                values.Add((value, rows));
            }
        }

        return [.. values];
    }
}
