using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>What a condition leaves of a column's symbols: of each, the parts in which its values meet the condition.</summary>
internal sealed class AllowedCells
{
    private readonly List<Part>[] _parts;

    private AllowedCells(List<Part>[] parts)
    {
        _parts = parts;
        Shares = Array.ConvertAll(parts, list => list.Sum(part => part.High - part.Low));
    }

    /// <summary>Of every symbol, the share that meets the condition, 0 to 1.</summary>
    public double[] Shares { get; }

    /// <summary>What a condition allows.</summary>
    /// <exception cref="ArgumentException">The column can have none of the alternatives; the message names what comes near.</exception>
    public static AllowedCells Of(ColumnCodec codec, ColumnCondition condition)
    {
        if (condition.Alternatives.Count == 0)
        {
            throw new ArgumentException($"The condition on column '{codec.Name}' has no alternatives.");
        }

        if (condition.Alternatives.Contains("") && !codec.HasMissing && !condition.Excluded)
        {
            throw new ArgumentException($"Column '{codec.Name}' has no missing cells, so none can be asked for.");
        }

        var allowed = codec switch
        {
            CategoricalCodec categories => new AllowedCells(Parts(categories, condition)),
            NumericCodec numbers => new AllowedCells(Parts(numbers, condition)),
            DateCodec dates => new AllowedCells(Parts(dates.Numbers, condition with { Alternatives = [.. condition.Alternatives.Select(text => Units(dates, text))] })),
            _ => throw new NotSupportedException(codec.GetType().Name),
        };
        return allowed.Shares.Any(share => share > 0) ? allowed : throw Empty(codec, condition);
    }

    /// <summary>What is not above a bound; null where nothing is.</summary>
    public static AllowedCells? UpTo(NumericCodec codec, double most)
    {
        var allowed = new AllowedCells(Parts(codec, [(double.NegativeInfinity, most)], missing: false));
        return allowed.Shares.Any(share => share > 0) ? allowed : null;
    }

    /// <summary>Some whole symbols.</summary>
    public static AllowedCells Whole(IEnumerable<bool> symbols) =>
        new([.. symbols.Select(allowed => allowed ? new List<Part> { new(0, 1, double.NegativeInfinity, double.PositiveInfinity) } : [])]);

    /// <summary>The same with some of the symbols alone.</summary>
    public AllowedCells Only(bool[] symbols) => new([.. _parts.Select((parts, symbol) => symbols[symbol] ? parts : [])]);

    /// <summary>Where inside a symbol a value is drawn so that it meets the condition, and the bounds that rounding must not leave.</summary>
    /// <param name="symbol">A symbol with a share above 0.</param>
    /// <param name="uniform">From 0 to 1: where inside the allowed parts.</param>
    public (float Uniform, double Least, double Most) Inside(int symbol, double uniform)
    {
        double at = uniform * Shares[symbol];
        foreach (Part part in _parts[symbol])
        {
            double length = part.High - part.Low;
            if (at < length || part == _parts[symbol][^1])
            {
                return ((float)Math.Min(part.Low + at, part.High), part.Least, part.Most);
            }

            at -= length;
        }

        throw new ArgumentException("The symbol has no part that meets the condition.", nameof(symbol));
    }

    private static List<Part>[] Parts(CategoricalCodec codec, ColumnCondition condition)
    {
        var named = condition.Alternatives.ToHashSet(StringComparer.Ordinal);
        if (condition.Alternatives.FirstOrDefault(value => value.Length > 0 && codec.Encode(value) < 0) is { } unknown)
        {
            throw new ArgumentException($"Column '{codec.Name}' has no value '{unknown}'; the nearest are {Spelling.Nearest(unknown, codec.Categories)}.");
        }

        var parts = new List<Part>[codec.SymbolCount];
        for (int symbol = 0; symbol < parts.Length; symbol++)
        {
            parts[symbol] = [];
            if (codec.HasRare && symbol == codec.FrequentCount)
            {
                double slots = codec.RareSlots.Count;
                for (int slot = 0; slot < codec.RareSlots.Count; slot++)
                {
                    if (named.Contains(codec.Categories[codec.RareSlots[slot]]) == condition.Excluded)
                    {
                        continue;
                    }

                    if (parts[symbol].Count > 0 && parts[symbol][^1].Most == slot - 1)
                    {
                        parts[symbol][^1] = parts[symbol][^1] with { High = (slot + 1) / slots, Most = slot };
                    }
                    else
                    {
                        parts[symbol].Add(new Part(slot / slots, (slot + 1) / slots, slot, slot));
                    }
                }
            }
            else if (named.Contains(symbol == codec.MissingSymbol ? "" : codec.Categories[symbol]) != condition.Excluded)
            {
                parts[symbol].Add(new Part(0, 1, double.NegativeInfinity, double.PositiveInfinity));
            }
        }

        return parts;
    }

    private static List<Part>[] Parts(NumericCodec codec, ColumnCondition condition)
    {
        var ranges = condition.Alternatives.Where(text => text.Length > 0).Select(text => Range(codec, text)).OrderBy(range => range.Least).ToList();
        bool missing = condition.Alternatives.Contains("") != condition.Excluded;
        return Parts(codec, condition.Excluded ? Complement(codec, ranges) : Merge(ranges), missing);
    }

    private static List<Part>[] Parts(NumericCodec codec, List<(double Least, double Most)> ranges, bool missing)
    {
        var parts = new List<Part>[codec.SymbolCount];
        for (int symbol = 0; symbol < parts.Length; symbol++)
        {
            parts[symbol] = [];
            if (symbol == codec.MissingSymbol)
            {
                if (missing)
                {
                    parts[symbol].Add(new Part(0, 1, double.NaN, double.NaN));
                }

                continue;
            }

            foreach (var (least, most) in ranges)
            {
                if (symbol < codec.Atoms.Count)
                {
                    if (codec.Atoms[symbol] >= least && codec.Atoms[symbol] <= most)
                    {
                        parts[symbol].Add(new Part(0, 1, least, most));
                    }
                }
                else
                {
                    var (low, high) = codec.Inside(symbol, least, most);
                    if (high > low)
                    {
                        parts[symbol].Add(new Part(low, high, least, most));
                    }
                }
            }
        }

        return parts;
    }

    // A date or a range of dates as units since the codec's origin.
    private static string Units(DateCodec codec, string text)
    {
        return string.Join("..", text.Split("..").Select(End));

        string End(string end) =>
            end.Length == 0 ? ""
            : DateCodec.TryParse(end, codec.Format, out var time) || DateTime.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
                ? (DateCodec.UnitsOf(time, codec.Unit) - codec.Origin).ToString(CultureInfo.InvariantCulture)
                : throw new ArgumentException($"Column '{codec.Name}' holds dates; '{text}' is neither a date as {codec.Format} nor a range of such.");
    }

    private static (double Least, double Most) Range(NumericCodec codec, string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        string first = dots < 0 ? text : text[..dots], last = dots < 0 ? text : text[(dots + 2)..];
        double least = double.NegativeInfinity, most = double.PositiveInfinity;
        if (text == ".." || !Reads(first, ref least) || !Reads(last, ref most) || !(least <= most))
        {
            throw new ArgumentException($"Column '{codec.Name}' holds numbers; '{text}' is neither a number nor a range, as 20..30, 20.. or ..30.");
        }

        return (least, most);

        static bool Reads(string end, ref double value) => end.Length == 0 || double.TryParse(end, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
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

    // The rest begins a little beside an excluded end: less than a rounding step, or at the next number there is.
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

    private static ArgumentException Empty(ColumnCodec codec, ColumnCondition condition)
    {
        string asked = (condition.Excluded ? "but " : "") + string.Join(" or ", condition.Alternatives);
        if (codec is not NumericCodec { } numbers)
        {
            return new ArgumentException($"Column '{codec.Name}' has no value {asked}.");
        }

        if (numbers.Knots.Count == 0)
        {
            return new ArgumentException($"Column '{codec.Name}' has no value {asked}; it has {string.Join(", ", numbers.Atoms.Select(atom => atom.ToString("R", CultureInfo.InvariantCulture)))}.");
        }

        double least = Math.Min(numbers.Knots[0][0], numbers.Atoms.Count > 0 ? numbers.Atoms[0] : double.PositiveInfinity);
        double most = Math.Max(numbers.Knots[^1][^1], numbers.Atoms.Count > 0 ? numbers.Atoms[^1] : double.NegativeInfinity);
        // A bin's ends are half a step outside of its values.
        double inside = numbers.Grid.Step / 4;
        return new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"Column '{codec.Name}' has no value {asked}; its values go from {numbers.Rounded(least + inside):R} to {numbers.Rounded(most - inside):R}{(numbers.Decimals < 0 ? " and are not rounded, so ask for a range" : "")}."));
    }

    /// <summary>A part of a symbol: an interval of the uniform number that draws inside of it, and bounds of the values there (of rare categories, their slots).</summary>
    private readonly record struct Part(double Low, double High, double Least, double Most);
}
