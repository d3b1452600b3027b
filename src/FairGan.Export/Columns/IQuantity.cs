namespace FairGan.Export.Columns;

/// <summary>
/// How the cells of a column are read and written as numbers, before a codec is fitted to these: all that preparation asks of a kind of
/// column whose cells can be compared and subtracted. The room Kinds is the place that knows all of them.
/// </summary>
internal interface IQuantity
{
    /// <summary>What a cell is, with its formats, for messages.</summary>
    string Noun { get; }

    /// <summary>What the cells are quantities of: as in <see cref="ColumnCodec.Measure"/>.</summary>
    string Measure { get; }

    /// <summary>Whether zero means nothing, as among dates: then numbers are coded from the lowest of them, and neither bounded nor added.</summary>
    bool HasNoZero { get; }

    /// <summary>Whether a cleaned table holds text in one format; otherwise it holds numbers.</summary>
    bool StaysText { get; }

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The cell, without blanks around it.</param>
    /// <param name="number">Its number.</param>
    bool TryRead(string cell, out double number);

    /// <summary>Writes a cell in the column's own format.</summary>
    /// <param name="number">Its number.</param>
    string Write(double number);

    /// <summary>Whether a cell deviates from the column's format.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Its number.</param>
    bool IsRewritten(string cell, double number);

    /// <summary>Whether a cell is more precise than its number.</summary>
    /// <param name="cell">The cell.</param>
    bool IsCut(string cell);

    /// <summary>The origin of the numbers in a protected column, a round number so that it reveals nobody's value; 0 unless <see cref="HasNoZero"/>.</summary>
    /// <param name="low">The lower end of the numbers; many people share it.</param>
    /// <param name="numbers">How often each number occurs.</param>
    double RoundOrigin(double low, NumberCounts numbers);

    /// <summary>A function that moves a number to the nearest one on the lattice of the given cells.</summary>
    /// <param name="cells">The cells.</param>
    Func<double, double> LatticeOf(NumberCounts cells);

    /// <summary>Fits a codec of such cells.</summary>
    /// <param name="origin">What the numbers are counted from; 0 unless <see cref="HasNoZero"/>.</param>
    /// <param name="numbers">How often each number occurs, less the origin.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    ColumnCodec Fit(double origin, NumberCounts numbers, CodecOptions options);

    /// <summary>The codec of such cells, given that of their numbers.</summary>
    /// <param name="origin">What the numbers are counted from; 0 unless <see cref="HasNoZero"/>.</param>
    /// <param name="numbers">The codec of the numbers, less the origin: a numeric one.</param>
    ColumnCodec Coded(double origin, ColumnCodec numbers);
}
