using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Report.Charts;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>Column shapes and pair trends of the synthetic table.</summary>
internal sealed class FidelitySection(ReportFigures report, PageWriter page) : ReportSection("fidelity", "Fidelity", report, page)
{
    private const int MostColumns = 60;
    private const int MostPairs = 20;

    protected override void WriteBody()
    {
        FidelityResult fidelity = Report.Fidelity;
        Write($"<p>Shapes compare the distribution of one column, trends the relation of two, both from 0 to 1 (the same), by the definitions of SDMetrics: KSComplement for numbers, TVComplement for categories, CorrelationSimilarity for two numbers, ContingencySimilarity for other pairs with numbers in ten bins. Chance alone keeps even real rows from scoring 1: the yardstick is one random half of the real rows against the other.</p>\n");
        HtmlTable overall = new HtmlTable(new HtmlText("Fidelity of the synthetic table")).TextColumn("Measure").Column("Synthetic").Column("Halves of the real rows");
        FidelityYardstick? halves = Report.RealHalves;
        overall.Row(new HtmlText("Mean column shape"), Score(fidelity.MeanShape), Score(halves?.MeanShape ?? double.NaN));
        overall.Row(new HtmlText("Worst column shape"), Score(fidelity.WorstColumn?.Shape ?? double.NaN), Score(halves?.WorstShape ?? double.NaN));
        overall.Row(new HtmlText("Mean pair trend"), Score(fidelity.MeanTrend), Score(halves?.MeanTrend ?? double.NaN));
        overall.Row(new HtmlText("Worst pair trend"), Score(fidelity.WorstPair?.Trend ?? double.NaN), Score(halves?.WorstTrend ?? double.NaN));
        WriteTable(overall);

        if (Report.Rules.Count > 0)
        {
            HtmlTable rules = new HtmlTable(new HtmlText("Rules between columns, and the share of rows that break them")).TextColumn("Rule").Column("Real").Column("Synthetic");
            foreach (RuleBreaks rule in Report.Rules)
            {
                rules.Row(HtmlText.Data(rule.Rule), double.IsNaN(rule.RealShare) ? new HtmlText("few") : Percent(rule.RealShare), Percent(rule.SyntheticShare));
            }

            WriteTable(rules);
        }

        HtmlTable shapes = new HtmlTable(new HtmlText("Column shapes, the worst first")).TextColumn("Column").TextColumn("Measure").Column("Shape");
        foreach (ColumnFidelity column in fidelity.Columns.OrderBy(column => double.IsNaN(column.Shape) ? 2 : column.Shape).Take(MostColumns))
        {
            shapes.Row(HtmlText.Data(column.Column), new HtmlText(column.IsNumeric ? "KSComplement" : "TVComplement"), Score(column.Shape));
        }

        WriteTable(shapes);
        NoteCut(fidelity.Columns.Count, MostColumns, "columns, the worst first");
        if (fidelity.Pairs.Count == 0)
        {
            return;
        }

        HtmlTable pairs = new HtmlTable(HtmlText.Of($"The {Math.Min(MostPairs, fidelity.Pairs.Count)} worst of {fidelity.Pairs.Count} pair trends"))
            .TextColumn("Columns").TextColumn("Measure").Column("Trend").Column("real", "Correlation").Column("synthetic", "Correlation");
        foreach (PairFidelity pair in fidelity.Pairs.OrderBy(pair => double.IsNaN(pair.Trend) ? 2 : pair.Trend).Take(MostPairs))
        {
            pairs.Row(
                HtmlText.Of($"{HtmlText.Data(pair.First)} and {HtmlText.Data(pair.Second)}"),
                new HtmlText(pair.BothNumeric ? "CorrelationSimilarity" : "ContingencySimilarity"),
                Score(pair.Trend),
                pair.BothNumeric ? Score(pair.RealCorrelation) : new HtmlText("–"),
                pair.BothNumeric ? Score(pair.SyntheticCorrelation) : new HtmlText("–"));
        }

        WriteTable(pairs);
        List<Chart> maps = [ReportCharts.Trends(fidelity)];
        if (fidelity.Pairs.Any(pair => pair.BothNumeric))
        {
            maps.AddRange([ReportCharts.Correlations(fidelity, synthetic: false), ReportCharts.Correlations(fidelity, synthetic: true)]);
        }

        WriteCharts(maps);
    }
}
