namespace FairGan.Tables;

/// <summary>A text of which the first characters have been read already.</summary>
/// <param name="start">The characters.</param>
/// <param name="rest">What follows them.</param>
internal sealed class HeadlineReader(ReadOnlyMemory<char> start, TextReader rest) : TextReader
{
    private ReadOnlyMemory<char> _start = start;

    /// <summary>Reads past the line with which Excel names the separator of a CSV file: <c>sep=;</c>.</summary>
    /// <param name="text">The file.</param>
    /// <returns>The remaining text, the separator (a comma where none is named), and the lines that were read.</returns>
    public static (TextReader Text, char Separator, int Lines) Open(TextReader text)
    {
        // Most files do not begin so, and are read as they are.
        if (text.Peek() is not ('s' or 'S'))
        {
            return (text, ',', 0);
        }

        char[] start = new char[5];
        int length = text.ReadBlock(start);
        if (length < start.Length || !start.AsSpan().StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || char.IsLetterOrDigit(start[4]) || text.Peek() is not ('\r' or '\n'))
        {
            return (new HeadlineReader(start.AsMemory(0, length), text), ',', 0);
        }

        text.ReadLine();
        return (text, start[4], 1);
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
