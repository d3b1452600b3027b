namespace FairGan.Export.Columns.Numeric;

/// <summary>A part of a bin whose inverse distribution is known by itself: one frequent value, or what lies between two of them.</summary>
/// <param name="Rows">Number of rows in it.</param>
/// <param name="Knots">Values at equal steps of probability.</param>
internal readonly record struct BinStretch(double Rows, double[] Knots)
{
    /// <summary>The value at a position.</summary>
    /// <param name="position">Where in the part, from 0 to 1.</param>
    public double At(double position)
    {
        double place = Math.Clamp(position, 0, 1) * (Knots.Length - 1);
        int piece = Math.Min((int)place, Knots.Length - 2);
        return Knots[piece] + ((Knots[piece + 1] - Knots[piece]) * (place - piece));
    }
}
