namespace FairGan.Export.Columns.Dates;

/// <summary>Collects given cells as dates.</summary>
/// <param name="codec">The column.</param>
internal sealed class GivenDates(DateCodec codec) : GivenCells
{
    private readonly List<DateTime?> _times = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<char> cell, long row) => _times.Add(
        cell.Length == 0 ? null
        : codec.Written.TryRead(cell, out DateTime time) ? time
        : throw new FormatException($"Row {row}, column '{codec.Name}': '{cell}' is not a date as {codec.Format}; correct the cell, or leave it empty."));

    /// <inheritdoc/>
    public override void AddTime<T>(T time) => _times.Add(time is DateTime present && present != default ? present : null);

    /// <inheritdoc/>
    public override SyntheticColumn ToColumn() => new DateColumn(codec.Name, [.. _times], codec.Format);
}
