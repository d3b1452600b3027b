using System.Buffers;
using System.Text.Json;
using FairGan.Export.Columns;
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

    // Numbers are numbers; every other kind of cell is written as its text.
    private static void WriteCell(Utf8JsonWriter json, SyntheticColumn column, int row)
    {
        if (column is IntegerColumn integers)
        {
            json.WriteNumberValue(integers.Values[row]);
        }
        else if (column is RealColumn reals && !double.IsNaN(reals.Values[row]))
        {
            json.WriteNumberValue(reals.Values[row]);
        }
        else if (column is not RealColumn && column.Text(row) is { Length: > 0 } text)
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
