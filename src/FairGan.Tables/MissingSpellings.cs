namespace FairGan.Tables;

/// <summary>Texts that people write where a value is missing.</summary>
internal static class MissingSpellings
{
    private static readonly HashSet<string> s_texts = new(StringComparer.OrdinalIgnoreCase) { "NA", "N/A", "#N/A", "n.a.", "NaN", "null", "<NA>", "nil" };

    // Answers of their own among texts, but no numbers or dates.
    private static readonly HashSet<string> s_answers = new(StringComparer.OrdinalIgnoreCase) { "?", "-", "--", ".", "none", "unknown", "missing", "undefined" };

    /// <summary>Whether a cell among texts is missing.</summary>
    public static bool AmongTexts(string cell) => cell.Length == 0 || s_texts.Contains(cell);

    /// <summary>Whether a cell among numbers or dates is missing.</summary>
    public static bool AmongNumbers(string cell) => AmongTexts(cell) || s_answers.Contains(cell);

    /// <summary>Whether a cell may mean a missing value, but counts as a category in text columns.</summary>
    public static bool MayBe(string cell) => s_answers.Contains(cell);
}
