using System.Globalization;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Sampling;

/// <summary>The cells of one column of generated rows.</summary>
/// <param name="Name">The column's name.</param>
public abstract record SyntheticColumn(string Name)
{
    /// <summary>Number of rows.</summary>
    public abstract int RowCount { get; }

    /// <summary>A cell as it is written, like those of the real column; empty where missing.</summary>
    /// <param name="row">The row, from 0.</param>
    public abstract string Text(int row);
}

/// <summary>Cells of a column of categories.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Codes">For every row, a position in <paramref name="Categories"/>; the position past the end where the cell is missing.</param>
/// <param name="Categories">The column's categories.</param>
public sealed record CategoricalColumn(string Name, int[] Codes, IReadOnlyList<string> Categories) : SyntheticColumn(Name)
{
    /// <inheritdoc/>
    public override int RowCount => Codes.Length;

    /// <inheritdoc/>
    public override string Text(int row) => Codes[row] < Categories.Count ? Categories[Codes[row]] : "";
}

/// <summary>Cells of a column of whole numbers that has no missing cells.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its value.</param>
public sealed record IntegerColumn(string Name, long[] Values) : SyntheticColumn(Name)
{
    /// <summary>How the numbers are written; null for the plain way.</summary>
    public NumberFormat? Format { get; init; }

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    public override string Text(int row) => Format?.Format(Values[row]) ?? Values[row].ToString(CultureInfo.InvariantCulture);
}

/// <summary>Cells of a column of numbers.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its value; NaN where missing.</param>
public sealed record RealColumn(string Name, double[] Values) : SyntheticColumn(Name)
{
    /// <summary>How the numbers are written; null for the plain way.</summary>
    public NumberFormat? Format { get; init; }

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    public override string Text(int row) => double.IsNaN(Values[row]) ? "" : Format?.Format(Values[row]) ?? Values[row].ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>Cells of a column of dates, times of day, or both.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">For every row, its time; null where missing.</param>
/// <param name="Format">The .NET format of the real cells, in the invariant culture.</param>
public sealed record DateColumn(string Name, DateTime?[] Values, string Format) : SyntheticColumn(Name)
{
    /// <summary>Cells out of a generator.</summary>
    /// <param name="codec">The column's codec.</param>
    /// <param name="units">For every row, units since 1970; NaN where missing.</param>
    internal static DateColumn Of(DateCodec codec, double[] units) =>
        new(codec.Name, Array.ConvertAll(units, value => double.IsNaN(value) ? (DateTime?)null : DateCodec.TimeOf((long)value, codec.Unit)), codec.Format);

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <inheritdoc/>
    public override string Text(int row) => Values[row]?.ToString(Format, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Cells of a column of identifiers that are no plain numbers.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Numbers">For every row, the number of its identifier; null where missing.</param>
/// <param name="Codec">Writes the identifiers.</param>
public sealed record IdentifierColumn(string Name, long?[] Numbers, IdentifierCodec Codec) : SyntheticColumn(Name)
{
    /// <summary>Cells out of a generator; identifiers that are plain numbers are columns of numbers.</summary>
    /// <param name="codec">The column's codec.</param>
    /// <param name="symbols">For every row, its symbol.</param>
    /// <param name="first">Number of the first row.</param>
    internal static SyntheticColumn Of(IdentifierCodec codec, int[] symbols, long first)
    {
        long?[] numbers = [.. symbols.Select((symbol, row) => symbol == codec.MissingSymbol ? null : (long?)(codec.First + first + row))];
        return !codec.IsNumber ? new IdentifierColumn(codec.Name, numbers, codec)
            : codec.HasMissing ? new RealColumn(codec.Name, Array.ConvertAll(numbers, number => number ?? double.NaN))
            : new IntegerColumn(codec.Name, Array.ConvertAll(numbers, number => number!.Value));
    }

    /// <inheritdoc/>
    public override int RowCount => Numbers.Length;

    /// <inheritdoc/>
    public override string Text(int row) => Numbers[row] is { } number ? Codec.Text(number) : "";
}
