using System.Globalization;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Kinds;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The distinct cells of a text column as a generator knows it, cleaned like those of its training table.</summary>
internal sealed class KnownCells
{
    /// <summary>For every distinct cell its number, NaN where missing; null where the generator's cells are no plain numbers.</summary>
    public double[]? Numbers { get; private init; }

    /// <summary>For every distinct cell its text in the generator's spelling, empty where missing. A text that the generator does not know stays.</summary>
    public required string[] Texts { get; init; }

    /// <summary>For every distinct cell, whether its text is unknown to the generator, so that it is no evidence for the rest of the row; null where all are known or too many are not.</summary>
    public bool[]? Unknown { get; private init; }

    /// <summary>The category that stands for all that protection removed, which unknown cells count as; empty where there is none.</summary>
    public string Placeholder { get; private init; } = "";

    /// <summary>What was done about cells that do not fit the column; null where there are none.</summary>
    public string? Remark { get; private init; }

    /// <summary>Cleans cells.</summary>
    /// <param name="codec">The generator's column.</param>
    /// <param name="texts">The distinct cells.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="options">How the table of training was prepared.</param>
    /// <param name="mostUnknown">The largest share of the cells that may hold categories unknown to the generator; above it, they are refused later.</param>
    public static KnownCells Of(ColumnCodec codec, string[] texts, long[] rows, PreparationOptions options, double mostUnknown)
    {
        string[] tidy = Array.ConvertAll(texts, TextCells.Tidy);
        ColumnDescription? described = options.Description.Columns.FirstOrDefault(column => column.Name == codec.Name);
        var description = new ColumnDescription { Name = codec.Name, Kind = codec.Kind, Format = codec.CellFormat, Categories = codec.ListedTexts, Missing = [.. options.Missing, .. options.Description.Missing ?? [], .. described?.Missing ?? []] };
        if (Quantities.Of(codec.Kind, codec.Name, codec.CellFormat, null) is null)
        {
            return OfCategories(new CellCleaner(description), tidy, new CellRepairs(texts, rows), mostUnknown);
        }

        var missing = new CellCleaner(description);
        (string Cell, long Rows)[] present = [.. tidy.Select((cell, i) => (cell, rows[i])).Where(cell => !missing.IsMissing(cell.cell))];
        var cleaner = new CellCleaner(description with { OtherFormats = present.Length == 0 ? null : OtherFormats(codec, present, options.Culture) });
        IQuantity quantity = cleaner.Quantity!;
        double[] numbers = Array.ConvertAll(tidy, cleaner.NumberOf);
        var repairs = new CellRepairs(texts, rows);
        bool IsOther(int i) => double.IsNaN(numbers[i]) && !cleaner.IsMissing(tidy[i]);

        // More errors than training tolerates stay unchanged and are rejected with their rows.
        bool refuses = repairs.Share(IsOther) > 1 - NumberPolicy.Most;
        if (!refuses)
        {
            repairs.Add(IsOther, $"cell[|s] [is|are] no {quantity.Noun}; [it counts as missing and is|they count as missing and are] filled in", texts);
        }

        string? remark = repairs.Remarks.Count > 0 ? $"{codec.Name}: {repairs.Remarks[0]}" : null;
        return codec.TimeType is null && !refuses
            ? new KnownCells { Numbers = numbers, Texts = texts, Remark = remark }
            : new KnownCells { Texts = [.. tidy.Select((cell, i) => !double.IsNaN(numbers[i]) ? Text(numbers[i]) : refuses && IsOther(i) ? cell : "")], Remark = remark };

        string Text(double number) => codec.TimeType is null ? number.ToString("R", CultureInfo.InvariantCulture) : quantity.Write(number);
    }

    // Protection replaces rare categories before training, so even the training table may contain texts that the generator does not
    // know.
    private static KnownCells OfCategories(CellCleaner cleaner, string[] tidy, CellRepairs repairs, double mostUnknown)
    {
        string[] categories = Array.ConvertAll(tidy, cell => cleaner.IsMissing(cell) ? "" : cleaner.CategoryOf(cell) is { Length: > 0 } category ? category : cell);
        HashSet<string> known = [.. cleaner.Description.Categories ?? []];
        bool[] unknown = Array.ConvertAll(categories, category => category.Length > 0 && !known.Contains(category));
        if (!unknown.Contains(true) || repairs.Share(i => unknown[i]) > mostUnknown)
        {
            return new KnownCells { Texts = categories };
        }

        string usual = new ProtectionOptions().Placeholder, placeholder = known.Contains(usual) ? usual : "";
        string rest = placeholder.Length > 0 ? $"given '{placeholder}'" : "without [it|them]";
        repairs.Add(i => unknown[i], $"cell[|s] [holds a category|hold categories] that the generator does not know; [it stays, and the rest of its row|they stay, and the rest of their rows] is filled in {rest}", categories);
        return new KnownCells { Texts = categories, Unknown = unknown, Placeholder = placeholder, Remark = $"{cleaner.Description.Name}: {repairs.Remarks[0]}" };
    }

    private static IReadOnlyList<string>? OtherFormats(ColumnCodec codec, (string Cell, long Rows)[] present, string? culture) => codec.Kind switch
    {
        ColumnKind.Date => DateFormats.Find(codec.Name, present, isGiven: true).Formats,
        ColumnKind.Duration => DurationFormats.Find(present, isGiven: true).Formats,
        _ => NumberFormats.Find(present, culture) is { } found ? [found.Read.ToString()] : null,
    };
}
