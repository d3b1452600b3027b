namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>Values of a column that fewer than K training rows hold and that were found where they must not be. The values are not named.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">Where: "file", "card", "report" or "rows".</param>
/// <param name="Count">How many different values.</param>
/// <param name="What">What was found: "texts", "numbers" (more of them than of other people's numbers), or "extremes" (the smallest or largest number).</param>
internal sealed record ValueLeak(string Column, string Kind, int Count, string What);
