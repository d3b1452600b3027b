namespace FairGan.Export.Columns;

/// <summary>Generated cells of a column, some of which are texts that a user gave and the generator does not know.</summary>
/// <param name="Generated">The generated cells.</param>
/// <param name="Texts">Row by row, from 0, the texts in place of generated cells.</param>
internal sealed record KeptColumn(SyntheticColumn Generated, IReadOnlyDictionary<int, string> Texts) : SyntheticColumn(Generated.Name)
{
    /// <inheritdoc/>
    public override int RowCount => Generated.RowCount;

    /// <inheritdoc/>
    public override string Text(int row) => Texts.GetValueOrDefault(row) ?? Generated.Text(row);

    /// <inheritdoc/>
    internal override bool TryWriteNumber(int row, Span<byte> destination, out int written)
    {
        written = 0;
        return !Texts.ContainsKey(row) && Generated.TryWriteNumber(row, destination, out written);
    }
}
