using System.Text;

namespace FairGan.Tables;

/// <summary>Tidies cells of text: removes stray blanks and invisible characters.</summary>
internal static class TextCells
{
    /// <summary>The cell without blanks around it, without invisible characters, and with single blanks inside; line breaks stay.</summary>
    public static string Tidy(string cell)
    {
        ReadOnlySpan<char> text = cell;
        bool tidy = text.IsEmpty || !(IsBlank(text[0]) || IsBlank(text[^1]) || IsLineBreak(text[0]) || IsLineBreak(text[^1]));
        for (int i = 0; tidy && i < text.Length; i++)
        {
            tidy = !IsInvisible(text[i]) && (text[i] == ' ' ? text[i + 1] != ' ' : !IsBlank(text[i]));
        }

        if (tidy)
        {
            return cell;
        }

        var result = new StringBuilder(cell.Length);
        foreach (char c in cell)
        {
            if (!IsInvisible(c) && !(IsBlank(c) && result.Length > 0 && result[^1] == ' '))
            {
                result.Append(IsBlank(c) ? ' ' : c);
            }
        }

        return result.ToString().Trim();
    }

    private static bool IsLineBreak(char c) => c is '\n' or '\r';

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) && !IsLineBreak(c);

    private static bool IsInvisible(char c) => c is '\u200B' or '\u200C' or '\u2060' or '\uFEFF' or '\0';
}
