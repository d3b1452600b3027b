using FairGan.MLNet.Components.Persistence;

namespace FairGan.MLNet.Components;

/// <summary>
/// An estimator that balances sensitive groups before training, by weights or by resampling toward target shares of group × label.
/// Created by <c>mlContext.FairGan().Augment(…)</c>.
/// </summary>
internal sealed class AugmentationEstimator : IEstimator<AugmentationTransformer>
{
    private readonly AugmentationOptions _options;

    internal AugmentationEstimator(AugmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Counts the rows of every combination of group and label, in one pass.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column does not exist.</exception>
    /// <exception cref="FormatException">There are no rows, or a column's type cannot be a label or group.</exception>
    public AugmentationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShapes.Of(input.Schema));
        bool[] isNumber = [.. input.Schema.Select(column => _options.Noise > 0 && column.Type is NumberDataViewType && column.Type.RawType is var type && (type == typeof(float) || type == typeof(double)))];
        var cells = new Dictionary<string, AugmentationCell>(StringComparer.Ordinal);
        using (DataViewRowCursor cursor = input.GetRowCursor(input.Schema.Where(column => isNumber[column.Index] || AugmentationTransformer.IsRole(_options, column.Name))))
        {
            Func<(string Group, string Label)> key = AugmentationTransformer.Key(_options, cursor);
            (string Name, Func<double> Value)[] numbers = [.. input.Schema.Where(column => isNumber[column.Index]).Select(column => (column.Name, CellText.Number(cursor, column)))];
            while (cursor.MoveNext())
            {
                var (group, label) = key();
                if (!cells.TryGetValue(AugmentationTransformer.Join(group, label), out AugmentationCell? cell))
                {
                    cells.Add(AugmentationTransformer.Join(group, label), cell = new AugmentationCell { Group = group, Label = label });
                }

                cell.Rows++;
                foreach (var (name, value) in numbers)
                {
                    cell.Add(name, value());
                }
            }
        }

        double rows = cells.Values.Sum(cell => (double)cell.Rows);
        if (rows == 0)
        {
            throw new FormatException("The table has no rows; there is nothing to balance.");
        }

        var groups = cells.Values.GroupBy(cell => cell.Group).ToDictionary(group => group.Key, group => group.Sum(cell => cell.Rows) / rows);
        var labels = cells.Values.GroupBy(cell => cell.Label).ToDictionary(label => label.Key, label => label.Sum(cell => cell.Rows) / rows);
        foreach (AugmentationCell cell in cells.Values)
        {
            double target = _options.Target == AugmentationTarget.Even ? 1.0 / cells.Count : groups[cell.Group] * labels[cell.Label];
            cell.Weight = 1 - _options.Strength + (_options.Strength * target * rows / cell.Rows);
        }

        return new AugmentationTransformer(_options, [.. cells.Values]);
    }

    /// <summary>The input's schema, with the column of weights where rows are not resampled.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column does not exist.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (string name in (string[])[_options.LabelColumn, .. _options.SensitiveColumns])
        {
            SchemaShapes.Find(inputSchema, name);
        }

        return _options.Resample
            ? inputSchema
            : new SchemaShape(inputSchema.Where(column => column.Name != _options.WeightColumn)
                .Append(SchemaShapes.Column(_options.WeightColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single)));
    }
}
