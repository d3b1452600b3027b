using FairGan.Export.Graph;
using FairGan.MLNet.Trees;
using Microsoft.ML.Trainers.LightGbm;

namespace FairGan.MLNet.Training.Labels;

/// <summary>Learns the label from the other columns of the real rows, with boosted trees.</summary>
internal sealed class LabelHeadTrainer
{
    private const int MostTrees = 200;
    private const int StopAfter = 15;
    private const int LeastRowsPerLeaf = 20;

    // Weight of the overall rate, in rows of the whole table, when the rate of a category is estimated: rare categories are shrunk
    // toward it.
    private const double Smoothing = 10;

    private readonly EncodedTable _table;
    private readonly int[] _trainingRows;
    private readonly int _label;
    private readonly bool[] _labels;
    private readonly float[]?[] _features;
    private readonly float[] _missing;

    private LabelHeadTrainer(EncodedTable table, int[] trainingRows)
    {
        _table = table;
        _trainingRows = trainingRows;
        _label = table.Schema.IndexOf(table.Schema.Label!);
        int positive = table.Schema.Columns[_label].SymbolOf(table.Schema.Positive!);
        _labels = Array.ConvertAll(table.Codes[_label], code => code == positive);
        _features = new float[]?[table.Schema.Columns.Count];
        _missing = new float[_features.Length];
        foreach (int column in Enumerable.Range(0, _features.Length).Where(column => column != _label))
        {
            if (table.Numbers[column] is { } numbers)
            {
                _missing[column] = BelowAll(numbers);
            }
            else
            {
                _features[column] = RateOrder(table.Codes[column], table.Schema.Columns[column].SymbolCount);
            }
        }
    }

    private int Width => _features.Length - 1;

    /// <summary>Trains on some rows and stops when the likelihood of held-out rows no longer improves.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="trainingRows">Training rows.</param>
    /// <param name="heldOutRows">Held-out rows for early stopping.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="minRows">Minimum number of rows in a leaf.</param>
    /// <returns>The head, without a fair map.</returns>
    public static LabelHead Train(EncodedTable table, int[] trainingRows, int[] heldOutRows, GanOptions options, int minRows = 0) =>
        new LabelHeadTrainer(table, trainingRows).Train(heldOutRows, options.IntSeed, Math.Max(minRows, LeastRowsPerLeaf));

    private LabelHead Train(int[] heldOutRows, int seed, int minRows)
    {
        var context = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        var (trees, bias) = Fit(Trainer(context, seed, minRows), View(_trainingRows), View(heldOutRows)) ?? Constant();
        return new LabelHead(_features, _missing, trees, bias, null);

        IDataView View(int[] rows) => context.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = Features(row), Label = _labels[row] }), schema);
    }

    private LightGbmBinaryTrainer Trainer(MLContext context, int seed, int minRows) => context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
    {
        FeatureColumnName = nameof(Row.Features),
        LabelColumnName = nameof(Row.Label),
        NumberOfIterations = MostTrees,
        LearningRate = 0.08,
        NumberOfLeaves = _trainingRows.Length < 5000 ? 8 : 31,
        MinimumExampleCountPerLeaf = minRows,
        EarlyStoppingRound = StopAfter,
        EvaluationMetric = LightGbmBinaryTrainer.Options.EvaluateMetricType.Logloss,
        Seed = seed,
        // One thread: spinning threads are slower on a busy machine, and the trees do not depend on the number of threads.
        NumberOfThreads = 1,
        Verbose = false,
    });

    private float[] Features(int row)
    {
        var values = new float[Width];
        for (int column = 0, at = 0; column < _features.Length; column++)
        {
            if (column != _label)
            {
                float number = _features[column] is { } ranks ? ranks[_table.Codes[column][row]] : _table.Numbers[column]![row];
                values[at++] = float.IsNaN(number) ? _missing[column] : number;
            }
        }

        return values;
    }

    // Null where no split gains anything.
    private static (DecisionTree[] Trees, float Bias)? Fit(LightGbmBinaryTrainer trainer, IDataView training, IDataView heldOut)
    {
        if (LightGbmTraining.Fit(trainer, training, heldOut)?.Model is not { } model)
        {
            return null;
        }

        var ensemble = model.SubModel.TrainedTreeEnsemble;
        var calibrator = model.Calibrator;
        return
        (
            [.. ensemble.Trees.Select((tree, t) => new DecisionTree(
                [.. tree.NumericalSplitFeatureIndexes],
                [.. tree.NumericalSplitThresholds],
                [.. tree.LeftChild],
                [.. tree.RightChild],
                [.. tree.LeafValues.Select(value => (float)(-calibrator.Slope * ensemble.TreeWeights[t] * value))]))],
            (float)(-((calibrator.Slope * ensemble.Bias) + calibrator.Offset))
        );
    }

    // The other columns carry no information about the label: every row has the overall log-odds.
    private (DecisionTree[] Trees, float Bias) Constant()
    {
        double positives = _trainingRows.Count(row => _labels[row]) + 0.5;
        return ([new DecisionTree([], [], [], [], [0])], (float)Math.Log(positives / (_trainingRows.Length + 1 - positives)));
    }

    // With categories ordered by their rates, the best binary split of them is a threshold of one number (Fisher 1958).
    private float[] RateOrder(ushort[] codes, int symbols)
    {
        var count = new double[symbols];
        var positives = new double[symbols];
        foreach (int row in _trainingRows)
        {
            count[codes[row]]++;
            positives[codes[row]] += _labels[row] ? 1 : 0;
        }

        double overall = positives.Sum() / count.Sum();
        int[] order = [.. Enumerable.Range(0, symbols).OrderBy(s => (positives[s] + (Smoothing * overall)) / (count[s] + Smoothing)).ThenBy(s => s)];
        var rank = new float[symbols];
        for (int i = 0; i < symbols; i++)
        {
            rank[order[i]] = i;
        }

        return rank;
    }

    private static float BelowAll(float[] numbers)
    {
        float lowest = 0, highest = 0;
        foreach (float number in numbers)
        {
            lowest = number < lowest ? number : lowest;
            highest = number > highest ? number : highest;
        }

        return lowest - Math.Max(1, (highest - lowest) / 2);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
