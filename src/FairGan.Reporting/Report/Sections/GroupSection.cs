using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Report.Charts;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on fidelity within each group.</summary>
internal sealed class GroupSection(ReportFigures report, PageWriter page) : ReportSection("groups", "Fidelity by group", report, page)
{
    private const int MostGroups = 40;

    protected override void WriteBody()
    {
        if (IsLeftOut(Missing.Groups))
        {
            return;
        }

        Write($"<p>The mean column shape within each group: whether a small group is reproduced as faithfully as a large one. Scores of small groups are low by chance alone, so each stands beside the score of that group in two halves of the real rows. A group that the synthetic table lost scores 0.</p>\n");
        for (int index = 0; index < Report.Fidelity.Partitions.Count; index++)
        {
            PartitionFidelity partition = Report.Fidelity.Partitions[index];
            Dictionary<string, double> halves = Report.RealHalves?.Partitions[index].Groups.ToDictionary(group => GroupKey.Of(group.Values), group => group.MeanShape) ?? [];
            Write($"<h3>By {Columns(partition.Columns)}</h3>\n");
            HtmlTable table = new HtmlTable(HtmlText.Of($"Fidelity within the groups by {Columns(partition.Columns)}"))
                .TextColumn("Group").Column("real", "Rows").Column("synthetic", "Rows")
                .Column("synthetic", "Mean shape").Column("halves of the real rows", "Mean shape")
                .TextColumn("Worst column").Column("Its shape");
            foreach (GroupFidelity group in partition.Groups.Take(MostGroups))
            {
                table.Row(
                    Named(group.Values, Math.Min(group.RealRows, group.SyntheticRows) < LabelFairness.SmallCellRows),
                    HtmlText.Of($"{group.RealRows}"),
                    HtmlText.Of($"{group.SyntheticRows}"),
                    Score(group.MeanShape),
                    Score(halves.GetValueOrDefault(GroupKey.Of(group.Values), double.NaN)),
                    group.WorstColumn is null ? new HtmlText("–") : HtmlText.Data(group.WorstColumn),
                    group.WorstColumn is null ? new HtmlText("–") : Score(group.Shapes[group.WorstColumn]));
            }

            WriteTable(table);
            NoteCut(partition.Groups.Count + partition.OmittedGroups, MostGroups, "groups, the largest first");
            WriteGroupDistributions(partition);
        }
    }

    private void WriteGroupDistributions(PartitionFidelity partition)
    {
        foreach (IGrouping<string, ColumnDistribution> group in Report.GroupDistributions.Where(one => one.GroupColumns.SequenceEqual(partition.Columns)).GroupBy(one => GroupKey.Of(one.Group)))
        {
            Write($"<details><summary>Distributions where {Columns(partition.Columns)} is {Group(group.First().Group)} ({group.Count()} charts)</summary>\n");
            WriteCharts(group.Where(one => one.Bins.Count > 0).Select(ReportCharts.Distribution));
            Write($"</details>\n");
        }
    }
}
