using FairGan.Export.Columns.Categorical;

namespace FairGan.Export.Schemas;

/// <summary>A column of vectors of one length, and the sensitive column whose groups they fall into. Stored in the generator's file.</summary>
public sealed record VectorSchema
{
    /// <summary>The longest vectors that can be learned: 65,536 items.</summary>
    public const int LargestWidth = 1 << 16;

    /// <summary>A schema.</summary>
    /// <param name="column">Name of the vectors' column.</param>
    /// <param name="shape">The vectors' dimensions, such as 28, 28 of an image (height, width) or 16.</param>
    /// <param name="low">Lowest values: one for all items, or one for each.</param>
    /// <param name="high">Highest values: as many as <paramref name="low"/>, none of them lower.</param>
    /// <param name="group">The sensitive column; null where there is none.</param>
    /// <param name="shares">Share of every group's rows, in the order of the sensitive column's symbols; a single 1 where there is none.</param>
    /// <exception cref="FormatException">The parts contradict each other.</exception>
    [JsonConstructor]
    internal VectorSchema(string column, IReadOnlyList<int> shape, IReadOnlyList<float> low, IReadOnlyList<float> high, CategoricalCodec? group, IReadOnlyList<float> shares)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        ArgumentNullException.ThrowIfNull(shares);
        long width = 1;
        foreach (int size in shape)
        {
            width = size >= 1 && width <= LargestWidth ? width * size : long.MaxValue;
        }

        if (shape.Count == 0 || width > LargestWidth)
        {
            throw new FormatException($"The vectors of column '{column}' must be 1 to {LargestWidth} long.");
        }

        if ((low.Count != 1 && low.Count != width) || low.Count != high.Count || low.Zip(high).Any(range => !(range.First <= range.Second)))
        {
            throw new FormatException($"The ranges of the values of column '{column}' contradict each other.");
        }

        if (group?.Name == column || group is { HasRare: true } || shares.Count != (group?.SymbolCount ?? 1) || shares.Any(share => !(share >= 0)) || Math.Abs(shares.Sum() - 1) > 1e-3)
        {
            throw new FormatException($"The groups of column '{column}' and their shares contradict each other.");
        }

        Column = column;
        Shape = shape;
        Width = (int)width;
        Low = low;
        High = high;
        Group = group;
        Shares = shares;
    }

    /// <summary>Name of the vectors' column.</summary>
    public string Column { get; }

    /// <summary>The vectors' dimensions; for an image its height and width in pixels.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Length of a vector: the product of its dimensions.</summary>
    [JsonIgnore]
    public int Width { get; }

    /// <summary>Lowest values: one for all items, or one for each.</summary>
    public IReadOnlyList<float> Low { get; }

    /// <summary>Highest values: one for all items, or one for each.</summary>
    public IReadOnlyList<float> High { get; }

    /// <summary>The sensitive column, whose symbols are the groups; null where there is none.</summary>
    [JsonInclude]
    internal CategoricalCodec? Group { get; }

    /// <summary>The sensitive column, whose symbols are the groups; null where there is none.</summary>
    [JsonIgnore]
    public ColumnCodec? GroupColumn => Group;

    /// <summary>Share of every group's rows; a single 1 where no column is sensitive.</summary>
    public IReadOnlyList<float> Shares { get; }

    /// <summary>Whether the vectors have the two dimensions of an image.</summary>
    [JsonIgnore]
    public bool IsPicture => Shape.Count == 2;

    /// <summary>The group of a value of the sensitive column.</summary>
    /// <param name="value">The value, as text; empty for the group of missing cells.</param>
    /// <returns>The group's number.</returns>
    /// <exception cref="FormatException">There is no such group, or no sensitive column; the message lists those that exist.</exception>
    public int GroupOf(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Group is null)
        {
            throw new FormatException($"The vectors of column '{Column}' were trained without a sensitive column; they have no groups.");
        }

        return Group.SymbolOf(value) is var symbol and >= 0
            ? symbol
            : throw new FormatException($"The sensitive column '{Group.Name}' has no value '{value}'; it has {string.Join(", ", Enumerable.Range(0, Math.Min(Group.SymbolCount, 30)).Select(Group.Describe))}.");
    }

    /// <summary>Equal where column, ranges, groups and shares are equal.</summary>
    /// <param name="other">The schema to compare with.</param>
    public bool Equals(VectorSchema? other) =>
        other is not null && Column == other.Column && Shape.SequenceEqual(other.Shape) && Low.SequenceEqual(other.Low)
        && High.SequenceEqual(other.High) && Equals(Group, other.Group) && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Column, Width, Group);
}
