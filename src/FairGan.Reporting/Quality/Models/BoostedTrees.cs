using FairGan.MLNet.Trees;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace FairGan.Reporting.Quality.Models;

/// <summary>A binary classifier of gradient-boosted trees over a <see cref="ColumnarTable"/>.</summary>
internal static class BoostedTrees
{
    /// <summary>Trains on rows of one table and scores rows of another.</summary>
    /// <param name="mlContext">The context the trainer belongs to.</param>
    /// <param name="train">The table with the training rows.</param>
    /// <param name="trainRows">The rows to train on; at least one.</param>
    /// <param name="isPositive">The class of each row of <paramref name="train"/>.</param>
    /// <param name="test">The table with the rows to score, which shares its categories with <paramref name="train"/>.</param>
    /// <param name="testRows">The rows to score.</param>
    /// <param name="excluded">The columns that are no features.</param>
    /// <param name="options">The settings of the trees.</param>
    /// <returns>The log-odds of the positive class for each row of <paramref name="testRows"/>.</returns>
    public static double[] TrainAndScore(
        MLContext mlContext,
        ColumnarTable train,
        int[] trainRows,
        bool[] isPositive,
        ColumnarTable test,
        int[] testRows,
        IReadOnlySet<string> excluded,
        BoostedTreeOptions options)
    {
        int positives = trainRows.Count(row => isPositive[row]);
        FeatureEncoder encoder = new(train, trainRows, excluded);
        if (positives == 0 || positives == trainRows.Length || encoder.SlotCount == 0)
        {
            return Constant(positives, trainRows.Length, testRows.Length);
        }

        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, encoder.SlotCount);
        TableColumn[] trainColumns = encoder.ColumnsOf(train);
        TableColumn[] testColumns = encoder.ColumnsOf(test);
        IDataView examples = mlContext.Data.LoadFromEnumerable(
            trainRows.Select(row => new Example { Label = isPositive[row], Features = encoder.Encode(trainColumns, row) }), schema);
        IDataView questions = mlContext.Data.LoadFromEnumerable(
            testRows.Select(row => new Example { Features = encoder.Encode(testColumns, row) }), schema);

        LightGbmBinaryTrainer trainer = mlContext.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = nameof(Example.Label),
            FeatureColumnName = nameof(Example.Features),
            NumberOfIterations = options.Trees,
            LearningRate = options.LearningRate,
            NumberOfLeaves = options.Leaves,
            MinimumExampleCountPerLeaf = Math.Clamp(trainRows.Length / 20, 1, options.MinimumRowsPerLeaf),
            Seed = unchecked((int)options.Seed),
            NumberOfThreads = options.Threads,
            Deterministic = true,
            ForceColumnWise = true,
            Silent = true,
        });
        // Where no split gains anything, every row has the same score.
        return LightGbmTraining.Fit(trainer, examples) is { } model
            ? [.. model.Transform(questions).GetColumn<float>("Score").Select(score => (double)score)]
            : Constant(positives, trainRows.Length, testRows.Length);
    }

    /// <summary>For every row the log-odds of the training rows.</summary>
    private static double[] Constant(int positives, int trainRows, int testRows) =>
        [.. Enumerable.Repeat(Math.Log((double)positives / (trainRows - positives)), testRows)];

    private sealed class Example
    {
        public bool Label { get; set; }

        public VBuffer<float> Features { get; set; }
    }
}
