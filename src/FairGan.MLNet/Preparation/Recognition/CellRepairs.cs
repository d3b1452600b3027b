namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The cells of a text column that were changed or are noteworthy, and the sentences that report them.</summary>
/// <param name="texts">The distinct cells.</param>
/// <param name="rows">Rows of each.</param>
internal sealed class CellRepairs(string[] texts, long[] rows)
{
    private const int Examples = 3;
    private const int LongestExample = 40;
    private const string ExamplesFollow = ": '";

    private readonly List<string> _sentences = [];

    /// <summary>The sentences.</summary>
    public IReadOnlyList<string> Sentences => _sentences;

    /// <summary>A sentence without its examples, which may be cells that one row holds.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string WithoutExamples(string sentence) => sentence.Split(ExamplesFollow)[0];

    /// <summary>Adds a sentence if there are such cells.</summary>
    /// <param name="isSo">Whether a distinct cell is such a one.</param>
    /// <param name="what">The sentence's rest after the number of rows.</param>
    /// <param name="examples">The distinct cells as they are to be shown; null to show none.</param>
    public void Add(Func<int, bool> isSo, string what, string[]? examples = null)
    {
        long count = 0;
        int kinds = 0;
        var shown = new List<string>();
        for (int i = 0; i < texts.Length; i++)
        {
            if (isSo(i))
            {
                count += rows[i];
                if (kinds++ < Examples && examples is not null)
                {
                    shown.Add($"'{Short(examples[i])}'");
                }
            }
        }

        if (count > 0)
        {
            string list = examples is null ? "" : $": {string.Join(", ", shown)}{(kinds > Examples ? ", …" : "")}";
            _sentences.Add(PreparationReport.Format($"{count:N0} {what}{list}"));
        }
    }

    /// <summary>Refuses a column in which too many cells are not what the column is.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cells">For every row, the position of its cell.</param>
    /// <param name="isOther">Whether a distinct cell is neither missing nor what the column is.</param>
    /// <param name="what">The column's kind.</param>
    /// <param name="given">Whether that was given; then only a column without any such cell is refused.</param>
    /// <exception cref="FormatException">They are too many; the message names the first of them and the remedy.</exception>
    public void Refuse(ColumnDescription column, int[] cells, Func<int, bool> isOther, string what, bool given)
    {
        long others = 0, filled = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            others += isOther(i) ? rows[i] : 0;
            filled += texts[i].Length > 0 ? rows[i] : 0;
        }

        if (given ? others < filled || filled == 0 : others <= (1 - NumberPolicy.NearlyAll) * filled)
        {
            return;
        }

        int first = Array.FindIndex(cells, cell => isOther(cell));
        throw new FormatException(PreparationReport.Format(
            $"Column '{column.Name}', row {first + 1}: '{Short(texts[cells[first]])}' is not a {what}, but {Math.Floor(1000 * (filled - others) / (double)filled) / 10} % of the column's cells are. Correct the cell, leave it empty if the value is missing, or read the column as text (on the command line --text {column.Name})."));
    }

    private static string Short(string text) => text.Length <= LongestExample ? text : text[..LongestExample] + "…";
}
