using System.Buffers;

namespace FairGan.Export.Sampling.Writers;

/// <summary>Cells of a CSV file that a spreadsheet takes for formulas, and so runs when somebody opens the file.</summary>
internal static class SpreadsheetCell
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789., '\u2019\u00a0\u202f%$€£¥");

    /// <summary>Whether a spreadsheet runs a text. Signed numbers and amounts of money are not run.</summary>
    public static bool IsRun(ReadOnlySpan<char> text) => text.Length > 0 && text[0] switch
    {
        '=' or '@' or '\t' or '\r' or '\n' or '＝' or '＠' => true,
        '+' or '-' or '＋' or '－' => text[1..].ContainsAnyExcept(s_number),
        _ => false,
    };

    /// <summary>The text, with an apostrophe before it if it would be run: spreadsheets then take it for text.</summary>
    public static string Harmless(string text) => IsRun(text) ? $"'{text}" : text;
}
