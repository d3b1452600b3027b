using System.Globalization;
using System.Numerics;
using System.Text;

namespace FairGan.Tables;

/// <summary>The values of a Parquet column, row after row.</summary>
/// <param name="column">The column.</param>
/// <param name="shape">What the values have in common.</param>
internal abstract class ParquetValues(ParquetColumn column, ParquetColumnShape shape)
{
    /// <summary>The column.</summary>
    protected ParquetColumn Column => column;

    /// <summary>What the values have in common.</summary>
    public ParquetColumnShape Shape => shape;

    /// <summary>The values as a column of a table.</summary>
    /// <param name="all">The shape of the whole column, of which these values may be a part.</param>
    /// <param name="asText">Whether to read the column as text regardless of its values.</param>
    /// <param name="isLearned">Whether a double must represent all whole numbers exactly.</param>
    /// <param name="source">The file, for messages.</param>
    /// <param name="firstRow">The rows before these.</param>
    /// <exception cref="TableFormatException">A value has no place in a table.</exception>
    public ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, string source, long firstRow)
    {
        ColumnData data = ToData(all, asText, isLearned, row => $"{source}: column '{column.Name}', row {firstRow + row + 1}");
        return isLearned && !asText ? data.Stored(column.Type, Format(all)) : data;
    }

    /// <summary>The values as a column of a table.</summary>
    /// <param name="all">The shape of the whole column.</param>
    /// <param name="asText">Whether to read the column as text regardless of its values.</param>
    /// <param name="isLearned">Whether a double must represent all whole numbers exactly.</param>
    /// <param name="place">Names the place of a row, for messages.</param>
    protected abstract ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place);

    /// <summary>How the texts of times are written; null for other values.</summary>
    /// <param name="all">The shape of the whole column.</param>
    protected virtual string? Format(ParquetColumnShape all) => null;

    /// <summary>What to do about a value that has no place in a table.</summary>
    protected string Remedy => $"Correct it, make it null if it is missing, or leave the column out (on the command line --drop {column.Name}).";

    /// <summary>A column of text, in which null is missing.</summary>
    protected static ColumnData Coded(IEnumerable<string?> values)
    {
        CellColumnBuilder builder = new();
        foreach (string? value in values)
        {
            builder.Add(value, 0);
        }

        return builder.Build("", asText: true);
    }

    /// <summary>A column of text whose rows share values; an empty text is missing as well.</summary>
    protected static ColumnData Coded(SharedValues<string> values)
    {
        Dictionary<string, int> codeOf = new(StringComparer.Ordinal) { [""] = -1 };
        List<string> texts = [];
        int[] codes = [.. values.Values.Select(value =>
        {
            if (!codeOf.TryGetValue(value, out int code))
            {
                codeOf.Add(value, code = texts.Count);
                texts.Add(value);
            }

            return code;
        })];
        return ColumnData.Text(Array.ConvertAll(values.Rows, value => value < 0 ? value : codes[value]), [.. texts]);
    }
}

/// <summary>Texts.</summary>
internal sealed class ParquetTexts(ParquetColumn column, SharedValues<string> values) : ParquetValues(column, ParquetColumnShape.Of(values.HasMissing))
{
    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place) => Coded(values);
}

/// <summary>Bytes without a meaning: text, where they are UTF-8.</summary>
internal sealed class ParquetBinary(ParquetColumn column, SharedValues<byte[]> values) : ParquetValues(column, ParquetColumnShape.Of(values.HasMissing))
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place)
    {
        int at = 0;
        try
        {
            return Coded(values.Select(value =>
            {
                string text = s_strict.GetString(value);
                at++;
                return text;
            }));
        }
        catch (DecoderFallbackException problem)
        {
            throw new TableFormatException($"{place(values.FirstRow(at))}: the bytes of type BINARY are not text in UTF-8. {Remedy}", problem);
        }
    }
}

/// <summary>Booleans.</summary>
internal sealed class ParquetBooleans(ParquetColumn column, bool?[] values) : ParquetValues(column, ParquetColumnShape.Of(values.Contains(null)))
{
    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place) => !asText && !all.HasMissing
        ? ColumnData.Of(Array.ConvertAll(values, value => value!.Value))
        : Coded(values.Select(value => value is { } truth ? CellFormat.Text(truth) : null));
}

/// <summary>Integers of any width.</summary>
internal sealed class ParquetIntegers(ParquetColumn column, Int128?[] values) : ParquetValues(column, ShapeOf(values))
{
    private static readonly Int128 s_exactInDouble = 1L << 53;

    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place) =>
        asText || !all.FitsLong || (!all.IsExact && (all.HasMissing || isLearned)) ? Coded(values.Select(value => value?.ToString(CultureInfo.InvariantCulture)))
        : all.HasMissing ? ColumnData.Of(Array.ConvertAll(values, value => value is { } number ? (double)number : double.NaN))
        : ColumnData.Of(Array.ConvertAll(values, value => (long)value!.Value));

    private static ParquetColumnShape ShapeOf(Int128?[] values) => ParquetColumnShape.Of(values.Contains(null)) with
    {
        FitsLong = Array.TrueForAll(values, value => value is null || (value >= long.MinValue && value <= long.MaxValue)),
        IsExact = Array.TrueForAll(values, value => value is null || Int128.Abs(value.Value) <= s_exactInDouble),
    };
}

/// <summary>Decimal numbers.</summary>
internal sealed class ParquetDecimals : ParquetValues
{
    private static readonly BigInteger s_exactInDouble = 1L << 53;

    private readonly BigInteger?[] _values;
    private readonly int _scale;

    /// <param name="column">The column.</param>
    /// <param name="values">The numbers without their decimal point.</param>
    public ParquetDecimals(ParquetColumn column, BigInteger?[] values)
        : base(column, ShapeOf(values, Scale(column)))
    {
        _values = values;
        _scale = Scale(column);
    }

    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place) => asText || !all.IsExact
        ? Coded(_values.Select(value => value is { } number ? Text(number) : null))
        : ColumnData.Of(Array.ConvertAll(_values, value => value is { } number ? double.Parse(Text(number), CultureInfo.InvariantCulture) : double.NaN));

    // As of integers: whole numbers that a double would round are names.
    private static ParquetColumnShape ShapeOf(BigInteger?[] values, int scale)
    {
        BigInteger one = BigInteger.Pow(10, scale), most = s_exactInDouble * one;
        return ParquetColumnShape.Of(values.Contains(null)) with
        {
            IsExact = Array.TrueForAll(values, value => value is null || BigInteger.Abs(value.Value) <= most || !(value.Value % one).IsZero),
        };
    }

    private static int Scale(ParquetColumn column) => column.Element.LogicalType?.DECIMAL?.Scale ?? column.Element.Scale ?? 0;

    private string Text(BigInteger number)
    {
        string digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(_scale + 1, '0');
        string text = _scale == 0 ? digits : $"{digits[..^_scale]}.{digits[^_scale..]}".TrimEnd('0').TrimEnd('.');
        return number.Sign < 0 ? "-" + text : text;
    }
}

/// <summary>Floating-point numbers, of which neither null nor NaN is there.</summary>
internal sealed class ParquetReals<T>(ParquetColumn column, T?[] values) : ParquetValues(column, ParquetColumnShape.Of(values.Contains(null)))
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override ColumnData ToData(ParquetColumnShape all, bool asText, bool isLearned, Func<int, string> place)
    {
        if (asText)
        {
            return Coded(values.Select(value => value is { } number ? CellFormat.Text(number) : null));
        }

        int infinite = Array.FindIndex(values, value => value is { } number && T.IsInfinity(number));
        return infinite < 0
            ? ColumnData.Of(Array.ConvertAll(values, value => value ?? T.NaN))
            : throw new TableFormatException(
                $"{place(infinite)}: the value is not a finite number. "
                + $"Correct it, make it null if it is missing, or read the column as text (TextColumns; on the command line --text {Column.Name}).");
    }
}
