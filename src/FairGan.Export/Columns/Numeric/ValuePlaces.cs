namespace FairGan.Export.Columns.Numeric;

/// <summary>Finds the positions of a column's bins in the list of its values, for columns that generate only values on that list: the one nearest to a generated position.</summary>
internal static class ValuePlaces
{
    // How far a value's rows are spread to either side among the places of values: a little less than half, so that none is rounded to
    // a value of another bin.
    private const double Spread = 0.4999;

    /// <summary>For every bin its knots as places among values.</summary>
    /// <exception cref="FormatException">The values do not ascend, or a bin has none of them.</exception>
    public static double[][] Of(NumericCodec codec, IReadOnlyList<double> values)
    {
        var places = new double[codec.Knots.Count][];
        bool isPattern = values is PatternValues;
        int first = isPattern || Ascending.IsSorted(values) ? 0 : values.Count;
        for (int bin = 0; bin < places.Length; bin++)
        {
            int after = bin < codec.Edges.Count ? Ascending.LowerBound(values, Math.BitIncrement(codec.Edges[bin])) : values.Count;
            if (after <= first && isPattern)
            {
                // A bin of exceptions has none: it takes the nearest one.
                first = Math.Min(first, values.Count - 1);
                places[bin] = [.. Enumerable.Repeat((double)first, codec.Knots[bin].Count)];
                continue;
            }

            if (after <= first)
            {
                throw new FormatException($"The values of column '{codec.Name}' contradict its bins.");
            }

            places[bin] = [.. codec.Knots[bin].Select(knot => PlaceOf(codec, knot, values, first, after - 1))];
            first = after;
        }

        return places;
    }

    /// <summary>The first and the last place of the values in a range; the first is after the last where there is none.</summary>
    public static (int First, int Last) In(NumericCodec codec, IReadOnlyList<double> values, double least, double most)
    {
        double slack = NumericFitter.Slack * codec.Grid.Step;
        return (Ascending.LowerBound(values, least - slack), Ascending.LowerBound(values, Math.BitIncrement(most + slack)) - 1);
    }

    // Where among the values a number lies: a whole number at each, and beside it as far as its rows are spread.
    private static double PlaceOf(NumericCodec codec, double number, IReadOnlyList<double> values, int first, int last)
    {
        int place = Math.Clamp(Ascending.LowerBound(values, number), first, last);
        place -= place > first && number - values[place - 1] < values[place] - number ? 1 : 0;
        return place + (codec.Decimals < 0 ? 0 : Math.Clamp((number - values[place]) / codec.Grid.Step, -Spread, Spread));
    }
}
