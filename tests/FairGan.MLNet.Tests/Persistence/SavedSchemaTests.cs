using FairGan.MLNet.Components.Persistence;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Persistence;

public sealed class SavedSchemaTests
{
    [Fact]
    public void Names_types_and_annotations_come_back_and_hidden_columns_do_not()
    {
        MLContext context = new();
        IDataView raw = ColumnarDataView.Create(
            ("text", ColumnData.Text(["a", "b"])), ("key", ColumnData.Text(["red", "blue"])), ("f", ColumnData.Of([1f, 2f])),
            ("d", ColumnData.Of([1.0, 2.0])), ("l", ColumnData.Of([1L, 2L])), ("b", ColumnData.Of([true, false])),
            ("t", ColumnData.Of([DateTime.UnixEpoch, DateTime.UnixEpoch])), ("bare", ColumnData.Key([1, 0], 3)));
        IEstimator<ITransformer> pipeline = context.Transforms.Conversion.MapValueToKey("key").Append(context.Transforms.Concatenate("vector", "f", "f"));
        DataViewSchema schema = pipeline.Fit(raw).Transform(raw).Schema;
        Assert.Contains(schema, column => column.IsHidden);

        DataViewSchema saved = SavedSchema.FromBytes(SavedSchema.ToBytes(schema));

        DataViewSchema.Column[] visible = [.. schema.Where(column => !column.IsHidden)];
        Assert.Equal(visible.Select(column => (column.Name, column.Type)), saved.Select(column => (column.Name, column.Type)));
        VBuffer<ReadOnlyMemory<char>> names = default;
        saved["key"].GetKeyValues(ref names);
        Assert.Equal(["red", "blue"], names.DenseValues().Select(name => name.ToString()));
        saved["vector"].GetSlotNames(ref names);
        Assert.Equal(["f", "f"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        byte[] bytes = SavedSchema.ToBytes(ColumnarDataView.Create(("a", ColumnData.Of([1f]))).Schema);

        Assert.Throws<FormatException>(() => SavedSchema.FromBytes([]));
        Assert.Throws<FormatException>(() => SavedSchema.FromBytes(bytes[..(bytes.Length / 2)]));
        Assert.Throws<FormatException>(() => SavedSchema.FromBytes([.. bytes.Reverse()]));
    }

    [Fact]
    public void Shapes_of_schemas_can_be_made()
    {
        ColumnarDataView table = ColumnarDataView.Create(("n", ColumnData.Of([1f])), ("key", ColumnData.Key([1], ["red"])));

        SchemaShape shape = SchemaShapes.Of(table.Schema);
        SchemaShape.Column key = SchemaShapes.Find(shape, "key");
        Assert.True(key.IsKey);
        Assert.Contains("'n', 'key'", Assert.Throws<ArgumentOutOfRangeException>(() => SchemaShapes.Find(shape, "none")).Message);

        SchemaShape.Column column = SchemaShapes.Column("x", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, key.Annotations);
        Assert.Equal(("x", true, NumberDataViewType.UInt32), (column.Name, column.IsKey, column.ItemType));
        Assert.Same(key.Annotations, column.Annotations);
        Assert.Equal(2, new SchemaShape([column, key]).Count);
    }
}
