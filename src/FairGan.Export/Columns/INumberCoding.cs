namespace FairGan.Export.Columns;

/// <summary>
/// How the numbers of a column are coded, for kinds whose values can be compared and added. A number is counted from
/// <see cref="ColumnCodec.CountedFrom"/>, or from the lower column of an order rule.
/// </summary>
internal interface INumberCoding
{
    /// <summary>The smallest number; 0 where there is none.</summary>
    double Least { get; }

    /// <summary>How many numbers have a symbol of their own.</summary>
    int SingleNumbers { get; }

    /// <summary>The number in the middle of a symbol; NaN for the one of missing cells.</summary>
    double Middle(int symbol);

    /// <summary>The symbol that codes a number; -1 where none does.</summary>
    int Encode(double number);

    /// <summary>The symbol that codes a number, or else that of the nearest number that has one; that of missing cells where none has.</summary>
    int EncodeNearest(double number);

    /// <summary>A number of a symbol, as the generator's file makes it.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="uniform">Where inside the symbol, 0 to 1.</param>
    double Decode(int symbol, double uniform);

    /// <summary>A number rounded as generated ones are.</summary>
    double Rounded(double number);

    /// <summary>The cells up to a bound; null where there are none.</summary>
    AllowedCells? UpTo(double most);

    /// <summary>The position of a number inside its symbol, 0 to 1; null for a symbol that is one value.</summary>
    double? UniformOf(int symbol, double number);
}
