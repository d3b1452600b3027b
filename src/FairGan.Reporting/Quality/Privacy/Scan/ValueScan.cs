namespace FairGan.Reporting.Quality.Privacy.Scan;

/// <summary>
/// Looks for values that fewer than K training rows hold. A rare text is a leak wherever it occurs. A rare number may occur by chance, so
/// numbers are a leak where they occur more often than equally rare numbers of held-out people do, beyond chance; and the smallest and the
/// largest number are a leak if they occur exactly.
/// </summary>
internal sealed class ValueScan(IReadOnlyList<RareValues> rare)
{
    // One-sided 1 in 1,000, because dozens of columns and places are searched.
    private const double Deviations = 3.1;

    /// <summary>The rare values.</summary>
    public IReadOnlyList<RareValues> Rare => rare;

    /// <summary>Leaks among texts of a file or document.</summary>
    /// <param name="kind">Which: "file", "card" or "report".</param>
    /// <param name="texts">Its texts.</param>
    public IEnumerable<ValueLeak> Texts(string kind, ScannedTexts texts)
    {
        foreach (RareValues column in rare.Where(column => column.Texts.Count > 0))
        {
            if (texts.Find(column.Texts).Distinct().Count() is > 0 and var count)
            {
                yield return new ValueLeak(column.Column, kind, count, "texts");
            }
        }
    }

    /// <summary>Leaks among numbers.</summary>
    /// <param name="kind">Where they stand: "file", "card", "report" or "rows".</param>
    /// <param name="column">The column.</param>
    /// <param name="found">The numbers.</param>
    public static IEnumerable<ValueLeak> Numbers(string kind, RareValues column, IReadOnlySet<double> found)
    {
        // Mantel and Haenszel's test over the number of rows that hold a number.
        double excess = 0, weight = 0, variance = 0;
        ILookup<int, bool> others = column.OtherNumbers.ToLookup(pair => pair.Value, pair => found.Contains(pair.Key));
        foreach (IGrouping<int, bool> own in column.OwnNumbers.GroupBy(pair => pair.Value, pair => found.Contains(pair.Key)))
        {
            double of = own.Count(), ofOthers = others[own.Key].Count(), all = of + ofOthers;
            double hits = own.Count(isFound => isFound), hitsOfOthers = others[own.Key].Count(isFound => isFound), allHits = hits + hitsOfOthers;
            excess += ((hits * ofOthers) - (hitsOfOthers * of)) / all;
            weight += of * ofOthers / all;
            variance += of * ofOthers * allHits * (all - allHits) / (all * all * Math.Max(1, all - 1));
        }

        if (excess - 0.5 > Deviations * Math.Sqrt(variance))
        {
            yield return new ValueLeak(column.Column, kind, Math.Max(1, (int)Math.Round(excess / weight * column.Numbers.Count)), "numbers");
        }

        if (column.Extremes.Count(found.Contains) is > 0 and var extremes)
        {
            yield return new ValueLeak(column.Column, kind, extremes, "extremes");
        }
    }

    /// <summary>Leaks among generated rows.</summary>
    /// <param name="rows">The rows, with the categories of the training rows.</param>
    public IEnumerable<ValueLeak> Rows(ColumnarTable rows)
    {
        foreach (RareValues column in rare.Where(column => rows.Contains(column.Column)))
        {
            TableColumn cells = column.Reading?.Of(rows[column.Column]) ?? rows[column.Column];
            if (cells.IsNumeric)
            {
                foreach (ValueLeak leak in Numbers("rows", column, new HashSet<double>(cells.Numbers)))
                {
                    yield return leak;
                }
            }
            else if (column.Texts.Count > 0)
            {
                HashSet<int> codes = [.. cells.Codes];
                if (column.Texts.Count(text => codes.Contains(cells.Categories.Find(text))) is > 0 and var count)
                {
                    yield return new ValueLeak(column.Column, "rows", count, "texts");
                }
            }
        }
    }
}
