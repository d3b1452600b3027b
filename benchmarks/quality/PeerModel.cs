using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Quality;

/// <summary>Models of other kinds than the boosted trees that the product measures utility with.</summary>
internal static class PeerModel
{
    /// <summary>How a model does on the test rows.</summary>
    /// <param name="AreaUnderRocCurve">The area under the ROC curve.</param>
    /// <param name="F1">The harmonic mean of precision and recall.</param>
    /// <param name="Accuracy">The share of right decisions.</param>
    internal sealed record Figures(double AreaUnderRocCurve, double F1, double Accuracy);

    /// <summary>Trains ML.NET's FastTree.</summary>
    public static Figures FastTree(MLContext context, DataSet data, IDataView train) =>
        Measure(context, data, train, context.BinaryClassification.Trainers.FastTree(numberOfTrees: 150));

    /// <summary>Trains a logistic regression.</summary>
    public static Figures LogisticRegression(MLContext context, DataSet data, IDataView train) =>
        Measure(context, data, train, context.BinaryClassification.Trainers.LbfgsLogisticRegression());

    private static Figures Measure<T>(MLContext context, DataSet data, IDataView train, IEstimator<T> trainer)
        where T : class, ITransformer
    {
        string[] texts = [.. train.Schema.Where(column => column.Name != data.Label && column.Type is TextDataViewType).Select(column => column.Name)];
        string[] numbers = [.. train.Schema.Where(column => column.Name != data.Label && column.Type is NumberDataViewType or BooleanDataViewType).Select(column => column.Name)];
        IEstimator<ITransformer> pipeline = context.Transforms.Conversion.ConvertType("LabelText", data.Label, DataKind.String)
            .Append(context.Transforms.Conversion.MapValue("Label", [new KeyValuePair<string, bool>(data.Positive, true)], "LabelText"));
        foreach (string name in numbers)
        {
            pipeline = pipeline.Append(context.Transforms.Conversion.ConvertType("n:" + name, name, DataKind.Single))
                .Append(context.Transforms.ReplaceMissingValues("n:" + name, replacementMode: Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean))
                .Append(context.Transforms.NormalizeMeanVariance("n:" + name));
        }

        foreach (string name in texts)
        {
            pipeline = pipeline.Append(context.Transforms.Categorical.OneHotEncoding("c:" + name, name));
        }

        string[] features = [.. numbers.Select(name => "n:" + name), .. texts.Select(name => "c:" + name)];
        var model = pipeline.Append(context.Transforms.Concatenate("Features", features)).AppendCacheCheckpoint(context).Append(trainer).Fit(train);
        var metrics = context.BinaryClassification.EvaluateNonCalibrated(model.Transform(data.Test));
        return new Figures(metrics.AreaUnderRocCurve, metrics.F1Score, metrics.Accuracy);
    }
}
