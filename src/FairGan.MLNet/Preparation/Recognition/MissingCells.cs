using FairGan.MLNet.Options;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The spellings of a missing cell that are always known; <see cref="PreparationOptions.Missing"/> tells which.</summary>
internal static class MissingCells
{
    private static readonly HashSet<string> s_texts = new(StringComparer.OrdinalIgnoreCase) { "NA", "N/A", "#N/A", "n.a.", "NaN", "null", "<NA>", "nil" };

    // Answers of their own among texts, but no numbers or dates.
    private static readonly HashSet<string> s_answers = new(StringComparer.OrdinalIgnoreCase) { "?", "-", "--", ".", "none", "unknown", "missing", "undefined" };

    /// <summary>Whether a cell among texts is missing.</summary>
    public static bool AmongTexts(string cell) => cell.Length == 0 || s_texts.Contains(cell);

    /// <summary>Whether a cell among numbers or dates is missing.</summary>
    public static bool AmongNumbers(string cell) => AmongTexts(cell) || s_answers.Contains(cell);

    /// <summary>Whether a cell among texts may be meant to be missing, but is a category unless that is said.</summary>
    public static bool MayBe(string cell) => s_answers.Contains(cell);
}
