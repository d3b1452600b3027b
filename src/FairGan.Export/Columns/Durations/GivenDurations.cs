namespace FairGan.Export.Columns.Durations;

/// <summary>Collects given cells as durations.</summary>
/// <param name="codec">The column.</param>
internal sealed class GivenDurations(DurationCodec codec) : GivenCells
{
    private readonly List<TimeSpan?> _durations = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<char> cell, long row) => _durations.Add(
        cell.Length == 0 ? null
        : codec.TryParse(cell.ToString(), out var duration) ? duration
        : throw new FormatException($"Row {row}, column '{codec.Name}': '{cell}' is not a duration as {codec.Format}; correct the cell, or leave it empty."));

    /// <inheritdoc/>
    public override void AddTime<T>(T time) => _durations.Add(time is TimeSpan present && present != TimeSpan.MinValue ? present : null);

    /// <inheritdoc/>
    public override SyntheticColumn ToColumn() => new DurationColumn(codec.Name, [.. _durations], codec.Format);
}
