using System.Text;
using System.Text.RegularExpressions;

namespace FairGan.Export.Columns.Durations;

/// <summary>Durations of ISO 8601: <c>PT1H30M</c>, <c>P1DT2H</c>, <c>P2W</c>. Years and months have no fixed length and are not read.</summary>
internal sealed partial class IsoFormat : DurationFormat
{
    private static readonly DurationUnit[] s_units = [DurationUnit.Day, DurationUnit.Hour, DurationUnit.Minute, DurationUnit.Second];

    private readonly DurationUnit _largest;

    private IsoFormat(string text, DurationUnit largest, DurationUnit smallest)
        : base(text, smallest)
    {
        _largest = largest;
    }

    /// <summary>The format that writes durations from a largest to a smallest unit.</summary>
    /// <param name="largest">Weeks alone, or days to seconds.</param>
    /// <param name="smallest">The same or a smaller unit.</param>
    public static IsoFormat Of(DurationUnit largest, DurationUnit smallest)
    {
        var text = new StringBuilder("P");
        foreach (var unit in largest == DurationUnit.Week ? [DurationUnit.Week] : s_units.Where(unit => unit >= largest && unit <= smallest))
        {
            text.Append(Before(text, unit)).Append('1').Append(Letter(unit));
        }

        return new IsoFormat(text.ToString(), largest, smallest);
    }

    /// <summary>Reads the text form; null where it is none of this kind.</summary>
    public static IsoFormat? TryParse(string text)
    {
        return Parts(text) is { Count: > 0 } parts && Of(parts[0].Unit, parts[^1].Unit) is var format && format.Text == text ? format : null;
    }

    /// <summary>The units that a cell names, largest first; none where it is not written so.</summary>
    public static IReadOnlyList<(DurationUnit Unit, decimal Number)> Parts(string cell)
    {
        var match = Cell().Match(cell);
        return !match.Success ? [] : [.. ((DurationUnit[])[DurationUnit.Week, .. s_units])
            .Where(unit => match.Groups[unit.ToString()].Success)
            .Select(unit => (unit, decimal.Parse(match.Groups[unit.ToString()].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)))];
    }

    /// <inheritdoc/>
    public override bool TryRead(string cell, out TimeSpan duration)
    {
        duration = default;
        var parts = cell.Length < 60 && cell.Contains('P', StringComparison.Ordinal) ? Parts(cell) : [];
        return parts.Count > 0 && TryMake(cell[0] == '-', Math.Round(parts.Sum(part => part.Number * DurationUnits.TicksOf(part.Unit))), out duration);
    }

    /// <inheritdoc/>
    public override string Write(TimeSpan duration)
    {
        // Only seconds have decimals; other units are whole numbers.
        decimal rest = Math.Abs((decimal)duration.Ticks);
        long step = Unit == DurationUnit.Second ? 1 : DurationUnits.TicksOf(Unit);
        rest = Math.Round(rest / step) * step;
        var text = new StringBuilder(duration.Ticks < 0 && rest > 0 ? "-P" : "P");
        int empty = text.Length;
        foreach (var unit in _largest == DurationUnit.Week ? [DurationUnit.Week] : s_units.Where(unit => unit >= _largest && unit <= Unit))
        {
            long ticks = DurationUnits.TicksOf(unit);
            decimal number = unit == DurationUnit.Second ? rest / ticks : decimal.Truncate(rest / ticks);
            rest -= number * ticks;
            if (number > 0 || (unit == Unit && text.Length == empty))
            {
                text.Append(Before(text, unit)).Append(number.ToString("0.#######", CultureInfo.InvariantCulture)).Append(Letter(unit));
            }
        }

        return text.ToString();
    }

    private static string Before(StringBuilder text, DurationUnit unit) =>
        unit >= DurationUnit.Hour && !text.ToString().Contains('T', StringComparison.Ordinal) ? "T" : "";

    private static char Letter(DurationUnit unit) => unit.ToString()[0];

    [GeneratedRegex("^-?P(?=.)(?:(?<Week>[0-9]{1,8})W|(?:(?<Day>[0-9]{1,8})D)?(?:T(?=.)(?:(?<Hour>[0-9]{1,9})H)?(?:(?<Minute>[0-9]{1,9})M)?(?:(?<Second>[0-9]{1,9}(?:[.,][0-9]{1,9})?)S)?)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
