#if TABLES
using System.Globalization;

namespace FairGan.Tables;
#else
namespace FairGan.Export.Columns.Numeric;
#endif

/// <summary>How to read a column's numbers: the decimal separator and the currency and percent signs allowed beside them.</summary>
/// <param name="DecimalSeparator">A full stop or a comma.</param>
/// <param name="Prefix">The sign that most numbers with one have before them; empty for none.</param>
/// <param name="Suffix">The sign that most numbers with one have behind them; empty for none.</param>
internal sealed record NumberSpelling(char DecimalSeparator = '.', string Prefix = "", string Suffix = "")
{
    /// <summary>Reads a finite number; the signs may be left out or change sides.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="number">The number and its parts.</param>
    /// <returns>Whether the text is one.</returns>
    public bool TryRead(ReadOnlySpan<char> text, out NumberText number) =>
        NumberText.TryRead(text, DecimalSeparator, out number) && IsKnown(number.LeadSymbol) && IsKnown(number.TrailSymbol);

    /// <summary>The spelling of a column.</summary>
    /// <param name="cells">The distinct cells, without blanks around them, and how many rows have each; missing ones left out.</param>
    /// <param name="culture">The culture that the numbers are written in; null to find out.</param>
    public static NumberSpelling Find(IReadOnlyList<(string Cell, long Rows)> cells, string? culture = null)
    {
        long stops = 0, commas = 0;
        var rowsBySymbols = new Dictionary<(string Prefix, string Suffix), long>();
        foreach (var (cell, rows) in cells)
        {
            if (!NumberText.TryRead(cell, '.', out var number))
            {
                continue;
            }

            // What separates thousands does not separate decimals.
            bool stop = !number.IsAmbiguous && (number.Decimal == '.' || number.Group == ','), comma = !number.IsAmbiguous && (number.Decimal == ',' || number.Group == '.');
            stops += stop ? rows : 0;
            commas += comma ? rows : 0;
            if (number.LeadSymbol.Length + number.TrailSymbol.Length > 0)
            {
                var symbols = (number.LeadSymbol.ToString(), number.TrailSymbol.ToString());
                rowsBySymbols[symbols] = rowsBySymbols.GetValueOrDefault(symbols) + rows;
            }
        }

        char separator = culture is null ? commas > stops ? ',' : '.' : CultureInfo.GetCultureInfo(culture).NumberFormat.NumberDecimalSeparator == "," ? ',' : '.';
        var (prefix, suffix) = rowsBySymbols.Count == 0 ? ("", "") : rowsBySymbols.MaxBy(pair => pair.Value).Key;
        return new NumberSpelling(separator, prefix, suffix);
    }

    private bool IsKnown(ReadOnlySpan<char> symbol) => symbol.IsEmpty || NumberSymbols.AreSame(symbol, Prefix) || NumberSymbols.AreSame(symbol, Suffix);
}
