namespace FairGan.Reporting.Quality.Utility;

/// <summary>A model's scores and decisions on all test rows, with the rows' groups.</summary>
/// <param name="Truth">Whether each row is positive.</param>
/// <param name="Scores">Its scores.</param>
/// <param name="Decisions">Whether the model calls it positive.</param>
/// <param name="Groups">Its group in each partition.</param>
/// <param name="GroupCounts">How many groups each partition has.</param>
/// <param name="Result">The figures over all rows.</param>
internal sealed record TestedModel(bool[] Truth, double[] Scores, bool[] Decisions, int[][] Groups, int[] GroupCounts, UtilityResult Result);
