using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>The values of one column, row after row. The arrays are used, not copied, and must not change afterwards.</summary>
internal abstract class ColumnData
{
    private ColumnData(DataViewType type, int rowCount, DataViewSchema.Annotations? annotations = null)
    {
        Type = type;
        RowCount = rowCount;
        Annotations = annotations;
    }

    /// <summary>The type that the column has unless a schema gives it another one of the same <see cref="DataViewType.RawType"/>.</summary>
    public DataViewType Type { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The annotations that belong to the values, such as the names of keys; null if there are none.</summary>
    public DataViewSchema.Annotations? Annotations { get; private set; }

    /// <summary>Text, one value per row; null is a missing value, which ML.NET knows as empty text.</summary>
    public static ColumnData Text(string?[] values)
    {
        ReadOnlyMemory<char>[] texts = new ReadOnlyMemory<char>[values.Length];
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row] = values[row].AsMemory();
        }

        return new Plain<ReadOnlyMemory<char>>(TextDataViewType.Instance, texts);
    }

    /// <summary>Text as codes: row i holds <paramref name="values"/>[<paramref name="codes"/>[i]], or a missing value where the code is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A code has no value.</exception>
    public static ColumnData Text(int[] codes, string[] values)
    {
        foreach (int code in codes)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(code, values.Length, nameof(codes));
        }

        return new CodedText(codes, values);
    }

    /// <summary>Numbers of ML.NET's number types, bool, or dates and times. A missing float or double is NaN; the others have no missing value.</summary>
    /// <exception cref="ArgumentException">ML.NET has no column type for <typeparamref name="T"/>.</exception>
    public static ColumnData Of<T>(T[] values)
        where T : unmanaged => new Plain<T>(ColumnTypes.Of(typeof(T)), values);

    /// <summary>Vectors of one length, row after row; the numbers become <see cref="float"/> as they are read.</summary>
    /// <param name="type">The vectors' type: of <see cref="NumberDataViewType.Single"/>, with known dimensions.</param>
    /// <param name="values">The items, vector after vector.</param>
    /// <exception cref="ArgumentException">The values do not make up whole vectors.</exception>
    public static ColumnData Vectors<T>(VectorDataViewType type, T[] values)
        where T : unmanaged, INumber<T> => values.Length % type.Size == 0
            ? new Dense<T>(type, values)
            : throw new ArgumentException($"{values.Length} values do not make up vectors of {type.Size}.", nameof(values));

    /// <summary>Keys with names: key k, from 1, stands for <paramref name="names"/>[k - 1], and 0 for a missing value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A key has no name.</exception>
    public static ColumnData Key(uint[] keys, string[] names)
    {
        ReadOnlyMemory<char>[] texts = Array.ConvertAll(names, name => name.AsMemory());
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            "KeyValues",
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts).CopyTo(ref value));
        return Key(keys, (ulong)names.Length, annotations.ToAnnotations());
    }

    /// <summary>Keys without names: from 1 to <paramref name="count"/>, and 0 for a missing value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A key is larger than <paramref name="count"/>.</exception>
    public static ColumnData Key(uint[] keys, ulong count) => Key(keys, count, null);

    /// <summary>Notes as what a typed file stores the column, so that generated values can be stored alike.</summary>
    /// <param name="type">The type in the words of the file format.</param>
    /// <param name="format">How times are written as text; null for other values.</param>
    public ColumnData Stored(string type, string? format)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        Add(StoredColumn.Type, type);
        Add(StoredColumn.Format, format ?? "");
        Annotations = annotations.ToAnnotations();
        return this;

        void Add(string name, string text) => annotations.Add(name, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
    }

    /// <summary>The distinct texts, in the order of their first rows, and for every row the position of its text; null if the texts are not held so.</summary>
    /// <remarks>Who needs codes takes them from here rather than looking every cell up a second time. An empty text is a missing value.</remarks>
    public (string[] Texts, int[] Cells)? Coded() => (this as CodedText)?.InOrder();

    /// <summary>The same, with Int64 as Double.</summary>
    public ColumnData AsDouble() => this is Plain<long> { Values: var values } ? Of(Array.ConvertAll(values, value => (double)value)) : this;

    /// <summary>A getter of the value in the cursor's row.</summary>
    internal abstract Delegate Getter(ColumnarCursor cursor);

    private static Plain<uint> Key(uint[] keys, ulong count, DataViewSchema.Annotations? annotations)
    {
        foreach (uint key in keys)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(key, count, nameof(keys));
        }

        return new Plain<uint>(new KeyDataViewType(typeof(uint), count), keys, annotations);
    }

    private sealed class Plain<T>(DataViewType type, T[] values, DataViewSchema.Annotations? annotations = null)
        : ColumnData(type, values.Length, annotations)
    {
        public T[] Values => values;

        internal override Delegate Getter(ColumnarCursor cursor) => (ValueGetter<T>)((ref T value) => value = values[cursor.Row]);
    }

    private sealed class Dense<T>(VectorDataViewType type, T[] values) : ColumnData(type, values.Length / type.Size)
        where T : unmanaged, INumber<T>
    {
        internal override Delegate Getter(ColumnarCursor cursor) =>
            (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, type.Size);
                ReadOnlySpan<T> row = values.AsSpan(cursor.Row * type.Size, type.Size);
                for (int i = 0; i < row.Length; i++)
                {
                    editor.Values[i] = float.CreateTruncating(row[i]);
                }

                value = editor.Commit();
            });
    }

    private sealed class CodedText(int[] codes, string[] values) : ColumnData(TextDataViewType.Instance, codes.Length)
    {
        private readonly ReadOnlyMemory<char>[] _texts = Array.ConvertAll(values, value => value.AsMemory());

        public (string[] Texts, int[] Cells)? InOrder()
        {
            // Position 0 is that of a missing value, whose code is negative.
            int[] positions = new int[values.Length + 1];
            Array.Fill(positions, -1);
            List<string> texts = [];
            int[] cells = new int[codes.Length];
            for (int row = 0; row < codes.Length; row++)
            {
                int code = Math.Max(codes[row] + 1, 0);
                if (positions[code] < 0)
                {
                    positions[code] = texts.Count;
                    texts.Add(code == 0 ? "" : values[code - 1]);
                }

                cells[row] = positions[code];
            }

            return texts.Distinct(StringComparer.Ordinal).Count() == texts.Count ? ([.. texts], cells) : null;
        }

        internal override Delegate Getter(ColumnarCursor cursor) =>
            (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
            {
                int code = codes[cursor.Row];
                value = code < 0 ? default : _texts[code];
            });
    }
}
