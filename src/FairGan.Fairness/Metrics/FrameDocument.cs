using FairGan.Fairness.Documents;
using FairGan.Tables;
using static FairGan.Fairness.Documents.FigureDocument;

namespace FairGan.Fairness.Metrics;

/// <summary>Lays a frame out for reading.</summary>
internal static class FrameDocument
{
    public static FigureDocument Of(MetricFrame frame)
    {
        var document = new FigureDocument();
        AddGroups(document, frame, TableDictionary.Empty);
        AddDisparities(document, frame);
        return document;
    }

    /// <summary>Adds the figures by group.</summary>
    /// <param name="document">The document.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="dictionary">What values mean.</param>
    public static void AddGroups(FigureDocument document, MetricFrame frame, TableDictionary dictionary)
    {
        document.AddHeading("By group");
        IEnumerable<string> metricNames = frame.Metrics.Select(metric => metric.Replace('_', ' '));
        List<string[]> rows = [[.. frame.ByGroup.CellColumns, .. metricNames]];
        rows.AddRange(frame.ByGroup.Select(row => (string[])[.. Named(frame.ByGroup.CellColumns, row.Cell), .. row.Values.Values.Select(Number)]));
        foreach (MetricRow row in frame.Overall)
        {
            IEnumerable<string> all = frame.SensitiveColumns.Select(_ => "(all)");
            rows.Add([.. Named(frame.Overall.CellColumns, row.Cell), .. all, .. row.Values.Values.Select(Number)]);
        }

        document.AddTable(rows, frame.ByGroup.CellColumns.Count);

        IEnumerable<string> Named(IReadOnlyList<string> columns, IReadOnlyList<string> cell) => columns.Zip(cell, dictionary.Value);
    }

    private static void AddDisparities(FigureDocument document, MetricFrame frame)
    {
        document.AddHeading("Disparities");
        MetricTable[] tables =
        [
            frame.Difference(), frame.Difference(DisparityMethod.ToOverall), frame.Ratio(), frame.Ratio(DisparityMethod.ToOverall),
        ];
        List<string[]> rows =
        [
            [.. frame.ControlColumns, "Figure", "difference between groups", "difference to overall", "ratio between groups", "ratio to overall"],
        ];
        for (int control = 0; control < frame.Overall.Count; control++)
        {
            rows.AddRange(frame.Metrics.Select(metric => (string[])
            [
                .. frame.Overall[control].Cell, metric.Replace('_', ' '), .. tables.Select(table => Number(table[control][metric])),
            ]));
        }

        document.AddTable(rows, frame.ControlColumns.Count + 1);
    }
}
