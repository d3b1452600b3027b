namespace FairGan.MLNet.Components.Persistence;

/// <summary>Builds and searches schema shapes for <c>GetOutputSchema</c>; ML.NET's own methods are internal.</summary>
internal static class SchemaShapes
{
    /// <summary>A column of a schema's shape.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">Whether it is a scalar or a vector.</param>
    /// <param name="itemType">The type of the values or of a vector's items; for a key the type underneath, such as <see cref="NumberDataViewType.UInt32"/>.</param>
    /// <param name="isKey">Whether the values are keys.</param>
    /// <param name="annotations">The shape of the annotations; null for none.</param>
    public static SchemaShape.Column Column(
        string name,
        SchemaShape.Column.VectorKind kind,
        DataViewType itemType,
        bool isKey = false,
        SchemaShape? annotations = null) => new(name, kind, itemType, isKey, annotations);

    /// <summary>The shape of a schema, with its visible columns and the shapes of their annotations.</summary>
    public static SchemaShape Of(DataViewSchema schema) => SchemaShape.Create(schema);

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column; the message lists the existing ones.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string name) => shape.TryFindColumn(name, out SchemaShape.Column column)
        ? column
        : throw new ArgumentOutOfRangeException(
            "inputSchema", $"Could not find input column '{name}'; the table has {string.Join(", ", shape.Take(30).Select(known => $"'{known.Name}'"))}.");

    /// <summary>The error for a column of a type that an estimator cannot take.</summary>
    /// <param name="column">The column.</param>
    /// <param name="expected">The types that it can take.</param>
    /// <param name="remedy">What to do, without a full stop.</param>
    public static ArgumentOutOfRangeException Mismatch(SchemaShape.Column column, string expected, string remedy)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        string type = column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
        return new ArgumentOutOfRangeException(
            "inputSchema", $"Schema mismatch for input column '{column.Name}': expected {expected}, got {type}. {remedy}.");
    }
}
