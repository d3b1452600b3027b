namespace FairGan.Export.Columns.Numeric;

/// <summary>Symbols of numbers under the condition that the number is in a range.</summary>
internal static class BinRanges
{
    /// <summary>A value of a symbol that is in a range, however it is rounded.</summary>
    public static double Decode(this NumericCodec codec, int symbol, double uniform, double least, double most)
    {
        double value = codec.Decode(symbol, uniform);
        if (!(value < least) && !(value > most))
        {
            return value;
        }

        if (codec.Listed is { } listed && symbol >= codec.Atoms.Count)
        {
            var (first, last) = ValuePlaces.In(codec, listed, least, most);
            return listed[Math.Clamp(value < least ? first : last, 0, listed.Count - 1)];
        }

        return codec.Decimals < 0 ? Math.Clamp(value, least, most) : value < least ? codec.Grid.Ceiling(least) : codec.Grid.Floor(most);
    }

    /// <summary>The part of a bin whose values, rounded, are in a range: an interval of <see cref="NumericCodec.Decode(int, double)"/>'s uniform number; empty where the ends are not in order.</summary>
    /// <param name="codec">The coding of the numbers.</param>
    /// <param name="symbol">A bin's symbol.</param>
    /// <param name="least">Least value of the range.</param>
    /// <param name="most">Greatest value of the range.</param>
    public static (double Low, double High) Inside(this NumericCodec codec, int symbol, double least, double most)
    {
        var knots = (codec.Places ?? codec.Knots)[symbol - codec.Atoms.Count];
        if (codec.Listed is { } listed)
        {
            var (low, high) = ValuePlaces.In(codec, listed, least, most);
            (least, most) = (low - 0.5, high + 0.5);
        }
        else
        {
            (least, most) = (codec.Grid.Ceiling(least, -0.5), codec.Grid.Floor(most, 0.5));
        }

        if (least > most || least > knots[^1] || most < knots[0])
        {
            return (1, 0);
        }

        int first = 0, last = knots.Count - 1;
        while (first < last && knots[first + 1] < least)
        {
            first++;
        }

        while (last > 0 && knots[last - 1] > most)
        {
            last--;
        }

        return (
            knots[first] >= least ? 0 : (first + ((least - knots[first]) / (knots[first + 1] - knots[first]))) / (knots.Count - 1),
            knots[last] <= most ? 1 : (last - ((knots[last] - most) / (knots[last] - knots[last - 1]))) / (knots.Count - 1));
    }
}
