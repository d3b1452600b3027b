using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Fairness.Tests;

/// <summary>A table over arrays (text, numbers, booleans), as lean as a view can be, so that tests time the reader and not the view.</summary>
internal sealed class ColumnView : IDataView
{
    private readonly Array[] _columns;

    public ColumnView(params (string Name, Array Values)[] columns)
    {
        _columns = [.. columns.Select(column => column.Values is string?[] texts
            ? texts.Select(text => text.AsMemory()).ToArray()
            : column.Values)];
        var builder = new DataViewSchema.Builder();
        for (int i = 0; i < columns.Length; i++)
        {
            builder.AddColumn(columns[i].Name, TypeOf(_columns[i]));
        }

        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _columns[0].Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewType TypeOf(Array values) => values switch
    {
        ReadOnlyMemory<char>[] => TextDataViewType.Instance,
        bool[] => BooleanDataViewType.Instance,
        float[] => NumberDataViewType.Single,
        double[] => NumberDataViewType.Double,
        int[] => NumberDataViewType.Int32,
        long[] => NumberDataViewType.Int64,
        byte[] => NumberDataViewType.Byte,
        uint[] => new KeyDataViewType(typeof(uint), 100),
        _ => throw new ArgumentException($"No column type for {values.GetType()}."),
    };

    private sealed class Cursor(ColumnView view, HashSet<int> active) : DataViewRowCursor
    {
        private int _row = -1;

        public override long Position => _row;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext() => ++_row < view._columns[0].Length;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active.Contains(column.Index))
            {
                throw new InvalidOperationException($"Column '{column.Name}' is not active.");
            }

            TValue[] values = (TValue[])view._columns[column.Index];
            return (ref TValue value) => value = values[_row];
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 0);
    }
}
