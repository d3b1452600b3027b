namespace FairGan.Export.Columns.Numeric;

/// <summary>The parts of a number column's symbols that are in ranges.</summary>
internal static class NumberRanges
{
    /// <summary>The cells that a condition allows.</summary>
    /// <exception cref="ArgumentException">An alternative is neither a number nor a range.</exception>
    public static AllowedCells Allowed(NumericCodec codec, ColumnCondition condition)
    {
        var ranges = condition.Alternatives.Where(text => text.Length > 0).Select(text => Range(codec, text)).OrderBy(range => range.Least).ToList();
        bool missing = condition.Alternatives.Contains("") != condition.Excluded;
        return Allowed(codec, condition.Excluded ? Complement(codec, ranges) : Merge(ranges), missing);
    }

    /// <summary>The cells inside some ranges.</summary>
    /// <param name="codec">The column.</param>
    /// <param name="ranges">Disjoint ranges, ascending, both ends included.</param>
    /// <param name="missing">Whether missing cells are allowed.</param>
    public static AllowedCells Allowed(NumericCodec codec, List<(double Least, double Most)> ranges, bool missing)
    {
        var parts = new List<AllowedPart>[codec.SymbolCount];
        for (int symbol = 0; symbol < parts.Length; symbol++)
        {
            parts[symbol] = [];
            if (symbol != codec.MissingSymbol)
            {
                parts[symbol].AddRange(ranges.Select(range => Part(codec, symbol, range.Least, range.Most)).OfType<AllowedPart>());
            }
            else if (missing)
            {
                parts[symbol].Add(new AllowedPart(0, 1, double.NaN, double.NaN));
            }
        }

        return new AllowedCells(parts);
    }

    private static AllowedPart? Part(NumericCodec codec, int symbol, double least, double most)
    {
        if (symbol < codec.Atoms.Count)
        {
            return codec.Atoms[symbol] >= least && codec.Atoms[symbol] <= most ? new AllowedPart(0, 1, least, most) : null;
        }

        var (low, high) = codec.Inside(symbol, least, most);
        return high > low ? new AllowedPart(low, high, least, most) : null;
    }

    private static (double Least, double Most) Range(NumericCodec codec, string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        string first = dots < 0 ? text : text[..dots], last = dots < 0 ? text : text[(dots + 2)..];
        double least = double.NegativeInfinity, most = double.PositiveInfinity;
        NumberFormat format = codec.Written ?? new NumberFormat();
        if (text == ".." || !Reads(first, ref least) || !Reads(last, ref most) || !(least <= most))
        {
            throw new ArgumentException($"Column '{codec.Name}' contains numbers; '{text}' is neither a number nor a range such as 20..30, 20.. or ..30.");
        }

        return (least, most);

        bool Reads(string end, ref double value) => end.Length == 0 || double.TryParse(end, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || format.TryParse(end, out value);
    }

    private static List<(double Least, double Most)> Merge(List<(double Least, double Most)> ascending)
    {
        var merged = new List<(double Least, double Most)>();
        foreach (var range in ascending)
        {
            if (merged.Count > 0 && range.Least <= merged[^1].Most)
            {
                merged[^1] = (merged[^1].Least, Math.Max(merged[^1].Most, range.Most));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    // An excluded range leaves out its ends: the rest begins less than a rounding step beside them, or at the next representable number.
    private static List<(double Least, double Most)> Complement(NumericCodec codec, List<(double Least, double Most)> ascending)
    {
        double beside = codec.Grid.Step / 10_000;
        var rest = new List<(double Least, double Most)>();
        double least = double.NegativeInfinity;
        foreach (var range in Merge(ascending))
        {
            if (range.Least > double.NegativeInfinity)
            {
                rest.Add((least, Math.BitDecrement(range.Least - beside)));
            }

            least = Math.BitIncrement(range.Most + beside);
        }

        if (least < double.PositiveInfinity)
        {
            rest.Add((least, double.PositiveInfinity));
        }

        return rest;
    }
}
