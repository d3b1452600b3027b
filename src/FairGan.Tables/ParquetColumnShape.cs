namespace FairGan.Tables;

/// <summary>What all values of a Parquet column have in common: it decides what the column is in a table.</summary>
/// <param name="HasMissing">Whether cells are missing.</param>
/// <param name="FitsLong">Whether all integers fit into 64 bits with a sign.</param>
/// <param name="IsExact">Whether a double represents all whole numbers exactly.</param>
/// <param name="Digits">Digits of a second that times need: 0, 3, 6 or 7; -1 where all are at midnight.</param>
internal sealed record ParquetColumnShape(bool HasMissing, bool FitsLong, bool IsExact, int Digits)
{
    /// <summary>The shape of a column without values.</summary>
    public static ParquetColumnShape None { get; } = new(HasMissing: false, FitsLong: true, IsExact: true, Digits: -1);

    /// <summary>The shape of a column without times.</summary>
    public static ParquetColumnShape Of(bool hasMissing) => None with { HasMissing = hasMissing };

    /// <summary>The shape of this part of a column and another.</summary>
    public ParquetColumnShape And(ParquetColumnShape other) =>
        new(HasMissing || other.HasMissing, FitsLong && other.FitsLong, IsExact && other.IsExact, Math.Max(Digits, other.Digits));
}
