using System.Buffers;
using System.Text;
using System.Text.Json;
using FairGan.Fairness.Counts;
using FairGan.Fairness.Metrics;
using static FairGan.Fairness.Audits.FigureJson;

namespace FairGan.Fairness.Audits;

/// <summary>Writes a <see cref="FairnessAudit"/> as JSON.</summary>
internal static class AuditJson
{
    public static string Write(FairnessAudit audit)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            WriteSubject(writer, audit);
            WriteFrame(writer, audit.Frame);
            WriteScalars(writer, audit.Scalars);
            WriteCounts(writer, audit.Frame);
            if (audit is { Intervals: { } intervals, ScalarIntervals: { } scalars })
            {
                WriteIntervals(writer, audit, intervals, scalars);
            }

            WriteImpact(writer, audit.Impact);
            WriteSmallCells(writer, audit);
            WriteUnknown(writer, audit);
            WriteData(writer, audit.Data);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteSubject(Utf8JsonWriter writer, FairnessAudit audit)
    {
        writer.WriteNumber("rows", audit.Rows);
        writer.WriteNumber("unlabelled_rows", audit.UnlabelledRows);
        writer.WriteString("label", audit.Options.LabelColumn);
        writer.WriteString("positive_value", audit.Frame.PositiveValue);
        writer.WriteString("prediction", audit.Options.PredictionColumn);
        writer.WriteString("score", audit.Options.ScoreColumn);
        writer.WriteString("weight", audit.Options.WeightColumn);
        WriteTexts(writer, "sensitive", audit.Frame.SensitiveColumns);
        WriteTexts(writer, "control", audit.Frame.ControlColumns);
    }

    private static void WriteFrame(Utf8JsonWriter writer, MetricFrame frame)
    {
        MetricTable[] tables =
        [
            frame.Overall,
            frame.ByGroup,
            frame.GroupMin,
            frame.GroupMax,
            frame.Difference(),
            frame.Difference(DisparityMethod.ToOverall),
            frame.Ratio(),
            frame.Ratio(DisparityMethod.ToOverall),
        ];
        writer.WriteStartObject("metric_frame");
        for (int table = 0; table < tables.Length; table++)
        {
            WriteTable(
                writer,
                MetricFrameIntervals.TableNames[table],
                tables[table].CellColumns.Count > 0,
                tables[table].Select(row => (row.Cell, row.Values)),
                WriteNumber);
        }

        writer.WriteEndObject();
    }

    private static void WriteScalars(Utf8JsonWriter writer, IReadOnlyDictionary<string, double> scalars)
    {
        writer.WriteStartObject("scalars");
        foreach ((string name, double value) in scalars)
        {
            WriteNumber(writer, name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, MetricFrame frame)
    {
        writer.WriteStartArray("counts");
        foreach (GroupCell group in frame.Groups)
        {
            GroupSummary summary = group.Summary;
            writer.WriteStartObject();
            WriteTexts(writer, "cell", group.Cell);
            writer.WriteNumber("count", summary.Count);
            writer.WriteNumber("positive", summary.PositiveCount);
            writer.WriteNumber("selected", summary.SelectedCount);
            writer.WriteNumber("weight", summary.Weight);
            writer.WriteNumber("true_positive", summary.TruePositive);
            writer.WriteNumber("false_positive", summary.FalsePositive);
            writer.WriteNumber("true_negative", summary.TrueNegative);
            writer.WriteNumber("false_negative", summary.FalseNegative);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIntervals(
        Utf8JsonWriter writer,
        FairnessAudit audit,
        MetricFrameIntervals intervals,
        IReadOnlyDictionary<string, BootstrapInterval> scalars)
    {
        writer.WriteStartObject("intervals");
        writer.WriteNumber("replicates", audit.Options.BootstrapReplicates);
        writer.WriteNumber("confidence", audit.Options.Confidence);
        writer.WriteNumber("seed", audit.Options.Seed);
        writer.WriteBoolean("stratified_by_group", audit.Options.StratifyByGroup);
        writer.WriteStartObject("metric_frame");
        for (int table = 0; table < intervals.Tables.Count; table++)
        {
            string name = MetricFrameIntervals.TableNames[table];
            bool isList = name == "by_group" || audit.Frame.ControlColumns.Count > 0;
            WriteTable(writer, name, isList, intervals.Tables[table].Select(row => (row.Cell, row.Values)), WriteInterval);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("scalars");
        foreach ((string name, BootstrapInterval interval) in scalars)
        {
            WriteInterval(writer, name, interval);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteImpact(Utf8JsonWriter writer, IReadOnlyList<ImpactTable> tables)
    {
        writer.WriteStartArray("impact_ratio");
        foreach (ImpactTable table in tables)
        {
            writer.WriteStartObject();
            WriteTexts(writer, "columns", table.Columns);
            writer.WriteNumber("unknown", table.Unknown);
            WriteNumber(writer, "median_score", table.MedianScore);
            writer.WriteStartArray("groups");
            foreach (ImpactRow row in table.Rows)
            {
                writer.WriteStartObject();
                WriteTexts(writer, "cell", row.Cell);
                writer.WriteNumber("count", row.Count);
                writer.WriteNumber("selected", row.Selected);
                WriteNumber(writer, "share", row.Share);
                WriteNumber(writer, "selection_rate", row.SelectionRate);
                WriteNumber(writer, "impact_ratio", row.ImpactRatio);
                WriteNumber(writer, "scoring_rate", row.ScoringRate);
                WriteNumber(writer, "scoring_impact_ratio", row.ScoringImpactRatio);
                writer.WriteBoolean("small", row.IsSmall);
                writer.WriteBoolean("fails_four_fifths", row.FailsFourFifths);
                WriteNumber(writer, "z", row.Z);
                WriteNumber(writer, "p_value", row.PValue);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("four_fifths_rule");
            WriteNumber(writer, "smallest_impact_ratio", table.SmallestImpactRatio);
            if (table.PassesFourFifths is { } passes)
            {
                writer.WriteBoolean("passes", passes);
            }
            else
            {
                writer.WriteNull("passes");
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSmallCells(Utf8JsonWriter writer, FairnessAudit audit)
    {
        writer.WriteStartObject("small_cells");
        writer.WriteNumber("limit", audit.Options.SmallCellLimit);
        writer.WriteStartArray("cells");
        foreach (GroupCell group in audit.SmallCells)
        {
            writer.WriteStartObject();
            WriteTexts(writer, "cell", group.Cell);
            writer.WriteNumber("count", group.Summary.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter writer, FairnessAudit audit)
    {
        writer.WriteStartObject("unknown_groups");
        foreach ((string column, long rows) in audit.UnknownGroups)
        {
            writer.WriteNumber(column, rows);
        }

        writer.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter writer, DataFairness data)
    {
        writer.WriteStartObject("data");
        WriteNumber(writer, "label_parity_difference", data.LabelParityDifference);
        WriteNumber(writer, "label_parity_ratio", data.LabelParityRatio);
        WriteNumber(writer, "representation_ratio", data.RepresentationRatio);
        WriteNumber(writer, "representation_evenness", data.RepresentationEvenness);
        WriteNumber(writer, "mutual_information", data.MutualInformation);
        WriteNumber(writer, "cramers_v", data.CramersV);
        WriteNumber(writer, "maximal_correlation", data.MaximalCorrelation);
        writer.WriteStartArray("groups");
        foreach (GroupRepresentation group in data.Groups)
        {
            writer.WriteStartObject();
            WriteTexts(writer, "cell", group.Cell);
            writer.WriteNumber("count", group.Count);
            WriteNumber(writer, "share", group.Share);
            WriteNumber(writer, "positive_rate", group.PositiveRate);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTable<T>(
        Utf8JsonWriter writer,
        string name,
        bool isList,
        IEnumerable<(IReadOnlyList<string> Cell, IReadOnlyDictionary<string, T> Values)> rows,
        Action<Utf8JsonWriter, string, T> writeValue)
    {
        writer.WritePropertyName(name);
        if (isList)
        {
            writer.WriteStartArray();
        }

        foreach ((IReadOnlyList<string> cell, IReadOnlyDictionary<string, T> values) in rows)
        {
            writer.WriteStartObject();
            if (isList)
            {
                WriteTexts(writer, "cell", cell);
            }

            foreach ((string metric, T value) in values)
            {
                writeValue(writer, metric, value);
            }

            writer.WriteEndObject();
        }

        if (isList)
        {
            writer.WriteEndArray();
        }
    }
}
