using System.Text;

namespace FairGan.Export.Columns;

/// <summary>Reads the parts of a written condition, quoted or not.</summary>
internal sealed class ConditionReader(string text)
{
    private int _at;

    /// <summary>The text up to the first of some marks or the end, without spaces around it; null where there is none.</summary>
    public string? Read(params string[] marks)
    {
        while (_at < text.Length && text[_at] == ' ')
        {
            _at++;
        }

        if (_at < text.Length && text[_at] == '"')
        {
            return Quoted();
        }

        int end = marks.Select(mark => text.IndexOf(mark, _at, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(text.Length).Min();
        string part = text[_at..end].Trim();
        _at = end;
        return part.Length > 0 ? part : null;
    }

    /// <summary>Passes over a mark, where it is what comes next.</summary>
    public bool Take(string mark)
    {
        bool found = string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0;
        _at += found ? mark.Length : 0;
        return found;
    }

    /// <summary>Throws where something is left.</summary>
    public void ExpectEnd()
    {
        if (_at < text.Length)
        {
            throw Problem("a mark between the parts");
        }
    }

    /// <summary>What is wrong at this place.</summary>
    public FormatException Problem(string expected) => new($"'{text}', character {_at + 1}: expected {expected}.");

    private string Quoted()
    {
        int start = _at++;
        var part = new StringBuilder();
        while (true)
        {
            int end = text.IndexOf('"', _at);
            if (end < 0)
            {
                _at = start;
                throw Problem("a closing double quote");
            }

            part.Append(text, _at, end - _at);
            _at = end + 1;
            if (_at == text.Length || text[_at] != '"')
            {
                break;
            }

            part.Append('"');
            _at++;
        }

        while (_at < text.Length && text[_at] == ' ')
        {
            _at++;
        }

        return part.ToString();
    }
}
