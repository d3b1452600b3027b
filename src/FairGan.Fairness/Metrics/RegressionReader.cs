using System.Globalization;
using FairGan.Fairness.Counts;
using Microsoft.ML;

namespace FairGan.Fairness.Metrics;

/// <summary>Reads the sums that regression metrics are made from, in one pass.</summary>
internal sealed class RegressionReader
{
    /// <summary>
    /// The rows of a group are dealt out to this many blocks, whose sums the bootstrap redraws: enough that the width of an
    /// interval is known to a tenth, few enough that ten million rows leave a small table.
    /// </summary>
    private const int BlocksPerGroup = 256;

    private readonly CategorySet[] _groups;
    private readonly PairIndex[] _levels;
    private readonly MissingGroupPolicy _missing;
    private readonly bool _keepRows;
    private readonly long[] _missingRows;
    private readonly List<Block[]> _blocks = [];
    private readonly List<long> _rowsOfGroup = [];
    private long _row;

    private RegressionReader(IReadOnlyList<string> groupColumns, MissingGroupPolicy missing, bool keepRows)
    {
        GroupCounts.CheckNames(groupColumns);
        _groups = [.. groupColumns.Select(name => new CategorySet(name, GroupCounts.GroupLimit, GroupCounts.GroupRemedy))];
        _levels = [.. _groups.Select(_ => new PairIndex())];
        _missingRows = new long[_groups.Length];
        _missing = missing;
        _keepRows = keepRows;
    }

    public static FrameInput Read(IDataView data, MetricFrameOptions options, bool keepRows)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (options.PredictionColumn is not { } predictionColumn)
        {
            throw new ArgumentException("A regression has no metrics without a prediction column: name one.");
        }

        string[] names = [.. options.ControlColumns, .. options.SensitiveColumns];
        var reader = new RegressionReader(names, options.MissingGroups, keepRows);
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column[] groups = [.. names.Select(name => ColumnReader.Find(schema, name))];
        DataViewSchema.Column label = ColumnReader.Find(schema, options.LabelColumn);
        DataViewSchema.Column prediction = ColumnReader.Find(schema, predictionColumn);
        DataViewSchema.Column? weight = options.WeightColumn is null ? null : ColumnReader.Find(schema, options.WeightColumn);
        using DataViewRowCursor cursor = data.GetRowCursor([.. groups, label, prediction, .. weight is { } needed ? [needed] : (DataViewSchema.Column[])[]]);
        Func<int>[] codes = [.. groups.Select((column, i) => ColumnReader.Codes(cursor, column, reader._groups[i]))];
        Func<double> labels = ColumnReader.Numbers(cursor, label);
        Func<double> predictions = ColumnReader.Numbers(cursor, prediction);
        Func<double>? weights = weight is { } weighted ? ColumnReader.Numbers(cursor, weighted) : null;
        while (cursor.MoveNext())
        {
            reader.Add(
                codes,
                Finite(labels(), options.LabelColumn, reader._row),
                Finite(predictions(), predictionColumn, reader._row),
                Weight(weights?.Invoke(), options.WeightColumn, reader._row));
        }

        return reader.Build(options.LabelColumn);
    }

    public static FrameInput Read(
        IReadOnlyList<double> labels,
        IReadOnlyList<double> predictions,
        IReadOnlyList<GroupColumn> groups,
        IReadOnlyList<double>? weights,
        MissingGroupPolicy missing,
        bool keepRows)
    {
        GroupCounts.CheckLength("predictions", predictions.Count, labels.Count);
        GroupCounts.CheckLength("weights", weights?.Count, labels.Count);
        foreach (GroupColumn column in groups)
        {
            GroupCounts.CheckLength($"group column '{column.Name}'", column.Values.Count, labels.Count);
        }

        var reader = new RegressionReader([.. groups.Select(column => column.Name)], missing, keepRows);
        int row = 0;
        Func<int>[] codes = [.. groups.Select<GroupColumn, Func<int>>((column, i) => () => reader._groups[i].CodeOf(column.Values[row]))];
        for (; row < labels.Count; row++)
        {
            reader.Add(
                codes,
                Finite(labels[row], "labels", row),
                Finite(predictions[row], "predictions", row),
                Weight(weights?[row], "weights", row));
        }

        return reader.Build("labels");
    }

    private static double Finite(double value, string column, long row) => double.IsFinite(value)
        ? value
        : throw new InvalidDataException(
            $"Column '{column}' is {value.ToString(CultureInfo.InvariantCulture)} at row {row + 1}: fill it or leave the row out.");

    private static double Weight(double? weight, string? column, long row)
    {
        GroupCounts.CheckWeight(column, weight ?? 1, row + 1);
        return weight ?? 1;
    }

    private void Add(Func<int>[] codes, double label, double prediction, double weight)
    {
        int group = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            int code = codes[i]();
            if (code == _groups[i].MissingCode)
            {
                if (_missing == MissingGroupPolicy.Refuse)
                {
                    throw GroupCounts.MissingGroup(_groups[i].Column, _row + 1);
                }

                _missingRows[i]++;
            }

            group = _levels[i].IndexOf(group, code);
        }

        if (group == _blocks.Count)
        {
            _blocks.Add(new Block[BlocksPerGroup]);
            _rowsOfGroup.Add(0);
        }

        int slot = (int)(_rowsOfGroup[group]++ % BlocksPerGroup);
        (_blocks[group][slot] ??= new Block(_keepRows)).Add(label, prediction, weight);
        _row++;
    }

    private FrameInput Build(string labelColumn)
    {
        if (_row == 0)
        {
            throw new InvalidDataException($"There are no rows to measure for label column '{labelColumn}'.");
        }

        for (int i = 0; i < _groups.Length; i++)
        {
            if (_missingRows[i] == _row)
            {
                throw GroupCounts.NoGroup(_groups[i].Column, _row);
            }
        }

        var leaves = new List<FrameLeaf>();
        for (int group = 0; group < _blocks.Count; group++)
        {
            int[] codes = new int[_groups.Length];
            int prefix = group;
            for (int i = codes.Length - 1; i >= 0; i--)
            {
                (prefix, codes[i]) = _levels[i].Pairs[prefix];
            }

            leaves.AddRange(_blocks[group].Where(block => block is not null).Select(block => block.ToLeaf(codes)));
        }

        return new FrameInput(
            [.. _groups.Select(set => set.Column)],
            [.. _groups.Select(set => set.Categories.ToArray())],
            [.. _groups.Select(set => set.MissingCode)],
            leaves,
            "",
            MustStratify: true);
    }

    /// <summary>The running sums of one block of rows.</summary>
    private sealed class Block(bool keepRows)
    {
        private readonly List<(double Label, double Prediction, double Weight)>? _rows = keepRows ? [] : null;
        private long _count;
        private double _weight;
        private double _labelSum;
        private double _predictionSum;
        private double _labelMean;
        private double _labelDeviation;
        private double _absoluteError;
        private double _squaredError;

        public void Add(double label, double prediction, double weight)
        {
            _count++;
            _weight += weight;
            _labelSum += weight * label;
            _predictionSum += weight * prediction;
            double error = label - prediction;
            _absoluteError += weight * Math.Abs(error);
            _squaredError += weight * error * error;
            if (weight > 0)
            {
                // West's update (1979) of the mean and the squared deviations, which no offset of the labels can spoil.
                double distance = label - _labelMean;
                _labelMean += distance * weight / _weight;
                _labelDeviation += weight * distance * (label - _labelMean);
            }

            _rows?.Add((label, prediction, weight));
        }

        public FrameLeaf ToLeaf(int[] codes)
        {
            GroupSummary summary = new()
            {
                Count = _count,
                Weight = _weight,
                LabelSum = _labelSum,
                PredictionSum = _predictionSum,
                LabelDeviation = _labelDeviation,
                AbsoluteError = _absoluteError,
                SquaredError = _squaredError,
            };
            GroupRows? rows = null;
            if (_rows is not null)
            {
                double[] predictions = [.. _rows.Select(row => row.Prediction)];
                rows = new GroupRows(
                    _rows.Select(row => row.Label).ToArray(), predictions, predictions, _rows.Select(row => row.Weight).ToArray());
            }

            return new FrameLeaf(codes, summary, _weight * _weight, 1, rows);
        }
    }
}
