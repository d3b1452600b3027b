using System.Text.Json;
using FairGan.Fairness.Metrics;

namespace FairGan.Fairness.Audits;

/// <summary>Writes single figures, intervals and texts as JSON; a figure that is not defined is null.</summary>
internal static class FigureJson
{
    /// <summary>Texts as an array.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>The ends of an interval as an array of two.</summary>
    public static void WriteInterval(Utf8JsonWriter writer, string name, BootstrapInterval interval)
    {
        writer.WriteStartArray(name);
        WriteValue(writer, interval.Lower);
        WriteValue(writer, interval.Upper);
        writer.WriteEndArray();
    }

    /// <summary>A figure that may be lacking.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, double? value) => WriteNumber(writer, name, value ?? double.NaN);

    /// <summary>A figure.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value);
    }

    private static void WriteValue(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
