#if TABLES
using System.Globalization;

namespace FairGan.Tables;
#else
namespace FairGan.Export.Columns.Numeric;
#endif

/// <summary>The currency and percent signs that may stand beside a number; anything else makes it a text.</summary>
internal static class NumberSymbols
{
    private const int Longest = 5;

    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal)
    {
        "%", "\u2030", "\u066A", "\uFF05",
        "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "NZD", "INR", "BRL", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH",
        "ILS", "ZAR", "MXN", "ARS", "CLP", "COP", "PEN", "KRW", "TWD", "HKD", "SGD", "THB", "IDR", "MYR", "PHP", "VND", "AED", "SAR", "EGP", "NGN", "KES", "PKR", "BDT", "LKR",
        "Rs", "Rs.", "kr", "kr.", "Kr", "Kr.", "Fr.", "SFr.", "z\u0142", "K\u010D", "Ft", "lei", "Rp", "RM", "TL", "DM", "S/", "S/.", "\u20BD", "\u0440\u0443\u0431.", "\u0440.", "\u043B\u0432.", "\u5143", "\u5186", "\uC6D0",
    };

    // Two ways to write one currency.
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["$"] = "USD",
        ["US$"] = "USD",
        ["\u20AC"] = "EUR",
        ["\u00A3"] = "GBP",
        ["\u20B9"] = "INR",
        ["Rs"] = "INR",
        ["Rs."] = "INR",
        ["R$"] = "BRL",
        ["Fr."] = "CHF",
        ["SFr."] = "CHF",
        ["\u066A"] = "%",
        ["\uFF05"] = "%",
        ["kr."] = "kr",
        ["Kr"] = "kr",
        ["Kr."] = "kr",
        ["\u5143"] = "CNY",
        ["\u5186"] = "JPY",
        ["z\u0142"] = "PLN",
        ["K\u010D"] = "CZK",
        ["Ft"] = "HUF",
        ["TL"] = "TRY",
        ["\u20BA"] = "TRY",
        ["\u20BD"] = "RUB",
        ["\u20A9"] = "KRW",
        ["\uC6D0"] = "KRW",
    };

    /// <summary>Whether a text is such a sign: a currency sign, which letters may precede (<c>US$</c>), a code, or a percent sign.</summary>
    /// <param name="text">The text.</param>
    public static bool Contains(ReadOnlySpan<char> text) => text.Length is > 0 and <= Longest
        && (s_words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text) || (char.GetUnicodeCategory(text[^1]) == UnicodeCategory.CurrencySymbol && AreCapitals(text[..^1])));

    /// <summary>Whether two signs mean the same: <c>$</c> and <c>USD</c>.</summary>
    public static bool AreSame(ReadOnlySpan<char> first, ReadOnlySpan<char> second) => Name(first).SequenceEqual(Name(second));

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> symbol) =>
        s_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(symbol, out string? name) ? name : symbol;

    private static bool AreCapitals(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterUpper(c))
            {
                return false;
            }
        }

        return true;
    }
}
