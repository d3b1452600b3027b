using FairGan.MLNet.Trees;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace FairGan.MLNet.Tests.Trees;

public sealed class LightGbmTrainingTests
{
    [Fact]
    public void Trainings_at_once_with_different_threads_give_what_they_give_alone()
    {
        double[][] alone = [.. Enumerable.Range(0, 12).Select(Scores)];
        var together = new double[alone.Length][];

        Parallel.For(0, alone.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed => together[seed] = Scores(seed));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_label_that_nothing_tells_gives_no_model() =>
        Assert.Null(LightGbmTraining.Fit(Trainer(1), Rows(1, 40, row => row % 2 == 0, noise: true)));

    private static double[] Scores(int seed)
    {
        IDataView rows = Rows(3 + (seed % 20), 300 + (seed * 40), row => row % 3 == 0, noise: false);
        return [.. LightGbmTraining.Fit(Trainer((seed % 2) + 1), rows)!.Transform(rows).GetColumn<float>("Score").Select(score => (double)score)];
    }

    private static LightGbmBinaryTrainer Trainer(int threads) => new MLContext(1).BinaryClassification.Trainers.LightGbm(
        new LightGbmBinaryTrainer.Options { NumberOfIterations = 15, NumberOfThreads = threads, Deterministic = true, ForceColumnWise = true, Silent = true });

    private static IDataView Rows(int width, int count, Func<int, bool> label, bool noise)
    {
        var random = new Random(width);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        Row[] rows = [.. Enumerable.Range(0, count).Select(row => new Row
        {
            Label = label(row),
            Features = [.. Enumerable.Range(0, width).Select(_ => noise ? 1 : random.NextSingle() + (label(row) ? 0.3f : 0))],
        })];
        return new MLContext(1).Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
