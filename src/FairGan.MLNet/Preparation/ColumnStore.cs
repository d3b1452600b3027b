using System.Globalization;
using FairGan.Export.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Preparation;

/// <summary>Collects the cells of one column while the rows stream by, and codes them once all are known.</summary>
internal abstract class ColumnStore
{
    /// <summary>Reads the current row's cell.</summary>
    public abstract void Read();

    /// <summary>The codec fitted to the cells, their symbols, and the values where they are numbers.</summary>
    public abstract (ColumnCodec Codec, ushort[] Codes, float[]? Numbers) Encode(CodecOptions options);

    /// <summary>The store that suits a column.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">The column.</param>
    /// <param name="kind">What the caller says the cells are; null to go by the column's type.</param>
    /// <exception cref="FormatException">Columns of this type cannot be learned, or not as that kind.</exception>
    public static ColumnStore For(DataViewRow row, DataViewSchema.Column column, ColumnKind? kind)
    {
        if (column.Type is NumberDataViewType)
        {
            var number = NumberGetter(row, column);
            return kind == ColumnKind.Categorical ? new TextStore(column.Name, NumberText(number)) : new NumberStore(column.Name, number);
        }

        if (kind is ColumnKind.Real or ColumnKind.Integer)
        {
            throw new FormatException($"Column '{column.Name}' is of type {column.Type}, not a number; convert it before, or let it be categorical.");
        }

        return new TextStore(column.Name, CellText.Getter(row, column));
    }

    private static Func<double> NumberGetter(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            // Through the shortest decimal that gives the same float, so that 0.1f becomes 0.1 and not 0.10000000149.
            Type t when t == typeof(float) => Read<float>(value => float.IsFinite(value) && Math.Abs(value) is > 1e-20f and < 1e20f ? (double)(decimal)value : value),
            Type t when t == typeof(double) => Read<double>(value => value),
            Type t when t == typeof(sbyte) => Read<sbyte>(value => value),
            Type t when t == typeof(byte) => Read<byte>(value => value),
            Type t when t == typeof(short) => Read<short>(value => value),
            Type t when t == typeof(ushort) => Read<ushort>(value => value),
            Type t when t == typeof(int) => Read<int>(value => value),
            Type t when t == typeof(uint) => Read<uint>(value => value),
            Type t when t == typeof(long) => Read<long>(value => value),
            Type t when t == typeof(ulong) => Read<ulong>(value => value),
            _ => throw new FormatException($"Column '{column.Name}' is of type {column.Type}, which cannot be learned; drop or convert it before."),
        };

        Func<double> Read<T>(Func<T, double> convert)
        {
            var getter = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return convert(value);
            };
        }
    }

    private static Func<ReadOnlyMemory<char>> NumberText(Func<double> number) =>
        () => number() is var value && double.IsNaN(value) ? default : value.ToString("R", CultureInfo.InvariantCulture).AsMemory();

    private sealed class NumberStore(string name, Func<double> cell) : ColumnStore
    {
        private readonly List<double> _values = [];

        public override void Read() => _values.Add(cell());

        public override (ColumnCodec, ushort[], float[]?) Encode(CodecOptions options)
        {
            var values = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values);
            var codec = NumericCodec.Fit(name, values, options);
            var codes = new ushort[values.Length];
            var numbers = new float[values.Length];
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = (ushort)codec.Encode(values[i]);
                numbers[i] = (float)values[i];
            }

            return (codec, codes, numbers);
        }
    }

    private sealed class TextStore(string name, Func<ReadOnlyMemory<char>> cell) : ColumnStore
    {
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly List<string> _texts = [];
        private readonly List<int> _cells = [];

        public override void Read()
        {
            var text = cell().Span;
            var lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(text, out int id))
            {
                id = _texts.Count;
                _texts.Add(text.ToString());
                lookup[text] = id;
            }

            _cells.Add(id);
        }

        public override (ColumnCodec, ushort[], float[]?) Encode(CodecOptions options)
        {
            var rows = new long[_texts.Count];
            foreach (int id in _cells)
            {
                rows[id]++;
            }

            var counts = _texts.Select((text, id) => (text, rows[id])).Where(c => c.text.Length > 0).ToDictionary(c => c.text, c => c.Item2, StringComparer.Ordinal);
            var codec = CategoricalCodec.Fit(name, counts, _cells.Count - counts.Values.Sum(), options);
            ushort[] symbols = [.. _texts.Select(text => (ushort)codec.Encode(text))];
            return (codec, [.. _cells.Select(id => symbols[id])], null);
        }
    }
}
