using FairGan.MLNet.Options;
using FairGan.Tables;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The spellings of a missing cell that are always recognised; <see cref="PreparationOptions.Missing"/> adds others.</summary>
internal static class MissingCells
{
    /// <summary>Whether a cell among texts is missing.</summary>
    public static bool AmongTexts(string cell) => MissingSpellings.AmongTexts(cell);

    /// <summary>Whether a cell among numbers or dates is missing.</summary>
    public static bool AmongNumbers(string cell) => MissingSpellings.AmongNumbers(cell);

    /// <summary>Whether a cell may mean a missing value, but is a category unless a description or option lists it.</summary>
    public static bool MayBe(string cell) => MissingSpellings.MayBe(cell);
}
