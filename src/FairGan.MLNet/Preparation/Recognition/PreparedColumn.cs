using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Options;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The cells of a column, cleaned, in one of three forms: categories, numbers (or dates), or identifiers.</summary>
internal sealed class PreparedColumn
{
    private PreparedColumn(ColumnDescription description, IReadOnlyList<string> repairs)
    {
        Description = description;
        Repairs = repairs;
    }

    /// <summary>What the column is.</summary>
    public ColumnDescription Description { get; }

    /// <summary>What was changed or is noteworthy.</summary>
    public IReadOnlyList<string> Repairs { get; }

    /// <summary>For every row, its position in <see cref="Texts"/>; null where the cells are no categories.</summary>
    public int[]? Cells { get; private init; }

    /// <summary>The categories; empty where missing. Not all need be different.</summary>
    public string[]? Texts { get; private init; }

    /// <summary>For every row its number, or of dates the units since 1970; NaN where missing. Null where the cells are no numbers.</summary>
    public double[]? Values { get; private init; }

    /// <summary>For every row, whether its identifier is missing; null where the cells are no identifiers.</summary>
    public bool[]? MissingIdentifiers { get; private init; }

    /// <summary>How identifiers are made; null where the cells are none.</summary>
    public IdentifierCodec? Identifier { get; private init; }

    /// <summary>Rows of the table.</summary>
    public int RowCount => Cells?.Length ?? Values?.Length ?? MissingIdentifiers!.Length;

    /// <summary>Rows with a missing cell.</summary>
    public long Missing =>
        Cells is not null ? Cells.LongCount(cell => Texts![cell].Length == 0)
        : Values is not null ? Values.LongCount(double.IsNaN)
        : MissingIdentifiers!.LongCount(missing => missing);

    public static PreparedColumn OfCategories(ColumnDescription description, int[] cells, string[] texts, IReadOnlyList<string> repairs) =>
        new(description, repairs) { Cells = cells, Texts = texts };

    public static PreparedColumn OfNumbers(ColumnDescription description, double[] values, IReadOnlyList<string> repairs) =>
        new(description, repairs) { Values = values };

    public static PreparedColumn OfIdentifiers(ColumnDescription description, IdentifierCodec identifier, bool[] missing, IReadOnlyList<string> repairs) =>
        new(description, [.. repairs, "another value in every row: not learned, but made afresh"]) { Identifier = identifier, MissingIdentifiers = missing };

    /// <summary>The same with some rows alone.</summary>
    public PreparedColumn Take(int[] rows) => new(Description, Repairs)
    {
        Cells = Cells is null ? null : Array.ConvertAll(rows, row => Cells[row]),
        Texts = Texts,
        Values = Values is null ? null : Array.ConvertAll(rows, row => Values[row]),
        Identifier = Identifier,
        MissingIdentifiers = MissingIdentifiers is null ? null : Array.ConvertAll(rows, row => MissingIdentifiers[row]),
    };

    /// <summary>For every row, bits that are the same where the cells are; none for identifiers.</summary>
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

    /// <summary>The codec fitted to the cells, their symbols, and the values where they are numbers (of dates, since the codec's origin).</summary>
    /// <param name="options">How columns are turned into symbols.</param>
    /// <param name="above">How far every row's value lies above another column's, which is then coded in place of the value; null for the value.</param>
    /// <param name="origin">Units from 1970 that dates count from; null to choose.</param>
    /// <param name="ends">Values that no bin of numbers goes beyond; null for none.</param>
    public (ColumnCodec Codec, ushort[] Codes, float[]? Numbers) Encode(CodecOptions options, double[]? above = null, double? origin = null, IReadOnlyList<double>? ends = null)
    {
        string name = Description.Name;
        if (Identifier is not null)
        {
            return (Identifier, Array.ConvertAll(MissingIdentifiers!, missing => (ushort)(missing ? Identifier.MissingSymbol : 0)), null);
        }

        if (Values is null)
        {
            return Categories(options);
        }

        double start = Description.Kind == ColumnKind.Date ? origin ?? Origin() : 0;
        double[] values = start == 0 ? Values : Array.ConvertAll(Values, value => value - start);
        double[] coded = above ?? values;
        var numbers = NumericCodec.Fit(name, coded, options, above is null && ends is not null ? [.. ends.Select(end => end - start)] : []);
        ushort[] codes = Array.ConvertAll(coded, value => (ushort)numbers.Encode(value));
        ColumnCodec codec = Description.Kind == ColumnKind.Date
            ? new DateCodec(name, DateCodec.UnitOf(Description.Format!), Description.Format!, (long)start, numbers)
            : numbers with { Format = Description.Format };
        return (codec, codes, Array.ConvertAll(values, value => (float)value));
    }

    /// <summary>The first date: small numbers keep their digits as floating-point features.</summary>
    public double Origin() => Values!.Where(value => !double.IsNaN(value)).DefaultIfEmpty().Min();

    /// <summary>What the report says of the column.</summary>
    /// <param name="codec">How it is coded.</param>
    public ColumnPreparation Report(ColumnCodec codec)
    {
        NumericCodec? numbers = codec as NumericCodec ?? (codec as DateCodec)?.Numbers;
        double[] present = [.. (Values ?? []).Where(value => !double.IsNaN(value))];
        bool isConstant = Values is not null ? present.Length > 0 && present.Length == Values.Length && present.Min() == present.Max()
            : Cells is not null && codec is CategoricalCodec { Categories.Count: 1, HasMissing: false };
        return new ColumnPreparation(
            Description.Name,
            Description.Kind ?? codec.Kind,
            Missing,
            codec.SymbolCount,
            codec is CategoricalCodec categories ? categories.Categories.Count : 0,
            numbers?.Atoms.Count ?? 0,
            present.Length == 0 ? null : Text(present.Min(), codec),
            present.Length == 0 ? null : Text(present.Max(), codec),
            Description.Format,
            [.. Repairs, .. isConstant ? ["the same value in every row"] : Array.Empty<string>(), .. codec is CategoricalCodec { HasRare: true } rare ? [$"{rare.Categories.Count - rare.FrequentCount} rare categories share one symbol"] : Array.Empty<string>()]);
    }

    private (ColumnCodec, ushort[], float[]?) Categories(CodecOptions options)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (int cell in Cells!)
        {
            ref long rows = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, Texts![cell], out _);
            rows++;
        }

        counts.Remove("", out long missing);
        CategoricalCodec codec = Description.Kind == ColumnKind.Ordinal && Description.Categories is { } order && order.Count <= options.CategoricalSymbols
            ? new CategoricalCodec(Description.Name, order, order.Count, [], missing > 0) { IsOrdered = true }
            : CategoricalCodec.Fit(Description.Name, counts, missing, options);
        ushort[] symbols = Array.ConvertAll(Texts!, text => (ushort)codec.Encode(text));
        return (codec, Array.ConvertAll(Cells, cell => symbols[cell]), null);
    }

    private static string Text(double value, ColumnCodec codec) => codec switch
    {
        DateCodec date => DateCodec.TimeOf((long)value, date.Unit).ToString(date.Format, CultureInfo.InvariantCulture),
        NumericCodec { Format: { } format } => NumberFormat.Parse(format).Format(value),
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
