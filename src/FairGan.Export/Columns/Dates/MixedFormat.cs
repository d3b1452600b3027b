namespace FairGan.Export.Columns.Dates;

/// <summary>Dates some of which are less precise than others: with and without a time of day, or days and months. The formats go from fine to coarse.</summary>
internal sealed class MixedFormat : DateFormat
{
    private const char Separator = '|';
    private const int MostFormats = 4;

    private readonly DateFormat _finest;
    private readonly (double Share, DateFormat Format)[] _coarser;

    private MixedFormat(string text, DateFormat finest, (double Share, DateFormat Format)[] coarser)
        : base(text, finest.Unit)
    {
        _finest = finest;
        _coarser = coarser;
    }

    /// <summary>Reads the text form; null where it is none of this kind.</summary>
    public static new MixedFormat? TryParse(string text)
    {
        string[] parts = text.Split(Separator);
        if (parts.Length is < 2 or > MostFormats || parts.Any(part => part.Length < 2))
        {
            return null;
        }

        var coarser = new (double Share, DateFormat Format)[parts.Length - 1];
        for (int i = 0; i < coarser.Length; i++)
        {
            string part = parts[i + 1];
            int blank = part.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || blank > part.Length - 3 || !double.TryParse(part.AsSpan(0, blank), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) || share > 1)
            {
                return null;
            }

            coarser[i] = (share, Parse(part[(blank + 1)..]));
        }

        return new MixedFormat(text, Parse(parts[0]), coarser);
    }

    /// <summary>The text form of a mixture.</summary>
    /// <param name="finest">The most precise format.</param>
    /// <param name="coarser">The others, and the share of cells that have each.</param>
    public static string TextOf(string finest, IEnumerable<(double Share, string Format)> coarser) =>
        finest + string.Concat(coarser.Select(format => string.Create(CultureInfo.InvariantCulture, $"{Separator}{Math.Round(format.Share, 3)} {format.Format}")));

    /// <summary>The mixture with its shares reduced by the generated times that a less precise format shows in full anyway.</summary>
    /// <param name="times">Times as they are generated, and their weights.</param>
    public MixedFormat Corrected(IEnumerable<(DateTime Time, double Weight)> times)
    {
        var whole = new double[_coarser.Length];
        double all = 0;
        foreach (var (time, weight) in times)
        {
            all += weight;
            int format = Array.FindLastIndex(_coarser, coarser => IsWhole(coarser.Format, time));
            if (format >= 0)
            {
                whole[format] += weight;
            }
        }

        double rest = all - whole.Sum();
        return TryParse(TextOf(_finest.Text, _coarser.Select((coarser, i) =>
            (rest > 0 ? Math.Clamp(((coarser.Share * all) - whole[i]) / rest, 0, 1) : 0, coarser.Format.Text))))!;
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<char> cell, out DateTime time)
    {
        if (_finest.TryRead(cell, out time))
        {
            return true;
        }

        foreach (var (_, format) in _coarser)
        {
            if (format.TryRead(cell, out time))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string Write(DateTime time)
    {
        // The least precise format that shows the whole time.
        DateFormat format = _finest;
        foreach (var (_, coarser) in _coarser)
        {
            format = IsWhole(coarser, time) ? coarser : format;
        }

        return format.Write(time);
    }

    /// <inheritdoc/>
    public override DateTime Generated(DateTime time)
    {
        // The precision follows from the time itself, so that a row is the same wherever it is generated.
        double place = ((ulong)time.Ticks * 0x9E3779B97F4A7C15UL >> 11) / (double)(1UL << 53);
        foreach (var (share, format) in _coarser)
        {
            place -= share;
            if (place < 0)
            {
                return format.TryRead(format.Write(time), out DateTime less) ? less : time;
            }
        }

        return time;
    }

    private static bool IsWhole(DateFormat format, DateTime time) => format.TryRead(format.Write(time), out DateTime same) && same == time;
}
