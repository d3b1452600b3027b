using System.Globalization;

namespace FairGan.Benchmarks;

/// <summary>Prints the lines of a Markdown table as they are measured.</summary>
internal sealed class ReportLines
{
    public ReportLines()
    {
        Console.WriteLine("| measured | result | target | of the target |");
        Console.WriteLine("|---|---:|---:|---:|");
    }

    /// <summary>A figure that should reach a target.</summary>
    public void AtLeast(string name, double value, double target, string unit) =>
        Print(name, Number(value, unit), $"≥ {Number(target, unit)}", value / target);

    /// <summary>A figure that should stay below a target.</summary>
    public void Below(string name, double value, double target, string unit) =>
        Print(name, Number(value, unit), $"< {Number(target, unit)}", value / target);

    /// <summary>A figure to compare others with.</summary>
    public void Plain(string name, double value, string unit) => Console.WriteLine($"| {name} | {Number(value, unit)} | | |");

    private static void Print(string name, string value, string target, double ratio) =>
        Console.WriteLine($"| {name} | {value} | {target} | {Number(ratio)} |");

    private static string Number(double value, string unit) => unit.Length > 0 ? $"{Number(value)} {unit}" : Number(value);

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
