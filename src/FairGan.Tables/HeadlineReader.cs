using System.Text;

namespace FairGan.Tables;

/// <summary>A text of which the first characters have been read already.</summary>
/// <param name="start">The characters.</param>
/// <param name="rest">What follows them.</param>
internal sealed class HeadlineReader(ReadOnlyMemory<char> start, TextReader rest) : TextReader
{
    private ReadOnlyMemory<char> _start = start;

    private const string Separators = ";\t|";
    private const string Naming = "sep=";
    private const int LongestLine = 1 << 22;

    /// <summary>
    /// Finds the separator of a CSV file: the one that a first line <c>sep=;</c> names, as Excel's has, which is read past; else a comma, or
    /// where the first line has none outside quotes the semicolon, tab or bar that it has most of.
    /// </summary>
    /// <param name="text">The file.</param>
    /// <returns>The remaining text, the separator, and the lines that were read.</returns>
    public static (TextReader Text, char Separator, int Lines) Open(TextReader text)
    {
        string first = FirstLine(text);
        string line = first.TrimEnd('\r', '\n');
        bool isNamed = line.Length == Naming.Length + 1 && line.Length < first.Length && line.StartsWith(Naming, StringComparison.OrdinalIgnoreCase) && !char.IsLetterOrDigit(line[^1]);
        return isNamed ? (text, line[^1], 1) : (new HeadlineReader(first.AsMemory(), text), SeparatorOf(line), 0);
    }

    private static string FirstLine(TextReader text)
    {
        var line = new StringBuilder();
        bool isQuoted = false;
        while (line.Length < LongestLine && text.Read() is >= 0 and var next)
        {
            line.Append((char)next);
            isQuoted ^= next == '"';
            if (!isQuoted && (next == '\n' || (next == '\r' && text.Peek() != '\n')))
            {
                break;
            }
        }

        return line.ToString();
    }

    private static char SeparatorOf(string line)
    {
        var counts = new int[Separators.Length];
        bool isQuoted = false;
        foreach (char c in line)
        {
            isQuoted ^= c == '"';
            if (c == ',' && !isQuoted)
            {
                return ',';
            }

            int separator = isQuoted ? -1 : Separators.IndexOf(c);
            counts[Math.Max(separator, 0)] += separator < 0 ? 0 : 1;
        }

        int most = Array.IndexOf(counts, counts.Max());
        return counts[most] > 0 ? Separators[most] : ',';
    }

    /// <inheritdoc/>
    public override int Peek() => _start.IsEmpty ? rest.Peek() : _start.Span[0];

    /// <inheritdoc/>
    public override int Read()
    {
        if (_start.IsEmpty)
        {
            return rest.Read();
        }

        char first = _start.Span[0];
        _start = _start[1..];
        return first;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        if (_start.IsEmpty)
        {
            return rest.Read(buffer, index, count);
        }

        int length = Math.Min(count, _start.Length);
        _start.Span[..length].CopyTo(buffer.AsSpan(index));
        _start = _start[length..];
        return length;
    }
}
