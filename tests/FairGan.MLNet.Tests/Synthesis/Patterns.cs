using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>Vectors of sixteen items in two groups, nine rows of "often" to one of "seldom": a slope that rises, and one that falls.</summary>
internal static class Patterns
{
    public const int Width = 16;
    public const int Rows = 1000;

    public static MLContext Context { get; } = new(seed: 1);

    public static IDataView Data { get; } = Table(new VectorDataViewType(NumberDataViewType.Single, Width));

    public static VectorSynthesizerOptions Options { get; } = new()
    {
        VectorColumn = "slope",
        SensitiveColumn = "group",
        Training = new VectorGanOptions { Seed = 1, LatentSize = 8, GeneratorSizes = [32, 32], CriticSizes = [32, 32], BatchSize = 64, Steps = 600, LearningRate = 0.003, PenaltyWeight = 0.1, AverageDecay = 0.98, GroupBalance = 1, Threads = 1 },
    };

    private static readonly Lazy<VectorSynthesizerTransformer> s_fitted = new(() => Context.FairGan().VectorSynthesizer(Options).Fit(Data));

    /// <summary>One training for all tests that need but a trained synthesizer. Not to be disposed of.</summary>
    public static VectorSynthesizerTransformer Fitted => s_fitted.Value;

    public static IDataView Table(VectorDataViewType type, Action<float[]>? change = null)
    {
        Random random = new(3);
        float[] values = new float[Rows * Width];
        string[] groups = new string[Rows];
        for (int row = 0; row < Rows; row++)
        {
            groups[row] = row % 10 == 9 ? "seldom" : "often";
            float height = 5 + (11 * random.NextSingle());
            for (int item = 0; item < Width; item++)
            {
                values[(row * Width) + item] = height * Mean(groups[row], item) / 10.5f;
            }
        }

        change?.Invoke(values);
        return ColumnarDataView.Create(("number", ColumnData.Of(Enumerable.Range(0, Rows).ToArray())), ("group", ColumnData.Text(groups)), ("slope", ColumnData.Vectors(type, values)));
    }

    /// <summary>The mean of an item in a group.</summary>
    public static float Mean(string group, int item) => group == "seldom" ? 2 * (Width - item) : 2 * (item + 1);

    /// <summary>The vectors of a table, one after another.</summary>
    public static float[][] Vectors(IDataView table) => [.. table.Values<VBuffer<float>>("slope").Select(vector => vector.DenseValues().ToArray())];
}
