using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The cells of a column, cleaned, in one of three forms: categories, numbers (or dates), or identifiers.</summary>
internal sealed class PreparedColumn
{
    private const string NewlyGenerated = ": not learned, but newly generated";

    private PreparedColumn(ColumnDescription description, IReadOnlyList<CellRemark> repairs)
    {
        Description = description;
        Repairs = repairs;
    }

    /// <summary>The kind of the column.</summary>
    public ColumnDescription Description { get; }

    /// <summary>How the numbers are written and coded; null where the cells are no numbers.</summary>
    public IQuantity? Quantity { get; private init; }

    /// <summary>Changes and warnings.</summary>
    public IReadOnlyList<CellRemark> Repairs { get; }

    /// <summary>For every row, its position in <see cref="Texts"/>; null where the cells are no categories.</summary>
    public int[]? Cells { get; private init; }

    /// <summary>The categories; empty where missing. Not all need be different.</summary>
    public string[]? Texts { get; private init; }

    /// <summary>For every row its number, or of dates the units since 1970; NaN where missing. Null where the cells are no numbers.</summary>
    public double[]? Values { get; private init; }

    /// <summary>The distinct numbers of <see cref="Values"/>; null where the cells are no numbers.</summary>
    public DistinctValues? Distinct { get; private init; }

    /// <summary>For every row, whether its identifier is missing; null where the cells are no identifiers.</summary>
    public bool[]? MissingIdentifiers { get; private init; }

    /// <summary>The coding of identifiers; null where the cells are none.</summary>
    public IdentifierCodec? Identifier { get; private init; }

    /// <summary>For every row, whether its cell was replaced to protect people; null where none was.</summary>
    public bool[]? Altered { get; private init; }

    /// <summary>Rows of the table.</summary>
    public int RowCount => Cells?.Length ?? Values?.Length ?? MissingIdentifiers!.Length;

    /// <summary>Rows with a missing cell.</summary>
    public long Missing =>
        Cells is not null ? Cells.LongCount(cell => Texts![cell].Length == 0)
        : Distinct is not null ? Distinct.Ranks.Length - Distinct.PresentRows
        : MissingIdentifiers!.LongCount(missing => missing);

    public static PreparedColumn OfCategories(ColumnDescription description, int[] cells, string[] texts, IReadOnlyList<CellRemark> repairs, bool[]? altered = null) =>
        new(description, repairs) { Cells = cells, Texts = texts, Altered = altered };

    public static PreparedColumn OfQuantities(ColumnDescription description, IQuantity quantity, double[] values, IReadOnlyList<CellRemark> repairs, bool[]? altered = null) =>
        new(description, repairs) { Quantity = quantity, Values = values, Distinct = DistinctValues.Of(values), Altered = altered };

    /// <summary>A column of numbers.</summary>
    /// <param name="description">The column's kind.</param>
    /// <param name="quantity">How its numbers are written and coded.</param>
    /// <param name="numbers">For every distinct cell its number; NaN where missing.</param>
    /// <param name="cells">For every row, the position of its cell.</param>
    /// <param name="repairs">What was changed or is noteworthy.</param>
    public static PreparedColumn OfQuantities(ColumnDescription description, IQuantity quantity, double[] numbers, int[] cells, IReadOnlyList<CellRemark> repairs) =>
        new(description, repairs) { Quantity = quantity, Values = Array.ConvertAll(cells, cell => numbers[cell]), Distinct = DistinctValues.Of(numbers, cells) };

    public static PreparedColumn OfIdentifiers(ColumnDescription description, IdentifierCodec identifier, bool[] missing, IReadOnlyList<CellRemark> repairs, bool isSubject = false) =>
        new(description, repairs.Any(repair => repair.What.EndsWith(NewlyGenerated, StringComparison.Ordinal)) ? repairs : [.. repairs, $"{(isSubject ? "names whom a row is about" : "another value in every row")}{NewlyGenerated}"]) { Identifier = identifier, MissingIdentifiers = missing };

    /// <summary>The same with some rows alone.</summary>
    public PreparedColumn Take(int[] rows) => new(Description, Repairs)
    {
        Cells = Cells is null ? null : Array.ConvertAll(rows, row => Cells[row]),
        Texts = Texts,
        Quantity = Quantity,
        Values = Values is null ? null : Array.ConvertAll(rows, row => Values[row]),
        Distinct = Distinct?.Take(rows),
        Identifier = Identifier,
        MissingIdentifiers = MissingIdentifiers is null ? null : Array.ConvertAll(rows, row => MissingIdentifiers[row]),
    };

    /// <summary>For every row, a fingerprint that is equal for equal cells; none for identifiers.</summary>
    public ulong[]? Fingerprints()
    {
        if (Values is not null)
        {
            return Array.ConvertAll(Values, value => BitConverter.DoubleToUInt64Bits(value));
        }

        if (Cells is null)
        {
            return null;
        }

        var first = new Dictionary<string, ulong>(StringComparer.Ordinal);
        ulong[] ids = Array.ConvertAll(Texts!, text => first.TryAdd(text, (ulong)first.Count) ? first[text] : first[text]);
        return Array.ConvertAll(Cells, cell => ids[cell]);
    }

    /// <summary>The smallest number or date; 0 where there is none. Dates count from it: small numbers keep their digits as floating-point features.</summary>
    public double Origin() => Distinct!.Values is [var first, ..] ? first : 0;

    /// <summary>The column's entry in the preparation report.</summary>
    /// <param name="codec">How it is coded.</param>
    /// <param name="range">The range of numbers to publish; null for the least and the greatest number.</param>
    public ColumnPreparation Report(ColumnCodec codec, ProtectedRange? range)
    {
        double[] present = Distinct?.Values ?? [];
        bool isConstant = Distinct is not null ? present.Length == 1 && !Distinct.HasMissing
            : Cells is not null && codec is { ListedTexts.Count: 1, HasMissing: false };
        return new ColumnPreparation(
            Description.Name,
            Description.Kind ?? codec.Kind,
            Missing,
            codec.SymbolCount,
            codec.ListedTexts?.Count ?? 0,
            codec.NumberCoding?.SingleNumbers ?? 0,
            present.Length == 0 ? null : Quantity!.Write(range is { Low: var low } ? codec.NumberCoding!.Rounded(low) : present[0]),
            present.Length == 0 ? null : Quantity!.Write(range is { High: var high } ? codec.NumberCoding!.Rounded(high) : present[^1]),
            Description.Format)
        {
            Remarks =
            [
                .. Repairs,
                .. isConstant ? ["the same value in every row"] : Array.Empty<CellRemark>(),
                .. codec.RareCount > 0 ? [Numbered.Of(codec.RareCount, "rare categor[y shares|ies share] one symbol")] : Array.Empty<CellRemark>(),
            ],
            Description = Description.Description,
            Labels = Description.Labels,
        };
    }
}
