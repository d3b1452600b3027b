using FairGan.Export.Columns;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Schemas;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>
/// How near a target's numbers lie to the numbers that the file's encodings are made of: knots taken from training rows are training
/// values.
/// </summary>
internal static class EncodingAttack
{
    /// <summary>The numbers in a column's encoding, ascending, as they are in the cells (of dates, units since 1970; of durations, units of their format); none for other kinds.</summary>
    public static double[] NumbersOf(ColumnCodec codec) => codec.NumberCoding is not NumericCodec numbers ? []
        : [.. numbers.Knots.SelectMany(knots => knots).Concat(numbers.Edges).Concat(numbers.Atoms).Concat(numbers.Values ?? []).Select(value => value + codec.CountedFrom).Distinct().Order()];

    /// <summary>The scores of the targets: the surprise of the most surprising column.</summary>
    /// <param name="schema">The file's schema.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="reference">Reference rows.</param>
    public static double[] Scores(TableSchema schema, RowSymbols targets, RowSymbols reference)
    {
        double[] scores = new double[targets.Values[0].Length];
        for (int column = 0; column < schema.Columns.Count; column++)
        {
            double[] numbers = NumbersOf(schema.Columns[column]);
            if (numbers.Length < 2 || schema.Rules.Any(rule => rule.Target == schema.Columns[column].Name))
            {
                continue;
            }

            ReferenceSurprise.Keep(scores, ReferenceSurprise.Of(
                Array.ConvertAll(targets.Values[column], value => Distance(numbers, value)),
                Array.ConvertAll(reference.Values[column], value => Distance(numbers, value))));
        }

        return scores;
    }

    private static double Distance(double[] numbers, double value)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        int above = Math.Clamp(RankSpace.LowerBound(numbers, value), 1, numbers.Length - 1);
        return Math.Min(Math.Abs(value - numbers[above - 1]), Math.Abs(numbers[above] - value));
    }
}
