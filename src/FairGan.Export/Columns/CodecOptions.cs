namespace FairGan.Export.Columns;

/// <summary>Options of the encoding of columns as symbols.</summary>
public sealed record CodecOptions
{
    /// <summary>
    /// Number of symbols of a numeric column: atoms (frequent values) and quantile bins together. Wide bins add up to a quarter more, and
    /// large tables several times as many for numbers that are closely related to other columns. 2 to 1,024; default 32.
    /// </summary>
    public int NumericSymbols { get; init; } = 32;

    /// <summary>
    /// Largest number of symbols of a categorical column. Categories beyond the most frequent ones share a "rare" symbol, which decodes to
    /// one of them by its frequency. 2 to 4,096; default 200.
    /// </summary>
    public int CategoricalSymbols { get; init; } = 200;

    /// <summary>Pieces of the piecewise-linear inverse distribution inside a quantile bin. 1 to 256; default 16.</summary>
    public int PiecesPerBin { get; init; } = 16;

    /// <summary>Fewest rows (people) behind every value in a codec of numbers; 0 for no limit.</summary>
    internal int MinRows { get; init; }

    /// <summary>Throws where a value is outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property is outside its documented range.</exception>
    public void Validate()
    {
        Check(NumericSymbols, 2, 1024, nameof(NumericSymbols));
        Check(CategoricalSymbols, 2, 4096, nameof(CategoricalSymbols));
        Check(PiecesPerBin, 1, 256, nameof(PiecesPerBin));

        static void Check(int value, int low, int high, string name)
        {
            if (value < low || value > high)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {low} to {high}.");
            }
        }
    }
}
