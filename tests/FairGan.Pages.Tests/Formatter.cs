// The name is that of the notebook kernel's own class, so that the cells run in both.
namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Stands in for the class of the notebook kernel: keeps what turns an object into HTML.</summary>
public static class Formatter
{
    private static readonly Dictionary<Type, Func<object, string>> s_formatters = [];

    public static void Register<T>(Func<T, string> formatter, string mimeType = "text/html")
    {
        Assert.Equal("text/html", mimeType);
        s_formatters[typeof(T)] = value => formatter((T)value);
    }

    /// <summary>The object as a mime type and a text.</summary>
    public static (string MimeType, string Text) Format(object value) => s_formatters.TryGetValue(value.GetType(), out Func<object, string>? formatter)
        ? ("text/html", formatter(value))
        : ("text/plain", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"));
}
