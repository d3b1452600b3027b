namespace FairGan.Reporting.Report.Charts;

/// <summary>The charts of the report, for a page, a notebook or a document.</summary>
public static partial class ReportCharts
{
    private const int Width = 440;
    private const int MostGroups = 12;
    private const int MostNames = 20;
    private const int NumberedNames = 16;

    // Room above and below, and never an axis of no length.
    private static (double Low, double High) Span(IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(double.IsFinite)];
        if (defined.Length == 0)
        {
            return (0, 1);
        }

        double room = Math.Max(0.15 * (defined.Max() - defined.Min()), 0.005);
        return (defined.Min() - room, defined.Max() + (2 * room));
    }

    private static string More(int count, int shown, string what) => count > shown ? string.Create(CultureInfo.InvariantCulture, $" ({shown} of {count:N0} {what})") : "";

    private static string Number(double value) => double.IsNaN(value) ? "undefined" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
