namespace FairGan.Export.Columns;

/// <summary>The cells of a column that a condition allows: of every symbol, the parts in which its values meet the condition.</summary>
internal sealed class AllowedCells
{
    private readonly List<AllowedPart>[] _parts;

    /// <summary>Some parts of symbols.</summary>
    /// <param name="parts">For every symbol its parts, ascending; none where the condition excludes it.</param>
    public AllowedCells(List<AllowedPart>[] parts)
    {
        _parts = parts;
        Shares = Array.ConvertAll(parts, list => list.Sum(part => part.High - part.Low));
    }

    /// <summary>Of every symbol, the share that meets the condition, 0 to 1.</summary>
    public double[] Shares { get; }

    /// <summary>Whether any cell meets the condition.</summary>
    public bool IsPossible => Shares.Any(share => share > 0);

    /// <summary>Some whole symbols.</summary>
    /// <param name="symbols">For every symbol, whether it is allowed.</param>
    public static AllowedCells Whole(IEnumerable<bool> symbols) => new([.. symbols.Select(allowed => allowed ? new List<AllowedPart> { AllowedPart.Whole } : [])]);

    /// <summary>The same with some of the symbols alone.</summary>
    /// <param name="symbols">For every symbol, whether it stays.</param>
    public AllowedCells Only(bool[] symbols) => new([.. _parts.Select((parts, symbol) => symbols[symbol] ? parts : [])]);

    /// <summary>The uniform number that selects an allowed value inside a symbol, and the bounds that rounding must not leave.</summary>
    /// <param name="symbol">A symbol with a share above 0.</param>
    /// <param name="uniform">Where inside the allowed parts, 0 to 1.</param>
    public (float Uniform, double Least, double Most) Inside(int symbol, double uniform)
    {
        double at = uniform * Shares[symbol];
        foreach (var part in _parts[symbol])
        {
            double length = part.High - part.Low;
            if (at < length || part == _parts[symbol][^1])
            {
                return ((float)Math.Min(part.Low + at, part.High), part.Least, part.Most);
            }

            at -= length;
        }

        throw new ArgumentException("The symbol has no part that meets the condition.", nameof(symbol));
    }
}

/// <summary>An allowed part of a symbol.</summary>
/// <param name="Low">Where it begins, as the uniform number that selects values inside the symbol.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Least">The smallest value allowed there; of rare categories, the first slot.</param>
/// <param name="Most">The largest value allowed there; of rare categories, the last slot.</param>
internal readonly record struct AllowedPart(double Low, double High, double Least, double Most)
{
    /// <summary>A whole symbol, whatever its values.</summary>
    public static AllowedPart Whole => new(0, 1, double.NegativeInfinity, double.PositiveInfinity);
}
