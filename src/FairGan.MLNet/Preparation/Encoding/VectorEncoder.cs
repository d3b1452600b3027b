using FairGan.Export.Columns.Categorical;
using FairGan.Export.Schemas;

namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>Reads vectors and their groups from an <see cref="IDataView"/>, in one pass over its rows.</summary>
internal static class VectorEncoder
{
    private const int MostGroups = 1000;

    /// <summary>Reads a table.</summary>
    /// <param name="data">The table; its other columns are ignored.</param>
    /// <param name="options">Which columns.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">The vectors cannot be learned from; the message names the column, the row and the remedy.</exception>
    public static VectorTable Encode(IDataView data, VectorSynthesizerOptions options, CancellationToken cancellationToken)
    {
        var column = data.Schema[options.VectorColumn];
        var type = (VectorDataViewType)column.Type;
        if (type.Size > VectorSchema.LargestWidth)
        {
            throw new FormatException($"The vectors of column '{column.Name}' have {type.Size} items; at most {VectorSchema.LargestWidth} are supported. Make them smaller first.");
        }

        var sensitive = options.SensitiveColumn is { } name ? data.Schema[name] : (DataViewSchema.Column?)null;
        var values = new List<float>();
        ColumnStore? store = null;
        int rows = 0;
        using (var cursor = data.GetRowCursor(sensitive is { } needed ? [column, needed] : [column]))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            store = sensitive is { } group
                ? ColumnStore.For(cursor, group, new ColumnDescription { Name = group.Name, Kind = ColumnKind.Categorical }, isRole: true, new PreparationOptions { Clean = false })
                : null;
            VBuffer<float> vector = default;
            float[] dense = new float[type.Size];
            while (cursor.MoveNext())
            {
                if ((rows++ & 0xFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                getter(ref vector);
                vector.CopyTo(dense);
                if (Array.FindIndex(dense, item => !float.IsFinite(item)) is var odd and >= 0)
                {
                    throw new FormatException($"Row {rows} of column '{column.Name}' contains {dense[odd]} as item {odd}; vectors must be finite numbers. Replace missing values, or leave the row out.");
                }

                if (values.Count > Array.MaxLength - type.Size)
                {
                    throw new FormatException($"The vectors of column '{column.Name}' are more numbers than fit into memory, {Array.MaxLength} at most; take a sample of the rows.");
                }

                values.AddRange(dense);
                store?.Read();
            }
        }

        if (rows < 2)
        {
            throw new FormatException(rows == 0 ? "The table has no rows; there is nothing to learn from." : "The table has one row only; there is nothing to learn a distribution from.");
        }

        var (codec, groups) = store is null ? (null, new int[rows]) : Groups(store);
        float[] shares = new float[codec?.SymbolCount ?? 1];
        foreach (int group in groups)
        {
            shares[group] += 1f / rows;
        }

        float[] items = [.. values];
        int[] shape = [.. type.Dimensions];
        var (low, high) = Scale(items, type.Size, options.CommonRange ?? shape.Length == 2);
        return new VectorTable(new VectorSchema(column.Name, shape, low, high, codec, shares), items, groups);
    }

    private static (CategoricalCodec Codec, int[] Groups) Groups(ColumnStore store)
    {
        var (codec, codes) = ColumnCoding.CategoriesOf(store.Prepare(), new CodecOptions { CategoricalSymbols = MostGroups });
        return codec switch
        {
            { HasRare: true } => throw new FormatException($"The sensitive column '{codec.Name}' has {codec.Categories.Count} values; at most {MostGroups} groups are possible. Merge values into groups before."),
            { SymbolCount: < 2 } => throw new FormatException($"The sensitive column '{codec.Name}' has one group only ({codec.Describe(0)}); fairness compares at least two. Name another column, or none."),
            _ => (codec, Array.ConvertAll(codes, code => (int)code)),
        };
    }

    // Scales every item to its position in its range.
    private static (float[] Low, float[] High) Scale(float[] items, int width, bool common)
    {
        int ranges = common ? 1 : width;
        float[] low = new float[ranges], high = new float[ranges];
        Array.Fill(low, float.PositiveInfinity);
        Array.Fill(high, float.NegativeInfinity);
        for (int i = 0; i < items.Length; i++)
        {
            int range = common ? 0 : i % width;
            low[range] = Math.Min(low[range], items[i]);
            high[range] = Math.Max(high[range], items[i]);
        }

        for (int i = 0; i < items.Length; i++)
        {
            int range = common ? 0 : i % width;
            items[i] = high[range] > low[range] ? (items[i] - low[range]) / (high[range] - low[range]) : 0;
        }

        return (low, high);
    }
}
