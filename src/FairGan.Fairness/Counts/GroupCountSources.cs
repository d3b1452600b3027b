using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Fairness.Counts;

/// <summary>Makes <see cref="GroupCounts"/> from a table, from counts made elsewhere, and from lists.</summary>
internal static class GroupCountSources
{
    private const int LabelLimit = 1_000;
    private const string LabelRemedy =
        "That is no class label. For a regression use MetricFrame.CreateRegression or mlContext.Fairlearn().Metric.Regression; "
        + "name probabilities as the score column; or put the numbers into classes first.";

    /// <summary>Counts a table in one streaming pass.</summary>
    public static GroupCounts Read(
        IDataView data,
        string labelColumn,
        IReadOnlyList<string> groupColumns,
        string? predictionColumn,
        string? scoreColumn,
        string? weightColumn,
        MissingGroupPolicy missing,
        bool leaveOutUnlabelled)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(labelColumn);
        GroupCounts.CheckNames(groupColumns);
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column[] groups = [.. groupColumns.Select(name => OneValueARow(ColumnReader.Find(schema, name)))];
        DataViewSchema.Column label = ColumnReader.Find(schema, labelColumn);
        DataViewSchema.Column? prediction = predictionColumn is null ? null : ColumnReader.Find(schema, predictionColumn);
        DataViewSchema.Column? score = scoreColumn is null ? null : ColumnReader.Find(schema, scoreColumn);
        DataViewSchema.Column? weight = weightColumn is null ? null : ColumnReader.Find(schema, weightColumn);

        DataViewSchema.Column?[] needed = [.. groups.Cast<DataViewSchema.Column?>(), label, prediction, score, weight];
        using DataViewRowCursor cursor = data.GetRowCursor(needed.OfType<DataViewSchema.Column>());
        CategorySet[] groupSets = [.. groupColumns.Select(name => new CategorySet(name, GroupCounts.GroupLimit, GroupCounts.GroupRemedy))];
        CategorySet labelSet = new(labelColumn, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictionColumn is null ? null : new CategorySet(predictionColumn, LabelLimit, LabelRemedy);
        var source = new RowSource(
            [.. groups.Select((column, i) => ColumnReader.Codes(cursor, column, groupSets[i]))],
            ColumnReader.Codes(cursor, label, labelSet),
            prediction is { } predicted ? ColumnReader.Codes(cursor, predicted, predictionSet!) : null,
            score is { } scored ? ColumnReader.Numbers(cursor, scored) : null,
            weight is { } weighted ? ColumnReader.Numbers(cursor, weighted) : null);
        var builder = new GroupCountsBuilder(groupSets, labelSet, predictionSet, scoreColumn, weightColumn, missing, leaveOutUnlabelled);
        while (cursor.MoveNext())
        {
            builder.Add(source);
        }

        return builder.Build();
    }

    /// <summary>Takes over counts made elsewhere, one line for each combination of values.</summary>
    public static GroupCounts FromRows(
        IReadOnlyList<string> groupColumns,
        IEnumerable<CountRow> rows,
        string labelColumn,
        string? predictionColumn,
        MissingGroupPolicy missing)
    {
        ArgumentNullException.ThrowIfNull(rows);
        GroupCounts.CheckNames(groupColumns);
        CategorySet[] groupSets = [.. groupColumns.Select(name => new CategorySet(name, GroupCounts.GroupLimit, GroupCounts.GroupRemedy))];
        CategorySet labelSet = new(labelColumn, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictionColumn is null ? null : new CategorySet(predictionColumn, LabelLimit, LabelRemedy);
        var builder = new GroupCountsBuilder(groupSets, labelSet, predictionSet, null, null, missing, leaveOutUnlabelled: false);
        foreach (CountRow row in rows)
        {
            if (row.Groups.Count != groupSets.Length)
            {
                throw new InvalidDataException(
                    $"Row {builder.Row} has {row.Groups.Count} group values where there are {groupSets.Length} group columns.");
            }

            if (row.Count <= 0 || row.Weight is < 0 or double.NaN || row.SquaredWeight is < 0 or double.NaN)
            {
                throw new InvalidDataException($"Row {builder.Row} has count {row.Count} and weight {row.Weight}: counts must be above 0 and weights not below.");
            }

            double weight = row.Weight ?? row.Count;
            builder.AddMany(
                [.. row.Groups.Select((value, i) => groupSets[i].CodeOf(value))],
                labelSet.CodeOf(row.Label),
                predictionSet?.CodeOf(row.Prediction),
                new LeafSums(row.Count, weight, row.SquaredWeight ?? (weight * weight / row.Count)));
        }

        return builder.Build();
    }

    /// <summary>Takes over counts whose values lie in a table: row i of it stands for the rows that <paramref name="totals"/>[i] adds up.</summary>
    public static GroupCounts FromTable(
        IDataView values,
        IReadOnlyList<CountTotals> totals,
        string labelColumn,
        IReadOnlyList<string> groupColumns,
        string? predictionColumn,
        string? weightColumn,
        MissingGroupPolicy missing,
        bool leaveOutUnlabelled)
    {
        GroupCounts.CheckNames(groupColumns);
        CategorySet[] groupSets = [.. groupColumns.Select(name => new CategorySet(name, GroupCounts.GroupLimit, GroupCounts.GroupRemedy))];
        CategorySet labelSet = new(labelColumn, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictionColumn is null ? null : new CategorySet(predictionColumn, LabelLimit, LabelRemedy);
        using DataViewRowCursor cursor = values.GetRowCursor(values.Schema);
        Func<int>[] groups = [.. groupColumns.Select((name, i) => ColumnReader.Codes(cursor, ColumnReader.Find(values.Schema, name), groupSets[i]))];
        Func<int> label = ColumnReader.Codes(cursor, ColumnReader.Find(values.Schema, labelColumn), labelSet);
        Func<int>? prediction = predictionColumn is null
            ? null
            : ColumnReader.Codes(cursor, ColumnReader.Find(values.Schema, predictionColumn), predictionSet!);
        var builder = new GroupCountsBuilder(groupSets, labelSet, predictionSet, null, weightColumn, missing, leaveOutUnlabelled);
        foreach (CountTotals total in totals)
        {
            cursor.MoveNext();
            int labelCode = label();
            if (builder.LeavesOut(labelCode, total.Count))
            {
                continue;
            }

            builder.AddMany(
                [.. groups.Select(code => code())],
                labelCode,
                prediction?.Invoke(),
                new LeafSums(total.Count, total.Weight, total.SquaredWeight));
        }

        return builder.Build();
    }

    /// <summary>Counts columns in memory.</summary>
    public static GroupCounts FromLists(
        string labelName,
        IReadOnlyList<string> labels,
        IReadOnlyList<string>? predictions,
        IReadOnlyList<GroupColumn> groups,
        IReadOnlyList<double>? scores,
        IReadOnlyList<double>? weights,
        MissingGroupPolicy missing)
    {
        GroupCounts.CheckNames([.. groups.Select(column => column.Name)]);
        GroupCounts.CheckLength("predictions", predictions?.Count, labels.Count);
        GroupCounts.CheckLength("scores", scores?.Count, labels.Count);
        GroupCounts.CheckLength("weights", weights?.Count, labels.Count);
        foreach (GroupColumn column in groups)
        {
            GroupCounts.CheckLength($"group column '{column.Name}'", column.Values.Count, labels.Count);
        }

        CategorySet[] groupSets = [.. groups.Select(column => new CategorySet(column.Name, GroupCounts.GroupLimit, GroupCounts.GroupRemedy))];
        CategorySet labelSet = new(labelName, LabelLimit, LabelRemedy);
        CategorySet? predictionSet = predictions is null ? null : new CategorySet("predictions", LabelLimit, LabelRemedy);
        int row = 0;
        var source = new RowSource(
            [.. groups.Select<GroupColumn, Func<int>>((column, i) => () => groupSets[i].CodeOf(column.Values[row]))],
            () => labelSet.CodeOf(labels[row]),
            predictions is null ? null : () => predictionSet!.CodeOf(predictions[row]),
            scores is null ? null : () => scores[row],
            weights is null ? null : () => weights[row]);
        var builder = new GroupCountsBuilder(
            groupSets, labelSet, predictionSet, scores is null ? null : "scores", weights is null ? null : "weights", missing, leaveOutUnlabelled: false);
        for (; row < labels.Count; row++)
        {
            builder.Add(source);
        }

        return builder.Build();
    }

    // A one-hot encoder that writes over its input leaves a vector where the sensitive value was.
    private static DataViewSchema.Column OneValueARow(DataViewSchema.Column column) => column.Type is VectorDataViewType
        ? throw new ArgumentException(
            $"Column '{column.Name}' contains a vector in each row, but a sensitive or control column has one value. Was it overwritten by a "
            + "featurizer such as OneHotEncoding? Give the featurizer an output column of its own, and name the column as it was before.")
        : column;
}
