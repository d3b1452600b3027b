using System.Globalization;
using System.Numerics;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;

namespace FairGan.MLNet.Components;

/// <summary>Collects the generated cells of one column, in the type that the real column has.</summary>
internal abstract class SyntheticCells
{
    /// <summary>Adds the cells of the next rows.</summary>
    public abstract void Add(SyntheticColumn column);

    /// <summary>The finished column.</summary>
    public abstract ColumnData ToColumnData();

    /// <summary>An empty column.</summary>
    /// <param name="column">The real column.</param>
    /// <param name="codec">How the generator codes it.</param>
    /// <param name="rows">The number of rows to come.</param>
    /// <exception cref="FormatException">The column cannot hold the generated values.</exception>
    public static SyntheticCells For(DataViewSchema.Column column, ColumnCodec codec, int rows) =>
        CellType.Visit(column.Type, new Chooser(column, codec, rows));

    /// <summary>The collector that suits a column's type and its codec.</summary>
    private sealed class Chooser(DataViewSchema.Column column, ColumnCodec codec, int rows) : ICellTypeVisitor<SyntheticCells>
    {
        public SyntheticCells Text() => codec.ListedTexts is { } texts ? new TextCells([.. texts], rows) : new WrittenCells(rows);

        public SyntheticCells Boolean() => codec.ListedTexts is { } truths
            ? new CategoryCells<bool>(truths, text => string.Equals(text, bool.TrueString, StringComparison.Ordinal), missing: false, rows)
            : throw Unfit();

        public SyntheticCells Time<T>()
            where T : unmanaged => codec.TimeType == typeof(T) ? new TimeCells<T>(rows) : throw Unfit();

        public SyntheticCells Number<T>()
            where T : unmanaged, INumber<T> => codec.ListedTexts is { } texts
                ? new CategoryCells<T>(
                    texts,
                    text => double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? NumberCells<T>.Nearest(number) : throw Unfit(),
                    typeof(T) == typeof(float) || typeof(T) == typeof(double) ? T.CreateChecked(double.NaN) : T.Zero,
                    rows)
                : new NumberCells<T>(rows);

        public SyntheticCells Key<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            if (codec.ListedTexts is not { } texts)
            {
                throw Unfit();
            }

            Func<string, T> keyOf = text => T.TryParse(text, CultureInfo.InvariantCulture, out T key) ? key : throw Unfit();
            if (CellReader.KeyNames(column) is { } names)
            {
                var keys = new Dictionary<string, T>(names.Length, StringComparer.Ordinal);
                for (int i = 0; i < names.Length; i++)
                {
                    // If two keys share a name, rows get the first one.
                    keys.TryAdd(names[i], T.CreateChecked(i + 1));
                }

                keyOf = text => keys.TryGetValue(text, out T key) ? key : throw Unfit();
            }

            return new CategoryCells<T>(texts, keyOf, T.Zero, rows);
        }

        public SyntheticCells Other() => throw Unfit();

        private FormatException Unfit() => new($"Column '{column.Name}' is {column.Type}, which cannot store the generator's values.");
    }

    private sealed class TextCells(string[] categories, int rows) : SyntheticCells
    {
        private readonly List<string> _categories = [.. categories];
        private readonly int[] _codes = new int[rows];
        private int _count;

        public override void Add(SyntheticColumn column)
        {
            var kept = column as KeptColumn;
            int[] codes = ((CategoricalColumn)(kept?.Generated ?? column)).Codes;
            for (int row = 0; row < codes.Length; row++)
            {
                _codes[_count++] = kept?.Texts.GetValueOrDefault(row) is { } text ? CodeOf(text) : codes[row] < categories.Length ? codes[row] : -1;
            }
        }

        public override ColumnData ToColumnData() => ColumnData.Text(_codes, [.. _categories]);

        private int CodeOf(string text)
        {
            int code = _categories.IndexOf(text, categories.Length);
            if (code < 0)
            {
                code = _categories.Count;
                _categories.Add(text);
            }

            return code;
        }
    }

    private sealed class WrittenCells(int rows) : SyntheticCells
    {
        private readonly string?[] _texts = new string?[rows];
        private int _count;

        public override void Add(SyntheticColumn column)
        {
            int cells = column.RowCount;
            for (int row = 0; row < cells; row++)
            {
                _texts[_count++] = column.Text(row);
            }
        }

        public override ColumnData ToColumnData() => ColumnData.Text(_texts);
    }

    private sealed class TimeCells<T>(int rows) : SyntheticCells
        where T : unmanaged
    {
        // The smallest time of the type represents a missing one.
        private static readonly T s_missing = typeof(T) == typeof(TimeSpan) ? (T)(object)TimeSpan.MinValue : default;

        private readonly T[] _times = new T[rows];
        private int _count;

        public override void Add(SyntheticColumn column)
        {
            foreach (T? time in column.Cells<T?>())
            {
                _times[_count++] = time ?? s_missing;
            }
        }

        public override ColumnData ToColumnData() => ColumnData.Of(_times);
    }

    private sealed class CategoryCells<T>(IReadOnlyList<string> categories, Func<string, T> valueOf, T missing, int rows) : SyntheticCells
        where T : unmanaged
    {
        private readonly T[] _valueOfCode = [.. categories.Select(valueOf), missing];
        private readonly T[] _values = new T[rows];
        private int _count;

        public override void Add(SyntheticColumn column)
        {
            foreach (int code in ((CategoricalColumn)column).Codes)
            {
                _values[_count++] = _valueOfCode[code];
            }
        }

        public override ColumnData ToColumnData() => ColumnData.Of(_values);
    }

    private sealed class NumberCells<T>(int rows) : SyntheticCells
        where T : unmanaged, INumber<T>
    {
        private static readonly bool s_isWhole = T.One / (T.One + T.One) == T.Zero;

        private readonly T[] _values = new T[rows];
        private int _count;

        /// <summary>The nearest value that the type has.</summary>
        public static T Nearest(double value) => T.CreateSaturating(s_isWhole ? Math.Round(value) : value);

        public override void Add(SyntheticColumn column)
        {
            if (column is IntegerColumn integers)
            {
                foreach (long value in integers.Values)
                {
                    _values[_count++] = T.CreateSaturating(value);
                }

                return;
            }

            foreach (double value in ((RealColumn)column).Values)
            {
                _values[_count++] = Nearest(value);
            }
        }

        public override ColumnData ToColumnData() => ColumnData.Of(_values);
    }
}
