using System.Text;
using System.Text.Json;

namespace FairGan.Export.Format;

/// <summary>Checks JSON that comes from elsewhere, and says what is wrong with it in words of the reader's, not of the library's.</summary>
internal static class JsonText
{
    /// <summary>Refuses lists with null among their items: no list in schemas has one.</summary>
    /// <param name="json">The text.</param>
    /// <param name="what">What the text is, such as "The schema".</param>
    /// <exception cref="FormatException">A list has one; the message gives the line.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static void RefuseEmptyItems(string json, string what)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var isList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isList.Pop();
                    break;
                case JsonTokenType.Null when isList.TryPeek(out bool inList) && inList:
                    int line = bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1;
                    throw new FormatException($"{what} cannot be read: a list in line {line} contains null. Write the value, or remove the item.");
            }
        }
    }

    /// <summary>The error for JSON that does not fit.</summary>
    /// <param name="what">What the text is, such as "The schema".</param>
    /// <param name="problem">What the library says of it.</param>
    public static FormatException Refusal(string what, Exception problem)
    {
        string place = problem is JsonException { LineNumber: { } line } json
            ? string.Create(CultureInfo.InvariantCulture, $" in line {line + 1}{(json.Path is { Length: > 2 } path ? $", at {path[1..].TrimStart('.')}" : "")}")
            : "";
        return new FormatException($"{what} cannot be read: it is no JSON, or has a part that is missing, unknown or of another kind{place}.", problem);
    }
}
