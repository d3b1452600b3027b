using System.Globalization;

namespace FairGan.MLNet.Options;

/// <summary>Options of the preparation of a table: cleaning, column kinds and rules.</summary>
public sealed record PreparationOptions
{
    /// <summary>
    /// Whether cells of text are cleaned and columns recognised: stray blanks, spellings that differ in case, spellings of a missing
    /// cell, numbers and dates written as text, identifiers. Without, text is taken as it is. Default true.
    /// </summary>
    public bool Clean { get; init; } = true;

    /// <summary>Whether rules that all real rows satisfy (orders, sums, functional dependencies) are detected and enforced. Default true.</summary>
    public bool FindRules { get; init; } = true;

    /// <summary>Whether duplicate rows are left out. Default false: they are only counted, because different people may have equal rows.</summary>
    public bool DropDuplicateRows { get; init; }

    /// <summary>Known kinds, formats and rules, which take precedence over detection. Default: none.</summary>
    public TableDescription Description { get; init; } = new();

    /// <summary>
    /// Spellings of a missing cell in any column of text, whatever their case, beside those that are always known: NA, N/A, #N/A, n.a., NaN,
    /// null, &lt;NA&gt; and nil; and among numbers and dates also ?, -, --, ., none, unknown, missing and undefined, which are categories among
    /// texts, for they may be answers: the report names columns that have them. Categories that a description lists are never missing.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<string> Missing { get => field ?? []; init; } = [];

    /// <summary>Name of the culture that numbers are written in, such as <c>de-DE</c>; null (the default) to detect it for each column.</summary>
    public string? Culture { get; init; }

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="FormatException">A description contradicts itself, or there is no such culture.</exception>
    public void Validate()
    {
        Description.Validate();
        if (Culture is not null && !CultureInfo.GetCultures(CultureTypes.AllCultures).Any(culture => culture.Name == Culture))
        {
            throw new FormatException($"There is no culture '{Culture}'; give a name such as en-US or de-DE.");
        }
    }
}
