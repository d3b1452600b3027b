namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The cells of a text column that were changed or are noteworthy, and the sentences that report them.</summary>
/// <param name="texts">The distinct cells.</param>
/// <param name="rows">Rows of each.</param>
internal sealed class CellRepairs(string[] texts, long[] rows)
{
    private const int Examples = 3;
    private const int LongestExample = 40;
    private const string ExamplesFollow = ": '";

    private readonly List<CellRemark> _remarks = [];

    /// <summary>The remarks.</summary>
    public IReadOnlyList<CellRemark> Remarks => _remarks;

    /// <summary>A sentence without its examples, which may be cells of a single row.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string WithoutExamples(string sentence) => sentence.Split(ExamplesFollow)[0];

    /// <summary>Adds a sentence if there are such cells.</summary>
    /// <param name="isSo">Whether a distinct cell is one of them.</param>
    /// <param name="what">The sentence's rest after the number of rows, with forms that agree with it.</param>
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
            _remarks.Add(new CellRemark(count, what + list));
        }
    }

    /// <summary>Rejects a column whose given kind fits none of its cells.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cells">For every row, the position of its cell.</param>
    /// <param name="isOther">Whether a distinct cell is neither missing nor what the column is.</param>
    /// <param name="what">The column's kind.</param>
    /// <exception cref="FormatException">No cell fits the kind; the message names the first of them and the remedy.</exception>
    public void Refuse(ColumnDescription column, int[] cells, Func<int, bool> isOther, string what)
    {
        if (Share(isOther) < 1)
        {
            return;
        }

        int first = Array.FindIndex(cells, cell => isOther(cell));
        throw new FormatException($"Column '{column.Name}', row {first + 1}: '{Short(texts[cells[first]])}' is not a {what}, and no other cell of the column is. Correct the cells, or read the column as text (on the command line --text {column.Name}).");
    }

    /// <summary>The share of some cells among those that are not empty; 0 where all are.</summary>
    /// <param name="isSo">Whether a distinct cell is one of them.</param>
    public double Share(Func<int, bool> isSo)
    {
        long some = 0, filled = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            filled += texts[i].Length > 0 ? rows[i] : 0;
            some += texts[i].Length > 0 && isSo(i) ? rows[i] : 0;
        }

        return filled == 0 ? 0 : (double)some / filled;
    }

    private static string Short(string text) => text.Length <= LongestExample ? text : text[..LongestExample] + "…";
}
