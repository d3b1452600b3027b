namespace FairGan.Export.Columns.Categorical;

/// <summary>Collects given cells as texts, whatever they are.</summary>
/// <param name="name">The column's name.</param>
internal sealed class GivenCategories(string name) : GivenCells
{
    private readonly List<int> _codes = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<char> cell, long row)
    {
        if (cell.Length == 0)
        {
            _codes.Add(-1);
            return;
        }

        var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(cell, out int code))
        {
            lookup[cell] = code = _known.Count;
        }

        _codes.Add(code);
    }

    /// <inheritdoc/>
    public override SyntheticColumn ToColumn() => new CategoricalColumn(name, [.. _codes], [.. _known.Keys]);
}
