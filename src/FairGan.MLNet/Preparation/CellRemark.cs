namespace FairGan.MLNet.Preparation;

/// <summary>What was changed in the cells of a column, or is noteworthy about them.</summary>
/// <param name="Cells">How many cells the sentence is about; 0 where it is about the column.</param>
/// <param name="What">The sentence, or what follows the number, with forms that agree with it (<see cref="Numbered"/>).</param>
internal sealed record CellRemark(long Cells, string What)
{
    /// <summary>A sentence about the column.</summary>
    /// <param name="sentence">The sentence.</param>
    public static implicit operator CellRemark(string sentence) => new(0, sentence);

    /// <summary>The sentence.</summary>
    public override string ToString() => Cells > 0 ? Numbered.Of(Cells, What) : What;
}
