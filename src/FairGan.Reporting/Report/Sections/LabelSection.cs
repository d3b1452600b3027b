using FairGan.Reporting.Report.Charts;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>Selection rates of the labels by group, real against synthetic.</summary>
internal sealed class LabelSection(ReportFigures report, PageWriter page) : ReportSection("labels", "Fairness of the labels", report, page)
{
    private const int MostGroups = 40;

    protected override void WriteBody()
    {
        if (IsLeftOut(Missing.LabelOrGroups))
        {
            return;
        }

        Write($"<p>The selection rate of a group is the share of its rows whose label is favourable. The <em>demographic parity difference</em> is the largest rate less the smallest (0 is parity), the <em>ratio</em> the smallest over the largest (1 is parity). The four-fifths rule of the US Uniform Guidelines on Employee Selection Procedures asks for a ratio of at least 0.8. Fair labels alone do not make a fair model: see the next section.</p>\n");
        for (int index = 0; index < Report.LabelFairness.Count; index++)
        {
            LabelFairness fairness = Report.LabelFairness[index];
            Write($"<h3>By {Columns(fairness.Columns)}</h3>\n");
            WriteDisparity(fairness);
            WriteChart(ReportCharts.SelectionRates(fairness, Report.Dial.FirstOrDefault(point => point.Strength == 0)?.LabelFairness[index]));
            HtmlTable table = new HtmlTable(HtmlText.Of($"Rows and selection rates by {Columns(fairness.Columns)}"))
                .TextColumn("Group")
                .Column("Rows", "Real").Column("Share", "Real").Column("Selection rate", "Real").Column("95 % interval", "Real")
                .Column("Rows", "Synthetic").Column("Share", "Synthetic").Column("Selection rate", "Synthetic").Column("95 % interval", "Synthetic");
            foreach (LabelGroup group in fairness.Groups.Take(MostGroups))
            {
                table.Row(
                    Named(group.Values, group.IsSmall),
                    HtmlText.Of($"{group.RealRows}"),
                    Percent(group.RealShare),
                    Bar(group.RealSelectionRate),
                    Interval(group.RealInterval),
                    HtmlText.Of($"{group.SyntheticRows}"),
                    Percent(group.SyntheticShare),
                    Bar(group.SyntheticSelectionRate),
                    Interval(group.SyntheticInterval));
            }

            WriteTable(table);
            NoteCut(fairness.Groups.Count, MostGroups, "groups, the largest first");
            NoteSmall(fairness.Groups.Any(group => group.IsSmall), "either table");
        }
    }

    private void WriteDisparity(LabelFairness fairness)
    {
        HtmlTable table = new HtmlTable(HtmlText.Of($"Disparity of the labels by {Columns(fairness.Columns)}"))
            .TextColumn("Measure").Column("Real").Column("Synthetic");
        bool hasSmall = fairness.Groups.Any(group => group.IsSmall);
        string all = hasSmall ? ", all groups" : "";
        Rows(all, fairness.Real, fairness.Synthetic);
        if (hasSmall)
        {
            Rows(", without small groups", fairness.RealWithoutSmall, fairness.SyntheticWithoutSmall);
        }

        WriteTable(table);

        void Rows(string which, LabelDisparity real, LabelDisparity synthetic)
        {
            table.Row(HtmlText.Of($"Demographic parity difference{which}"), Score(real.DemographicParityDifference), Score(synthetic.DemographicParityDifference));
            table.Row(HtmlText.Of($"Demographic parity ratio{which}"), Score(real.DemographicParityRatio), Score(synthetic.DemographicParityRatio));
            table.Row(HtmlText.Of($"Four-fifths rule{which}"), Verdict(real), Verdict(synthetic));
        }
    }
}
