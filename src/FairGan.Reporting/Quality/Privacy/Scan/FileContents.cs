using System.Text;
using System.Text.Json;
using FairGan.Export.Columns;
using FairGan.Export.Onnx;
using FairGan.Reporting.Quality.Privacy.Generators;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Scan;

/// <summary>The contents of a generator's file: its strings, and its numbers by column.</summary>
internal static class FileContents
{
    /// <summary>The strings of the tensors, attributes and metadata; JSON is unescaped.</summary>
    public static IEnumerable<string> Strings(ModelProto model) =>
    [
        .. model.Graph.Initializer.SelectMany(Strings),
        .. model.Graph.Node.SelectMany(node => node.Attribute).SelectMany(attribute =>
            attribute.Strings.Append(attribute.S).Select(text => text.ToStringUtf8()).Concat(attribute.T is null ? [] : Strings(attribute.T))),
        .. model.MetadataProps.SelectMany(property => OfJson(property.Value)),
        model.DocString, model.ProducerName, model.Graph.DocString,
    ];

    /// <summary>The numbers in a column's encoding, in the unit of the table, including the origin that they count from.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="like">The real cells.</param>
    public static HashSet<double> NumbersOf(ColumnCodec codec, TableColumn like)
    {
        double[] numbers = EncodingAttack.NumbersOf(codec);
        return [.. CellNumbers.OfTable(codec, codec.CountedFrom == 0 ? numbers : [.. numbers, codec.CountedFrom], like)];
    }

    /// <summary>The numbers of all tensors, except small whole numbers, which are positions and sizes.</summary>
    public static HashSet<double> Numbers(ModelProto model)
    {
        const double Small = 10_000;
        HashSet<double> numbers = [];
        foreach (TensorProto tensor in model.Graph.Initializer.Concat(model.Graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.T).OfType<TensorProto>()))
        {
            foreach (double number in Numbers(tensor))
            {
                if (Math.Abs(number) >= Small || number != Math.Floor(number))
                {
                    numbers.Add(number);
                }
            }
        }

        return numbers;
    }

    /// <summary>The strings in JSON, or the text itself where it is none.</summary>
    public static IEnumerable<string> OfJson(string text)
    {
        List<string> strings = [];
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    strings.Add(reader.GetString()!);
                }
            }
        }
        catch (JsonException)
        {
            strings.Add(text);
        }

        return strings;
    }

    private static IEnumerable<string> Strings(TensorProto tensor) => tensor.StringData.Select(text => text.ToStringUtf8());

    private static IEnumerable<double> Numbers(TensorProto tensor)
    {
        byte[] raw = tensor.RawData.ToByteArray();
        return (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Double => tensor.DoubleData.Concat(Raw(raw, 8, BitConverter.ToDouble)),
            TensorProto.Types.DataType.Float => tensor.FloatData.Concat(Raw(raw, 4, BitConverter.ToSingle)).Select(number => (double)number),
            TensorProto.Types.DataType.Int64 => tensor.Int64Data.Concat(Raw(raw, 8, BitConverter.ToInt64)).Select(number => (double)number),
            _ => [],
        };
    }

    private static IEnumerable<T> Raw<T>(byte[] bytes, int size, Func<byte[], int, T> read) =>
        Enumerable.Range(0, bytes.Length / size).Select(index => read(bytes, index * size));
}
