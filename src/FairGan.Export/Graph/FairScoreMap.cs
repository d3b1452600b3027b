namespace FairGan.Export.Graph;

/// <summary>
/// The fair probability of every group as a piecewise-linear function of the log-odds, on evenly spaced knots from
/// <see cref="Lowest"/> to <see cref="Highest"/>.
/// </summary>
/// <param name="Columns">Positions of the columns that define a row's group: the sensitive ones and, for conditional parity, the legitimate ones.</param>
/// <param name="GroupOf">Group of every combination of these columns' symbols, the last column's symbol running fastest.</param>
/// <param name="Lowest">Log-odds of the first knot.</param>
/// <param name="Highest">Log-odds of the last knot.</param>
/// <param name="Probabilities">For every group, the fair probability at each knot.</param>
internal sealed record FairScoreMap(IReadOnlyList<int> Columns, int[] GroupOf, float Lowest, float Highest, IReadOnlyList<float[]> Probabilities);
