using Microsoft.Data.Analysis;

namespace FairGan.Fairness.Metrics;

/// <summary>Frames as the tables and dictionaries of the Fairlearn-shaped catalog.</summary>
internal static class GroupMetricTables
{
    public static DataFrame ByGroup(MetricFrame frame, string sensitiveColumn)
    {
        var table = new DataFrame(new StringDataFrameColumn(sensitiveColumn, frame.ByGroup.Select(row => row.Cell[0])));
        foreach (string metric in frame.Metrics)
        {
            table.Columns.Add(new DoubleDataFrameColumn(metric, frame.ByGroup.Select(row => row[metric])));
        }

        return table;
    }

    public static Dictionary<string, double> Values(MetricTable table) => table[0].Values.ToDictionary();
}
