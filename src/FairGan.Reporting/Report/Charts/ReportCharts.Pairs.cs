// Charts of the report: relations between pairs of columns.
using FairGan.Reporting.Quality.Fidelity;
using OxyPlot;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Charts;

public static partial class ReportCharts
{
    // Where a heat map is at its darkest: conventions of this report.
    private const double DarkestLoss = 0.2;

    /// <summary>Heat map of the pair trends of all columns: how well the synthetic table reproduces their relations.</summary>
    /// <param name="fidelity">The pairs; with more than 20 columns, those with the worst pairs are shown.</param>
    public static Chart Trends(FidelityResult fidelity)
    {
        ArgumentNullException.ThrowIfNull(fidelity);
        string[] names = [.. fidelity.Columns.Select(column => column.Column)];
        Dictionary<(string, string), double> trends = Both(fidelity.Pairs, pair => pair.Trend);
        if (names.Length > MostNames)
        {
            Dictionary<string, double> worst = fidelity.Pairs.Where(pair => !double.IsNaN(pair.Trend))
                .SelectMany(pair => new[] { (Name: pair.First, pair.Trend), (Name: pair.Second, pair.Trend) })
                .GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => group.Min(pair => pair.Trend));
            HashSet<string> kept = [.. names.OrderBy(name => worst.GetValueOrDefault(name, 2)).Take(MostNames)];
            names = [.. names.Where(kept.Contains)];
        }

        return HeatMap(
            HtmlText.Of($"Trends of the pairs of columns: the darker, the worse; darkest at 0.8 and below{More(fidelity.Columns.Count, MostNames, "columns, those with the worst pairs")}"),
            $"Heat map of {fidelity.Pairs.Count} pair trends: mean {Number(fidelity.MeanTrend)}, worst {Number(fidelity.WorstPair?.Trend ?? double.NaN)}.",
            names,
            trends,
            trend => (Plot.CounterShade, (1 - trend) / DarkestLoss));
    }

    /// <summary>The correlations of the columns of numbers in one table: a heat map.</summary>
    /// <param name="fidelity">The pairs; the first 20 columns of numbers are shown.</param>
    /// <param name="synthetic">Whether of the synthetic rather than the real table.</param>
    public static Chart Correlations(FidelityResult fidelity, bool synthetic)
    {
        ArgumentNullException.ThrowIfNull(fidelity);
        string[] all = [.. fidelity.Pairs.Where(pair => pair.BothNumeric).SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
        string table = synthetic ? "synthetic" : "real";
        return HeatMap(
            HtmlText.Of($"Correlations in the {table} table{More(all.Length, MostNames, "columns of numbers")}"),
            $"Heat map of the correlations of {all.Length} columns of numbers in the {table} table.",
            [.. all.Take(MostNames)],
            Both(fidelity.Pairs.Where(pair => pair.BothNumeric), pair => synthetic ? pair.SyntheticCorrelation : pair.RealCorrelation),
            correlation => (correlation < 0 ? Plot.CounterShade : Plot.Shade, Math.Abs(correlation)));
    }

    private static Chart HeatMap(
        HtmlText caption, string description, string[] names, Dictionary<(string, string), double> values, Func<double, (OxyColor Fill, double Strength)> shade)
    {
        const int CellWidth = 30;
        Plot plot = new(190 + (CellWidth * names.Length), 130 + (24 * names.Length));
        plot.Names(AxisPosition.Left, names.Select(Plot.Label));
        plot.Names(AxisPosition.Bottom, names.Select(Plot.Label), angle: -60);
        HtmlTable table = new HtmlTable(caption).TextColumn("Column");
        foreach (string name in names)
        {
            table.Column(Plot.Label(name));
        }

        for (int row = 0; row < names.Length; row++)
        {
            List<HtmlText> cells = [HtmlText.Data(names[row])];
            for (int column = 0; column < names.Length; column++)
            {
                double value = values.GetValueOrDefault((names[row], names[column]), double.NaN);
                cells.Add(row == column ? new HtmlText("–") : Score(value));
                if (row != column)
                {
                    (OxyColor fill, double strength) = double.IsNaN(value) ? (Plot.Shade, 0) : shade(value);
                    plot.Cell(column, row, fill, strength, names.Length <= NumberedNames && !double.IsNaN(value) ? Short(value) : "");
                }
            }

            table.Row([.. cells]);
        }

        return new Chart(caption, description, plot, table) { IsForScreens = true };

        static string Short(double value) => value.ToString("0.00", CultureInfo.InvariantCulture).Replace("0.", ".", StringComparison.Ordinal).Replace('-', '\u2212');
    }

    private static Dictionary<(string, string), double> Both(IEnumerable<PairFidelity> pairs, Func<PairFidelity, double> value) =>
        pairs.SelectMany(pair => new[] { (Key: (pair.First, pair.Second), Value: value(pair)), (Key: (pair.Second, pair.First), Value: value(pair)) })
            .ToDictionary(pair => pair.Key, pair => pair.Value);
}
