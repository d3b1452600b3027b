using System.Buffers;
using System.Globalization;

namespace FairGan.Tables;

/// <summary>Recognises numbers that are dates: by their range, and where that is not enough by the column's name.</summary>
internal static class SerialDates
{
    private const int LeastMonths = 5;

    private static readonly SearchValues<char> s_plain = SearchValues.Create("0123456789.");

    // Column names that indicate points in time.
    private static readonly HashSet<string> s_times = new(StringComparer.Ordinal)
    {
        "time", "timestamp", "ts", "date", "datetime", "dt", "epoch", "unix", "unixtime", "created", "updated", "modified", "at", "since", "until", "seen", "login", "expires",
        "datum", "zeit", "fecha", "data", "horodatage",
    };

    // Column names that indicate days.
    private static readonly HashSet<string> s_days = new(StringComparer.Ordinal)
    {
        "date", "dt", "datum", "fecha", "day", "dob", "birthdate", "birthday", "admission", "admitted", "discharge", "discharged", "expiry",
    };

    // Column names that indicate identifiers, regardless of their range.
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "id", "code", "no", "nr", "number", "ean", "gtin", "upc", "isbn", "barcode", "account", "phone", "tel", "key", "npi" };

    /// <summary>The format of numbers that are dates: <c>[unix]0</c>, <c>[unix ms]0</c>, <c>[Excel]0</c>, <c>yyyyMM</c> or <c>yyyyMMddHHmmss</c>, with decimals where there are some.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="cells">The distinct cells, tidied, and how many rows have each; missing ones left out.</param>
    /// <returns>The format; null where they are no dates.</returns>
    public static string? Find(string name, IReadOnlyList<(string Cell, long Rows)> cells)
    {
        if (cells.Count == 0 || !cells.All(cell => cell.Cell.Length is >= 5 and <= 20 && char.IsAsciiDigit(cell.Cell[0]) && cell.Cell[0] != '0' && !cell.Cell.AsSpan().ContainsAnyExcept(s_plain) && cell.Cell.Count(c => c == '.') <= 1))
        {
            return null;
        }

        string[] words = Words(name);
        bool isTime = words.Any(s_times.Contains), isDay = words.Any(s_days.Contains), isName = words.Any(s_names.Contains);
        int[] decimals = [.. cells.Select(cell => cell.Cell.IndexOf('.', StringComparison.Ordinal) is var at && at < 0 ? 0 : cell.Cell.Length - at - 1).Distinct()];
        string digits = decimals.Max() == 0 ? "0" : "0." + new string(decimals.Length == 1 ? '0' : '#', Math.Min(decimals.Max(), 12));
        if (decimals is [0] && cells.All(cell => IsTime(cell.Cell, "yyyyMMddHHmmss")))
        {
            return "yyyyMMddHHmmss";
        }

        if (decimals is [0] && !isName && cells.Count >= LeastMonths && cells.All(cell => IsTime(cell.Cell, "yyyyMM")))
        {
            return "yyyyMM";
        }

        decimal[] numbers = [.. cells.Select(cell => decimal.Parse(cell.Cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))];
        decimal least = numbers.Min(), most = numbers.Max();

        // From 1973, or where the name says nothing from 2000, to 2100 or 2040. Ten digits alone are too often numbers of accounts.
        return isTime && least >= 1e8m && most < 4.1e9m ? $"[unix]{digits}"
            : isTime && least >= 1e11m && most < 4.1e12m ? $"[unix ms]{digits}"
            : !isName && decimals is [0] && least >= 946_684_800_000m && most < 2_208_988_800_000m ? $"[unix ms]{digits}"
            : isDay && least >= 10_000m && most < 73_050m ? $"[Excel]{digits}"
            : null;
    }

    private static bool IsTime(string cell, string format) =>
        cell.Length == format.Length && DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) && time.Year is >= 1900 and < 2100;

    // customerId, customer_id and CUSTOMER-ID are all two words.
    private static string[] Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? $" {c}" : char.IsLetterOrDigit(c) ? $"{c}" : " ")).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
