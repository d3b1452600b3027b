using System.Buffers;
using System.Globalization;
using System.Text;

namespace FairGan.Tables;

/// <summary>
/// Text from the data as a reader may see it: control characters, escape sequences, and marks that change the direction of text are
/// written as <c>\u001B</c>, which is also how JSON writes them.
/// </summary>
internal static class VisibleText
{
    private static readonly char[] s_lineCharacters = ['\t', '\n'];
    private static readonly char[] s_all = [.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(IsHidden)];
    private static readonly SearchValues<char> s_hidden = SearchValues.Create(s_all);
    private static readonly SearchValues<char> s_hiddenInLines = SearchValues.Create([.. s_all.Except(s_lineCharacters)]);

    /// <summary>The text of one cell or name, in which line breaks and tabs are made visible, too.</summary>
    public static string Of(string text) => Of(text, s_hidden);

    /// <summary>A text of several lines.</summary>
    public static string OfLines(string text) => Of(text, s_hiddenInLines);

    private static string Of(string text, SearchValues<char> hidden)
    {
        if (!text.AsSpan().ContainsAny(hidden))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (char character in text)
        {
            if (hidden.Contains(character))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                visible.Append(character);
            }
        }

        return visible.ToString();
    }

    private static bool IsHidden(char character) => char.IsControl(character)
        || character is '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff' or (>= '\ufff9' and <= '\ufffb');
}
