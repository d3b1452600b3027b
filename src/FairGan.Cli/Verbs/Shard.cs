namespace FairGan.Cli.Verbs;

/// <summary>One of several equal parts of a run.</summary>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts there are.</param>
internal sealed record Shard(long Index, long Count)
{
    /// <summary>Reads K/N.</summary>
    /// <exception cref="FormatException">The text is not a shard.</exception>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && index < count
            ? new Shard(index, count)
            : throw new FormatException($"a shard is K/N with K from 0 to N-1, such as 0/4, not '{text}'.");
    }

    /// <summary>The rows of this part: the first, and how many.</summary>
    /// <param name="rows">The rows of the whole run.</param>
    public (long Start, long Rows) Of(long rows)
    {
        long start = (long)((Int128)rows * Index / Count);
        long end = (long)((Int128)rows * (Index + 1) / Count);
        return (start, end - start);
    }
}
