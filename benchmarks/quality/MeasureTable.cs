using System.Globalization;

namespace FairGan.Quality;

/// <summary>A table of medians over seeds, with the lowest and the highest: a row a measure, a column a setting.</summary>
internal sealed class MeasureTable
{
    private readonly List<string> _measures = [];
    private readonly List<string> _settings = [];
    private readonly Dictionary<(string Measure, string Setting), List<double>> _values = [];

    /// <summary>Adds what was measured once.</summary>
    /// <param name="setting">The column.</param>
    /// <param name="measures">The rows.</param>
    public void Add(string setting, IEnumerable<(string Name, double Value)> measures)
    {
        if (!_settings.Contains(setting))
        {
            _settings.Add(setting);
        }

        foreach (var (name, value) in measures)
        {
            if (!_measures.Contains(name))
            {
                _measures.Add(name);
            }

            if (!_values.TryGetValue((name, setting), out var values))
            {
                _values.Add((name, setting), values = []);
            }

            values.Add(value);
        }
    }

    /// <summary>Prints the table as Markdown.</summary>
    public void Print()
    {
        Console.WriteLine($"| | {string.Join(" | ", _settings)} |");
        Console.WriteLine($"|---|{string.Concat(_settings.Select(_ => "---:|"))}");
        foreach (string measure in _measures)
        {
            Console.WriteLine($"| {measure} | {string.Join(" | ", _settings.Select(setting => Cell(measure, setting)))} |");
        }
    }

    /// <summary>The value in the middle; of an even number, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private string Cell(string measure, string setting) => !_values.TryGetValue((measure, setting), out var values) ? ""
        : values.Count == 1 ? Number(values[0])
        : $"{Number(Median(values))} ({Number(values.Min())}–{Number(values.Max())})";

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 10 ? "0" : "0.0000", CultureInfo.InvariantCulture);
}
