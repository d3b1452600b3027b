using System.Globalization;
using System.Numerics;
using FairGan.Fairness.Counts;
using FairGan.Tables;
using Microsoft.ML.Data;

namespace FairGan.Fairness.Sql;

/// <summary>Collects the values of one column of a query's result, and converts them to what reading the same table from a file would give.</summary>
/// <param name="name">The column.</param>
/// <param name="sqlType">Its type.</param>
internal sealed class SqlColumn(string name, SqlType sqlType)
{
    /// <summary>Doubles represent every integer up to this one.</summary>
    private const long ExactInDouble = 1L << 53;

    private readonly Type _type = sqlType.Values;

    private readonly List<object?> _values = [];

    public string Name => name;

    public static bool IsNumber(Type type) => IsInteger(type) || type == typeof(float) || type == typeof(double) || type == typeof(decimal);

    public void Add(object? value) => _values.Add(value is "" or double.NaN or float.NaN ? null : value);

    /// <summary>The number of rows of the table that have no value here.</summary>
    public long MissingRows(IReadOnlyList<CountTotals> totals) => _values.Zip(totals).Where(pair => pair.First is null).Sum(pair => pair.Second.Count);

    /// <summary>Whether the value of a combination is missing.</summary>
    public bool IsMissing(int combination) => _values[combination] is null;

    /// <summary>The values as a column.</summary>
    /// <param name="textIsCells">Whether text may turn out to be numbers.</param>
    /// <param name="asText">Whether it stays text all the same.</param>
    /// <exception cref="ArgumentException">The type is none for a label or group.</exception>
    public ColumnData ToData(bool textIsCells, bool asText)
    {
        bool isComplete = !_values.Contains(null);
        if (_type == typeof(bool) && isComplete)
        {
            return ColumnData.Of(Array.ConvertAll([.. _values], value => (bool)value!));
        }

        if (_type == typeof(float))
        {
            return ColumnData.Of(Array.ConvertAll([.. _values], value => value is null ? float.NaN : (float)value));
        }

        if (_type == typeof(double) || _type == typeof(decimal))
        {
            return ColumnData.Of(Array.ConvertAll([.. _values], value => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture)));
        }

        return IsInteger(_type) && Integers() is { } integers
            ? isComplete ? ColumnData.Of(Array.ConvertAll(integers, value => value!.Value)) : ColumnData.Of(Array.ConvertAll(integers, value => value ?? double.NaN))
            : Texts(textIsCells && _type == typeof(string), asText);
    }

    private static bool IsInteger(Type type) =>
        type == typeof(sbyte) || type == typeof(byte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int)
        || type == typeof(uint) || type == typeof(long) || type == typeof(ulong) || type == typeof(BigInteger) || type == typeof(Int128)
        || type == typeof(UInt128);

    /// <summary>The values as Int64, or null where some would not survive it or, beside missing ones, would not survive a Double.</summary>
    private long?[]? Integers()
    {
        BigInteger?[] wide = [.. _values.Select<object?, BigInteger?>(value => value is null ? null : BigInteger.Parse(CellFormat.Text(value), CultureInfo.InvariantCulture))];
        bool isComplete = !wide.Contains(null);
        BigInteger least = isComplete ? long.MinValue : -ExactInDouble;
        BigInteger most = isComplete ? long.MaxValue : ExactInDouble;
        return wide.All(value => value is null || (value >= least && value <= most)) ? Array.ConvertAll(wide, value => (long?)value) : null;
    }

    private ColumnData Texts(bool isCells, bool asText)
    {
        CellColumnBuilder builder = new();
        foreach (object? value in _values)
        {
            builder.Add(value is null ? null : Text(value), 0);
        }

        ColumnData data = builder.Build(name, asText || !isCells);
        if (data.Type is NumberDataViewType)
        {
            // Among numbers NA and the like, and a few mistakes, are missing, as in a table read from a file.
            for (int i = 0; i < _values.Count; i++)
            {
                _values[i] = _values[i] is string text && builder.MissingTexts.Contains(text) ? null : _values[i];
            }
        }

        return data;
    }

    private string Text(object value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        string or char or bool or DateTime or DateTimeOffset or TimeSpan or Guid or BigInteger or Int128 or UInt128 or long or ulong => CellFormat.Text(value),
        _ => throw new ArgumentException(
            $"Column '{name}' has type {sqlType.Name}; a label, prediction or group column must be text, boolean, integer, real or a date. Cast it to text in a view."),
    };
}
