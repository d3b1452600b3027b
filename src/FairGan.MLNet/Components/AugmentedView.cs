using FairGan.Export.Format.Noise;

namespace FairGan.MLNet.Components;

/// <summary>A table whose rows are weighted or resampled as they are read. Every pass returns the same rows.</summary>
internal sealed class AugmentedView(IDataView input, AugmentationTransformer augmentation, DataViewSchema schema) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => augmentation.Options.Resample ? null : input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        HashSet<int> needed = [.. columnsNeeded.Select(column => column.Index)];
        return new Cursor(input.GetRowCursor(input.Schema.Where(column => needed.Contains(column.Index) || AugmentationTransformer.IsRole(augmentation.Options, column.Name))), augmentation, schema, needed);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _row;
        private readonly AugmentationOptions _options;
        private readonly HashSet<int> _active;
        private readonly Func<AugmentationCell?> _cellOf;
        private readonly ValueGetter<DataViewRowId> _id;
        private AugmentationCell? _cell;
        private long _position = -1;
        private long _copies;
        private long _copy;

        public Cursor(DataViewRowCursor row, AugmentationTransformer augmentation, DataViewSchema schema, HashSet<int> active)
        {
            _row = row;
            _options = augmentation.Options;
            _active = active;
            _cellOf = augmentation.CellOf(row);
            _id = row.GetIdGetter();
            Schema = schema;
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _position;

        public override long Batch => _row.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override bool MoveNext()
        {
            while (++_copy >= _copies)
            {
                if (!_row.MoveNext())
                {
                    _position = -1;
                    return false;
                }

                _cell = _cellOf();
                double weight = _cell?.Weight ?? 1;
                _copies = _options.Resample ? (long)Math.Floor(weight + Uniform(0)) : 1;
                _copy = -1;
            }

            _position++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!_options.Resample && column.Index == Schema.Count - 1)
            {
                return (ValueGetter<float>)((ref float value) => value = (float)(_cell?.Weight ?? 1)) as ValueGetter<TValue> ?? throw new InvalidOperationException($"Column '{column.Name}' holds Single.");
            }

            ValueGetter<TValue> getter = _row.GetGetter<TValue>(_row.Schema[column.Index]);
            if (!(_options is { Resample: true, Noise: > 0 }) || AugmentationTransformer.IsRole(_options, column.Name))
            {
                return getter;
            }

            return getter switch
            {
                ValueGetter<float> single => (ValueGetter<float>)((ref float value) =>
                {
                    single(ref value);
                    value += (float)Noise(column);
                }) as ValueGetter<TValue>,
                ValueGetter<double> number => (ValueGetter<double>)((ref double value) =>
                {
                    number(ref value);
                    value += Noise(column);
                }) as ValueGetter<TValue>,
                _ => getter,
            } ?? getter;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        {
            _id(ref id);
            id = _copy == 0 ? id : id.Combine(new DataViewRowId((ulong)_copy, 0));
        };

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _row.Dispose();
            }

            base.Dispose(disposing);
        }

        // A row's first copy is the row itself.
        private double Noise(DataViewSchema.Column column) => _copy == 0 || _cell is null || _cell.Rows > _options.SmallGroup
            ? 0
            : _options.Noise * _cell.Deviation(column.Name) * Math.Sqrt(-2 * Math.Log(Uniform((4 * _copy) + 1 + (1000 * column.Index)))) * Math.Cos(2 * Math.PI * Uniform((4 * _copy) + 2 + (1000 * column.Index)));

        // A uniform number that depends only on the seed, the row and the purpose.
        private double Uniform(long purpose)
        {
            Span<float> uniform = stackalloc float[1];
            SplitMix64.Fill(_options.Seed + (purpose << 32), _row.Position, 1, uniform);
            return uniform[0];
        }
    }
}
