using System.Buffers;
using System.Text.Json;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;

namespace SyntheticDataService;

/// <summary>Rows as a JSON array of objects; missing cells are null.</summary>
internal static class JsonRows
{
    /// <summary>Writes rows, in the memory of one batch.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public static async Task WriteAsync(TableSchema schema, IAsyncEnumerable<SyntheticBatch> batches, Stream stream, CancellationToken cancellation)
    {
        JsonEncodedText[] names = [.. schema.Columns.Select(column => JsonEncodedText.Encode(column.Name))];
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        await foreach (var batch in batches.WithCancellation(cancellation))
        {
            for (int row = 0; row < batch.RowCount; row++)
            {
                json.WriteStartObject();
                for (int i = 0; i < names.Length; i++)
                {
                    json.WritePropertyName(names[i]);
                    WriteCell(json, batch.Columns[i], row);
                }

                json.WriteEndObject();
            }

            await FlushAsync();
        }

        json.WriteEndArray();
        await FlushAsync();

        async Task FlushAsync()
        {
            json.Flush();
            await stream.WriteAsync(buffer.WrittenMemory, cancellation);
            buffer.ResetWrittenCount();
        }
    }

    private static void WriteCell(Utf8JsonWriter json, SyntheticColumn column, int row)
    {
        switch (column)
        {
            case CategoricalColumn categories when categories.Codes[row] < categories.Categories.Count:
                json.WriteStringValue(categories.Categories[categories.Codes[row]]);
                break;
            case IntegerColumn integers:
                json.WriteNumberValue(integers.Values[row]);
                break;
            case RealColumn reals when !double.IsNaN(reals.Values[row]):
                json.WriteNumberValue(reals.Values[row]);
                break;
            case DateColumn or IdentifierColumn when column.Text(row) is { Length: > 0 } text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
