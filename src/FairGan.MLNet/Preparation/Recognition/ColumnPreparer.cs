using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Durations;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Detects the kind of a column and cleans its cells.</summary>
internal static class ColumnPreparer
{
    private const int LongText = 64;
    private const int LeastTexts = 50;
    private const double LeastNearly = 0.5;
    private const string CutShort = "cell[|s] [was a time|were times] finer than a microsecond, the rest of which was cut off";

    /// <summary>Prepares a column of text.</summary>
    /// <param name="texts">The distinct cells, in the order of their first rows.</param>
    /// <param name="cells">For every row, its position in <paramref name="texts"/>.</param>
    /// <param name="given">What is known of the column.</param>
    /// <param name="isRole">Whether it is the label or sensitive, and so no identifier.</param>
    /// <param name="options">How the table is prepared.</param>
    /// <exception cref="FormatException">The column cannot be learned; the message gives the reason, and what to do.</exception>
    public static PreparedColumn Text(string[] texts, int[] cells, ColumnDescription given, bool isRole, PreparationOptions options)
    {
        var rows = new long[texts.Length];
        foreach (int cell in cells)
        {
            rows[cell]++;
        }

        var repairs = new CellRepairs(texts, rows);
        string[] tidy = Array.ConvertAll(texts, TextCells.Tidy);
        CellCleaner cleaner = ColumnRecognizer.Recognize(texts, tidy, rows, given, isRole, options);

        // Narrow blanks between the digits of numbers are part of how these are written.
        repairs.Add(i => tidy[i] != texts[i] && (cleaner.Quantity is null || tidy[i].Length != texts[i].Length), "cell[|s] had stray blanks, which synthetic ones have not");
        ColumnDescription description = cleaner.Description;
        bool[] missing = Array.ConvertAll(tidy, cleaner.IsMissing);
        repairs.Add(i => missing[i] && tidy[i].Length > 0, "cell[|s] [spells|spell] out that [it is|they are] missing", texts);
        ReportNearly(repairs, cleaner, tidy, missing, texts);
        if (description.Kind == ColumnKind.Identifier)
        {
            bool IsOdd(int i) => !missing[i] && tidy[i].AsSpan().ContainsAnyExceptInRange('0', '9');
            bool areNumbers = repairs.Share(IsOdd) <= 1 - NumberPolicy.Most;
            if (areNumbers)
            {
                repairs.Add(IsOdd, "cell[|s] [is|are] no whole number, as the others are; only numbers are generated", texts);
            }

            string[] present = [.. tidy.Where((_, i) => !missing[i] && !(areNumbers && IsOdd(i)))];
            return PreparedColumn.OfIdentifiers(
                description, Identifiers.Fresh(description.Name, present, missing.Any(m => m)), Array.ConvertAll(cells, cell => missing[cell]), repairs.Remarks);
        }

        if (cleaner.Quantity is { } quantity)
        {
            double[] numbers = Array.ConvertAll(tidy, cleaner.NumberOf);
            bool IsOther(int i) => double.IsNaN(numbers[i]) && !missing[i];
            repairs.Refuse(description, cells, IsOther, quantity.Noun);
            string remedy = repairs.Share(IsOther) <= 1 - NumberPolicy.NearlyAll ? "" : $"; correct [it|them], name [its|their] spelling by --missing, or read the column as text (--text {description.Name})";
            repairs.Add(IsOther, $"cell[|s] [is|are] no {quantity.Noun} and [counts|count] as missing{remedy}", texts);
            repairs.Add(i => !double.IsNaN(numbers[i]) && quantity.IsRewritten(tidy[i], numbers[i]), description.Format is null ? "cell[|s] [was a number|were numbers] in another format" : $"cell[|s] [was|were] in another format than {description.Format}", texts);
            repairs.Add(i => !double.IsNaN(numbers[i]) && quantity.IsCut(tidy[i]), CutShort, texts);
            if (description.Kind == ColumnKind.Date && given.Format is null && DateFormats.Exchanged(description.Format!, tidy.Where((_, i) => !missing[i])) is { } exchanged)
            {
                repairs.Add(i => !double.IsNaN(numbers[i]), $"cell[|s] [is a date|are dates] whether day or month comes first; [it is|they are] read as {description.Format}: give the format in the schema (\"format\": \"{exchanged}\") if the other is meant");
            }

            return PreparedColumn.OfQuantities(description, quantity, numbers, cells, repairs.Remarks);
        }

        string[] categories = Array.ConvertAll(tidy, cleaner.CategoryOf);
        repairs.Add(i => categories[i].Length > 0 && categories[i] != tidy[i], "cell[|s] differed from a category in case", tidy);
        repairs.Add(i => MissingSpellings.MayBe(categories[i]) && given.Categories is null, "cell[|s] may say that [it is|they are] missing, but [is|are] a category here; name the spelling in the schema (\"missing\") or by --missing if so", tidy);
        repairs.Add(i => categories[i].Length == 0 && !missing[i], "cell[|s] [is|are] none of the given categories and [counts|count] as missing", texts);
        long length = tidy.Select((text, i) => text.Length * rows[i]).Sum(), filled = rows.Where((_, i) => tidy[i].Length > 0).Sum();
        if (given.Kind is null && !isRole && filled > 0 && length > LongText * filled && categories.Distinct().Count() > Math.Max(LeastTexts, filled / 2))
        {
            throw new FormatException(
                $"Column '{description.Name}' contains long texts ({length / filled} characters on average, hardly one twice), which cannot be learned as categories. Leave it out (on the command line --drop {description.Name}), or convert it to categories or numbers first.");
        }

        return PreparedColumn.OfCategories(description, cells, categories, repairs.Remarks);
    }

    // A column that stays text although many of its cells are numbers or dates is always reported.
    private static void ReportNearly(CellRepairs repairs, CellCleaner cleaner, string[] tidy, bool[] missing, string[] texts)
    {
        if (cleaner.Nearly is not { } nearly)
        {
            return;
        }

        bool[] reads = Array.ConvertAll(tidy, cell => nearly.TryRead(cell, out _));
        double share = repairs.Share(i => reads[i]);
        if (share >= LeastNearly)
        {
            repairs.Add(
                i => !reads[i] && !missing[i],
                PreparationReport.Format($"cell[|s] [is|are] no {nearly.Noun}, but {Math.Floor(1000 * share) / 10} % of the column's are: it is text; to learn {(nearly is DateQuantity ? "dates" : "numbers")}, correct [this cell, leave it|these cells, leave them] empty, or name [its|their] spelling by --missing"),
                texts);
        }
        else
        {
            repairs.Add(i => reads[i], $"cell[|s] [is|are] a {nearly.Noun} among texts, and text here", texts);
        }
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
        return PreparedColumn.OfQuantities(
            cleaner.Description, cleaner.Quantity!, bounded, moved > 0 ? [new CellRemark(moved, "cell[|s] [was|were] outside the given bounds or decimals")] : []);
    }

    /// <summary>Prepares a column of times; the smallest value of the .NET type means missing.</summary>
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
        DateUnit unit = DateFormat.Parse(format).Unit;
        long cut = times.LongCount(time => unit == DateUnit.Microsecond && time.Ticks % TimeSpan.TicksPerMicrosecond != 0);
        return PreparedColumn.OfQuantities(
            given with { Kind = ColumnKind.Date, Format = format },
            new DateQuantity(given.Name, format, []),
            Array.ConvertAll(times, time => time == default ? double.NaN : DateCodec.UnitsOf(time, unit)),
            cut > 0 ? [new CellRemark(cut, CutShort)] : []);
    }

    /// <summary>Prepares a column of durations; the smallest value of the .NET type means missing.</summary>
    /// <param name="durations">For every row, its duration.</param>
    /// <param name="given">What is known of the column.</param>
    public static PreparedColumn Durations(TimeSpan[] durations, ColumnDescription given)
    {
        string format = given.Format ?? (
            durations.All(duration => duration == TimeSpan.MinValue || duration.Ticks % TimeSpan.TicksPerMinute == 0) ? "d.hh:mm:00"
            : durations.All(duration => duration == TimeSpan.MinValue || duration.Ticks % TimeSpan.TicksPerSecond == 0) ? "d.hh:mm:ss"
            : "d.hh:mm:ss.F");
        var quantity = new DurationQuantity(given.Name, format, []);
        return PreparedColumn.OfQuantities(given with { Kind = ColumnKind.Duration, Format = format }, quantity, Array.ConvertAll(durations, quantity.NumberOf), []);
    }
}
