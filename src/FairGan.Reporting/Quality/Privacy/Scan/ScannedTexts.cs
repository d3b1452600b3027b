using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FairGan.Reporting.Quality.Privacy.Scan;

/// <summary>
/// Finds values in a document or file. A short text counts where it stands by itself, as a whole string or between characters that are
/// neither letters nor digits; one of at least eight bytes counts anywhere in the bytes, in UTF-8, UTF-16 or escaped as in JSON.
/// </summary>
internal sealed class ScannedTexts
{
    private const int LeastWordLength = 4;
    private const int LeastBytes = 8;

    private static readonly SearchValues<char> s_wordEnds = SearchValues.Create(" -_/.,");

    private readonly byte[] _bytes;
    private readonly HashSet<string> _strings;
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly string _all;

    /// <param name="bytes">All bytes.</param>
    /// <param name="strings">The strings in them, unescaped.</param>
    public ScannedTexts(byte[] bytes, IEnumerable<string> strings)
    {
        _bytes = bytes;
        _strings = new HashSet<string>(strings, StringComparer.Ordinal);
        _all = string.Join('\n', _strings);
        foreach (string text in _strings)
        {
            _words.UnionWith(Words(text));
        }
    }

    /// <summary>Those of some texts that are found.</summary>
    public IEnumerable<string> Find(IReadOnlySet<string> texts)
    {
        List<string> longer = [];
        foreach (string text in texts)
        {
            if (_strings.Contains(text))
            {
                yield return text;
            }
            else if (Encoding.UTF8.GetByteCount(text) >= LeastBytes)
            {
                longer.Add(text);
            }
            else if (text.Length >= LeastWordLength && (_words.Contains(text) || (text.AsSpan().ContainsAny(s_wordEnds) && StandsAlone(text))))
            {
                yield return text;
            }
        }

        foreach (string text in FindBytes(longer))
        {
            yield return text;
        }
    }

    private bool StandsAlone(string text)
    {
        for (int at = _all.IndexOf(text, StringComparison.Ordinal); at >= 0; at = _all.IndexOf(text, at + 1, StringComparison.Ordinal))
        {
            int end = at + text.Length;
            if ((at == 0 || !char.IsLetterOrDigit(_all[at - 1])) && (end == _all.Length || !char.IsLetterOrDigit(_all[end])))
            {
                return true;
            }
        }

        return false;
    }

    // One pass over the bytes for all texts: by their first eight bytes.
    private HashSet<string> FindBytes(List<string> texts)
    {
        Dictionary<ulong, List<(byte[] Bytes, string Text)>> byStart = [];
        foreach (string text in texts)
        {
            byte[][] forms = [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(JsonEncodedText.Encode(text).ToString())];
            foreach (byte[] form in forms)
            {
                ulong start = BitConverter.ToUInt64(form);
                if (!byStart.TryGetValue(start, out var own))
                {
                    byStart.Add(start, own = []);
                }

                own.Add((form, text));
            }
        }

        HashSet<string> found = new(StringComparer.Ordinal);
        for (int at = 0; at + LeastBytes <= _bytes.Length && byStart.Count > 0; at++)
        {
            if (byStart.TryGetValue(BitConverter.ToUInt64(_bytes, at), out var candidates))
            {
                found.UnionWith(candidates.Where(candidate => _bytes.AsSpan(at).StartsWith(candidate.Bytes)).Select(candidate => candidate.Text));
            }
        }

        return found;
    }

    /// <summary>The words of a text that are long enough to be looked for.</summary>
    public static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || !char.IsLetterOrDigit(text[at]))
            {
                if (at > start)
                {
                    yield return text[start..at];
                }

                start = at + 1;
            }
        }
    }
}
