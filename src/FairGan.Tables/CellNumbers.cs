namespace FairGan.Tables;

/// <summary>The distinct cells of a column of texts as numbers. Whether they are numbers is decided here for all who read tables as typed columns.</summary>
internal sealed class CellNumbers
{
    private const int LongestNumber = 40;
    private const int MostLetters = 5;

    /// <summary>For every distinct cell its number; NaN where it is missing or none.</summary>
    public required double[] Values { get; init; }

    /// <summary>Rows whose cell is neither a number nor a spelling of a missing one.</summary>
    public required long Strays { get; init; }

    /// <summary>The position of the first such cell; -1 where there is none.</summary>
    public required int FirstStray { get; init; }

    /// <summary>The share of numbers among the cells that are not missing.</summary>
    public required double Share { get; init; }

    /// <summary>Whether all numbers are written as integers.</summary>
    public required bool AreWhole { get; init; }

    /// <summary>Reads the cells as numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="tidy">The distinct cells, tidied.</param>
    /// <param name="rows">Rows of each.</param>
    /// <returns>The numbers; null where the column is none of numbers: too many texts, digits that are names or dates, or integers that a double would round.</returns>
    public static CellNumbers? Of(string name, string[] tidy, long[] rows)
    {
        bool[] isMissing = Array.ConvertAll(tidy, MissingSpellings.AmongNumbers);
        (string Cell, long Rows)[] cells = [.. tidy.Select((cell, i) => (cell, rows[i])).Where((_, i) => !isMissing[i])];
        long filled = cells.Sum(cell => cell.Rows);
        if (filled == 0 || cells.Sum(cell => MayBeNumber(cell.Cell) ? cell.Rows : 0) < NumberPolicy.Most * filled || NumberPolicy.AreCodes(cells) || SerialDates.Find(name, cells) is not null)
        {
            return null;
        }

        NumberSpelling spelling = NumberSpelling.Find(cells);
        var values = new double[tidy.Length];
        bool areWhole = true;
        for (int i = 0; i < tidy.Length; i++)
        {
            bool isNumber = spelling.TryRead(tidy[i], out NumberText number) && !isMissing[i];
            values[i] = isNumber ? number.Value : double.NaN;
            areWhole &= !isNumber || (number.Decimal is null && number.Exponent.IsEmpty);
        }

        int[] numbers = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i]))];
        long numeric = numbers.Sum(i => rows[i]);
        if (numeric < NumberPolicy.Most * filled || numbers.Any(i => !NumberPolicy.IsExact(values[i])) || numbers.All(i => NumberPolicy.IsDay(tidy[i])))
        {
            return null;
        }

        return new CellNumbers
        {
            Values = values,
            Strays = filled - numeric,
            FirstStray = Enumerable.Range(0, values.Length).FirstOrDefault(i => double.IsNaN(values[i]) && !isMissing[i], -1),
            Share = (double)numeric / filled,
            AreWhole = areWhole,
        };
    }

    // A cheap look before the reading in several spellings: currency codes have three letters.
    private static bool MayBeNumber(string cell) =>
        cell.Length <= LongestNumber && cell.AsSpan().ContainsAnyInRange('0', '9') && cell.Count(char.IsLetter) <= MostLetters;
}
