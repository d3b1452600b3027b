namespace FairGan.MLNet.Preparation;

/// <summary>The spellings of a missing cell.</summary>
internal static class MissingCells
{
    // "None", "unknown" and "?" are answers of their own among texts, but no numbers or dates.
    private static readonly HashSet<string> s_texts = new(StringComparer.OrdinalIgnoreCase) { "NA", "N/A", "#N/A", "n.a.", "NaN", "null", "<NA>", "nil" };
    private static readonly HashSet<string> s_numbers = new(s_texts, StringComparer.OrdinalIgnoreCase) { "?", "-", "--", ".", "none", "unknown", "missing", "undefined" };

    /// <summary>Whether a cell among texts is missing.</summary>
    public static bool AmongTexts(string cell) => cell.Length == 0 || s_texts.Contains(cell);

    /// <summary>Whether a cell among numbers or dates is missing.</summary>
    public static bool AmongNumbers(string cell) => cell.Length == 0 || s_numbers.Contains(cell);
}
