using FairGan.Export.Columns;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Options;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Finds out what a column is and cleans its cells.</summary>
internal static class ColumnPreparer
{
    // Of a column with so many numbers or dates, the few other cells count as missing; with fewer, but still most, somebody has to look.
    private const double NearlyAll = 0.99;
    private const double Most = 0.9;
    private const int LongText = 64;
    private const int LeastTexts = 50;
    private const int Shown = 3;
    private const string CutShort = "cells were times finer than a microsecond, the rest of which was cut off";

    private static readonly string[][] s_booleans = [["yes", "no"], ["y", "n"], ["true", "false"], ["t", "f"], ["on", "off"]];

    /// <summary>Prepares a column of text.</summary>
    /// <param name="texts">The distinct cells, in the order of their first rows.</param>
    /// <param name="cells">For every row, its position in <paramref name="texts"/>.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive, and so no identifier.</param>
    /// <param name="options">How the table is prepared.</param>
    /// <exception cref="FormatException">The column cannot be learned; the message says why, and what to do.</exception>
    public static PreparedColumn Text(string[] texts, int[] cells, ColumnDescription given, bool isRole, PreparationOptions options)
    {
        var rows = new long[texts.Length];
        foreach (int cell in cells)
        {
            rows[cell]++;
        }

        var repairs = new List<string>();
        string[] tidy = Array.ConvertAll(texts, TextCells.Tidy);
        Tell(repairs, texts, rows, i => tidy[i] != texts[i], "cells had stray blanks, which synthetic ones have not");
        CellCleaner cleaner = Recognise(tidy, rows, given, isRole, options, cells);
        ColumnDescription description = cleaner.Description;
        bool[] missing = Array.ConvertAll(tidy, cleaner.IsMissing);
        Tell(repairs, texts, rows, i => missing[i] && tidy[i].Length > 0, "cells spell out that they are missing", texts);
        if (description.Kind == ColumnKind.Identifier)
        {
            string[] present = [.. tidy.Where((_, i) => !missing[i])];
            return PreparedColumn.OfIdentifiers(
                description, Identifiers.Fresh(description.Name, present, missing.Any(m => m)), Array.ConvertAll(cells, cell => missing[cell]), repairs);
        }

        if (cleaner.IsNumber || cleaner.IsDate)
        {
            double[] numbers = Array.ConvertAll(texts, cleaner.Number);
            string what = cleaner.IsNumber ? "number" : $"date in the format{(description.OtherFormats is { Count: > 0 } ? "s" : "")} {string.Join(", ", (string[])[description.Format!, .. description.OtherFormats ?? []])}";
            Refuse(description, texts, cells, rows, i => double.IsNaN(numbers[i]) && !missing[i], what, given.Kind is not null);
            Tell(repairs, texts, rows, i => double.IsNaN(numbers[i]) && !missing[i], $"cells are no {what} and count as missing", texts);
            Tell(repairs, texts, rows, i => Rewritten(tidy[i], numbers[i], cleaner), description.Format is null ? "cells were numbers in another format" : $"cells were in another format than {description.Format}", texts);
            Tell(repairs, texts, rows, i => cleaner.IsCut(tidy[i]), CutShort, texts);
            return PreparedColumn.OfNumbers(description, Array.ConvertAll(cells, cell => numbers[cell]), repairs);
        }

        string[] categories = Array.ConvertAll(texts, cleaner.Category);
        Tell(repairs, texts, rows, i => categories[i].Length > 0 && categories[i] != tidy[i], "cells differed from a category in case", tidy);
        Tell(repairs, texts, rows, i => MissingCells.MayBe(categories[i]) && given.Categories is null, "cells may say that they are missing, but are a category here; name the spelling in the schema (\"missing\") or by --missing if so", tidy);
        Tell(repairs, texts, rows, i => categories[i].Length == 0 && !missing[i], "cells are none of the given categories and count as missing", texts);
        long length = tidy.Select((text, i) => text.Length * rows[i]).Sum(), filled = rows.Where((_, i) => tidy[i].Length > 0).Sum();
        if (given.Kind is null && !isRole && filled > 0 && length > LongText * filled && categories.Distinct().Count() > Math.Max(LeastTexts, filled / 2))
        {
            throw new FormatException(
                $"Column '{description.Name}' holds long texts ({length / filled} characters on average, hardly one twice), which cannot be learned as categories. Leave it out (on the command line --drop {description.Name}), or make categories or numbers of it before.");
        }

        return PreparedColumn.OfCategories(description, cells, categories, repairs);
    }

    /// <summary>Prepares a column of numbers.</summary>
    /// <param name="values">For every row its number; NaN where missing.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive, and so no identifier.</param>
    /// <param name="options">How the table is prepared.</param>
    public static PreparedColumn Number(double[] values, ColumnDescription given, bool isRole, PreparationOptions options)
    {
        var present = values.Where(value => !double.IsNaN(value));
        if (given.Kind == ColumnKind.Identifier || (given.Kind is null && options.Clean && !isRole && Identifiers.AreNumbers(given.Name, present)))
        {
            bool[] missing = Array.ConvertAll(values, double.IsNaN);
            return PreparedColumn.OfIdentifiers(
                given with { Kind = ColumnKind.Identifier }, Identifiers.Fresh(given.Name, present, missing.Any(m => m)), missing, []);
        }

        var cleaner = new CellCleaner(given with { Kind = given.Kind ?? (present.All(value => value == Math.Floor(value)) ? ColumnKind.Integer : ColumnKind.Real) });
        double[] bounded = Array.ConvertAll(values, cleaner.Bounded);
        long moved = values.Zip(bounded).LongCount(pair => pair.First != pair.Second && !double.IsNaN(pair.First));
        return PreparedColumn.OfNumbers(
            cleaner.Description, bounded, moved > 0 ? [PreparationReport.Format($"{moved:N0} cells were outside the given bounds or decimals")] : []);
    }

    /// <summary>Prepares a column of times; the least one that .NET has is missing.</summary>
    /// <param name="times">For every row, its time.</param>
    /// <param name="given">What is known of the column.</param>
    public static PreparedColumn Times(DateTime[] times, ColumnDescription given)
    {
        string format = given.Format ?? (
            times.All(time => time.TimeOfDay == default) ? "yyyy-MM-dd"
            : times.All(time => time.Ticks % TimeSpan.TicksPerMinute == 0) ? "yyyy-MM-ddTHH:mm"
            : times.All(time => time.Ticks % TimeSpan.TicksPerSecond == 0) ? "yyyy-MM-ddTHH:mm:ss"
            : times.All(time => time.Ticks % TimeSpan.TicksPerMillisecond == 0) ? "yyyy-MM-ddTHH:mm:ss.fff"
            : "yyyy-MM-ddTHH:mm:ss.ffffff");
        DateUnit unit = DateCodec.UnitOf(format);
        long cut = times.LongCount(time => unit == DateUnit.Microsecond && time.Ticks % TimeSpan.TicksPerMicrosecond != 0);
        return PreparedColumn.OfNumbers(
            given with { Kind = ColumnKind.Date, Format = format },
            Array.ConvertAll(times, time => time == default ? double.NaN : DateCodec.UnitsOf(time, unit)),
            cut > 0 ? [PreparationReport.Format($"{cut:N0} {CutShort}")] : []);
    }

    private static CellCleaner Recognise(string[] tidy, long[] rows, ColumnDescription given, bool isRole, PreparationOptions options, int[] cells)
    {
        bool MayBe(ColumnKind kind) => given.Kind == kind || given.Kind is null;
        var known = new HashSet<string>(given.Missing ?? [], StringComparer.OrdinalIgnoreCase);
        (string Cell, long Rows)[] numeric = [.. tidy.Select((text, i) => (text, rows[i])).Where(cell => !MissingCells.AmongNumbers(cell.text) && !known.Contains(cell.text))];
        long filled = numeric.Sum(cell => cell.Rows);
        if (filled > 0 && given.Kind is null or ColumnKind.Date && !(given.Kind == ColumnKind.Date && given.Format is not null))
        {
            var (formats, read) = given.Kind is null && numeric.All(cell => !cell.Cell.AsSpan().ContainsAnyExceptInRange('0', '9')) && !DateFormats.AreDigitDays(numeric)
                ? ([], 0)
                : DateFormats.Find(numeric);
            if (formats.Count > 0 && (given.Kind is not null || read >= Most * filled))
            {
                return new CellCleaner(given with { Kind = ColumnKind.Date, Format = given.Format ?? formats[0], OtherFormats = formats.Count > 1 ? [.. formats.Skip(1)] : null });
            }
        }

        if (filled > 0 && (MayBe(ColumnKind.Real) || MayBe(ColumnKind.Integer))
            && (given.Kind is not null || !NumberFormats.AreCodes(numeric)) && NumberFormats.Find(numeric, options.Culture) is { } found)
        {
            var (written, reading) = given.Format is null ? found : (NumberFormat.Parse(given.Format), NumberFormat.Parse(given.Format));
            (double Value, long Rows)[] values = [.. numeric.Where(cell => reading.TryParse(cell.Cell, out _)).Select(cell => (reading.TryParse(cell.Cell, out double value) ? value : 0, cell.Rows))];
            bool exact = values.All(value => value.Value != Math.Floor(value.Value) || Math.Abs(value.Value) < 1L << 53);
            if (given.Kind is not null || (values.Sum(value => value.Rows) >= Most * filled && exact))
            {
                bool whole = values.All(value => value.Value == Math.Floor(value.Value));
                bool names = given.Kind is null && !isRole && written.IsPlain && values.All(value => value.Rows == 1) && Identifiers.AreNumbers(given.Name, values.Select(value => value.Value));
                return new CellCleaner(
                    given with { Kind = given.Kind ?? (names ? ColumnKind.Identifier : whole ? ColumnKind.Integer : ColumnKind.Real), Format = names || written.IsPlain ? null : written.ToString(), OtherFormats = names || reading == written ? null : [reading.ToString()] });
            }
        }

        if (given.Kind is ColumnKind.Date or ColumnKind.Real or ColumnKind.Integer)
        {
            return new CellCleaner(given.Kind == ColumnKind.Date && given.Format is null
                ? throw new FormatException($"Column '{given.Name}' holds no dates that are recognised; give their format in the schema (\"format\": \"dd/MM/yyyy\").")
                : given);
        }

        var present = tidy.Select((text, i) => (Text: text, Rows: rows[i])).Where(cell => !MissingCells.AmongTexts(cell.Text) && !known.Contains(cell.Text)).ToArray();
        if (given.Kind == ColumnKind.Identifier
            || (given.Kind is null && !isRole && Identifiers.AreTexts([.. present.GroupBy(cell => cell.Text).Select(group => group.Sum(cell => cell.Rows))]) && present.Average(cell => cell.Text.Length) <= LongText))
        {
            return new CellCleaner(given with { Kind = ColumnKind.Identifier });
        }

        // Of spellings that differ in case alone, the most frequent one is the category.
        string[] categories = [.. present.GroupBy(cell => cell.Text, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.GroupBy(cell => cell.Text).MaxBy(spelling => (spelling.Sum(cell => cell.Rows), string.Concat(spelling.Key.Select(c => (char)~c))))!.Key)
            .Order(StringComparer.Ordinal)];
        bool boolean = categories.Length == 2 && s_booleans.Any(pair => pair.All(value => categories.Contains(value, StringComparer.OrdinalIgnoreCase)));
        return new CellCleaner(given with { Kind = given.Kind ?? (boolean ? ColumnKind.Boolean : ColumnKind.Categorical), Categories = given.Categories ?? (categories.Length > 0 ? categories : null) });
    }

    private static bool Rewritten(string tidy, double number, CellCleaner cleaner)
    {
        if (double.IsNaN(number))
        {
            return false;
        }

        if (cleaner.IsDate)
        {
            return !DateCodec.TryParse(tidy, cleaner.Description.Format!, out _);
        }

        // Digits may differ (1.50 and 1.5); separators of thousands and currency signs make another format.
        NumberFormat written = cleaner.Description.Format is { } format ? NumberFormat.Parse(format) : new NumberFormat();
        return !tidy.Where(IsSign).SequenceEqual(written.Format(number).Where(IsSign));

        bool IsSign(char c) => !char.IsAsciiDigit(c) && c != written.DecimalSeparator && c is not ('+' or '-' or 'e' or 'E');
    }

    private static void Refuse(ColumnDescription column, string[] texts, int[] cells, long[] rows, Func<int, bool> isOther, string what, bool given)
    {
        long others = rows.Where((_, i) => isOther(i)).Sum(), filled = rows.Where((_, i) => texts[i].Length > 0).Sum();
        if (given ? others < filled || filled == 0 : others <= (1 - NearlyAll) * filled)
        {
            return;
        }

        int first = Array.FindIndex(cells, cell => isOther(cell));
        throw new FormatException(PreparationReport.Format(
            $"Column '{column.Name}', row {first + 1}: '{Short(texts[cells[first]])}' is not a {what}, but {Math.Floor(1000 * (filled - others) / (double)filled) / 10} % of the column's cells are. Correct the cell, leave it empty if the value is missing, or read the column as text (on the command line --text {column.Name})."));
    }

    private static void Tell(List<string> repairs, string[] texts, long[] rows, Func<int, bool> isSo, string what, string[]? examples = null)
    {
        int[] found = [.. Enumerable.Range(0, texts.Length).Where(isSo)];
        long count = found.Sum(i => rows[i]);
        if (count > 0)
        {
            string shown = examples is null ? "" : $": {string.Join(", ", found.Take(Shown).Select(i => $"'{Short(examples[i])}'"))}{(found.Length > Shown ? ", …" : "")}";
            repairs.Add(PreparationReport.Format($"{count:N0} {what}{shown}"));
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
