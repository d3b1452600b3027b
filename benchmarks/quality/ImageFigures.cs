using System.Globalization;
using FairGan.MLNet.Training;

namespace FairGan.Quality;

/// <summary>How close the pictures of a training, or real ones, come to those learned.</summary>
/// <param name="Name">What made them.</param>
/// <param name="Distances">Of each class, the Fréchet distance.</param>
/// <param name="Summary">How the training went; null for real pictures.</param>
internal sealed record ImageFigures(string Name, double[] Distances, VectorTrainingSummary? Summary)
{
    /// <summary>The share whose class the classifier finds; null where none was asked for.</summary>
    public double? Recognised { get; init; }

    /// <summary>Prints a table: means over the trainings of the same name, of the ratios with the least and the greatest.</summary>
    public static void Print(IReadOnlyList<ImageFigures> all)
    {
        IGrouping<string, ImageFigures>[] columns = [.. all.GroupBy(figures => figures.Name)];
        Console.WriteLine($"| class | {string.Join(" | ", columns.Select(column => column.Key))} |");
        Console.WriteLine($"|---|{string.Concat(columns.Select(_ => "---:|"))}");
        for (int label = 0; label < all[0].Distances.Length; label++)
        {
            Line(label.ToString(CultureInfo.InvariantCulture), figures => figures.Distances[label], "0.00", spread: false);
        }

        double[] untrained = [.. all[0].Distances.Select((_, label) => columns[0].Average(figures => figures.Distances[label]))];
        Line("mean", figures => figures.Distances.Average(), "0.00", spread: true);
        Line("worst over best", figures => figures.Distances.Max() / figures.Distances.Min(), "0.00", spread: true);
        Line("most of the untrained", figures => figures.Distances.Zip(untrained, (own, none) => own / none).Max(), "0.0 %", spread: true);
        Line("class found by the classifier", figures => figures.Recognised, "0.0 %", spread: true);
        Line("critic tells real from generated", figures => figures.Summary?.CriticAccuracy, "0.0 %", spread: true);
        Line("seconds of training", figures => figures.Summary?.Seconds, "0", spread: true);

        void Line(string name, Func<ImageFigures, double?> value, string format, bool spread) =>
            Console.WriteLine($"| {name} | {string.Join(" | ", columns.Select(column => Cell([.. column.Select(value).OfType<double>()], format, spread)))} |");
    }

    private static string Cell(double[] values, string format, bool spread) =>
        values.Length == 0 ? ""
        : !spread || values.Max() == values.Min() ? Text(values.Average(), format)
        : $"{Text(values.Average(), format)} ({Text(values.Min(), format)} to {Text(values.Max(), format)})";

    private static string Text(double value, string format) => value.ToString(value >= 100 ? "0" : format, CultureInfo.InvariantCulture);
}
