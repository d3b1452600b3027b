namespace FairGan.Fairness.Documents;

/// <summary>A whole page around a fragment of HTML. Its Content-Security-Policy lets it fetch and run nothing.</summary>
internal static class HtmlPage
{
    private const string PlainStyle = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
        table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1rem 0; }
        th, td { border-bottom: 1px solid #8884; padding: .3rem .8rem; text-align: left; }
        """;

    /// <summary>A page with a heading and a plain style.</summary>
    /// <param name="title">Its title and heading.</param>
    /// <param name="body">Its content.</param>
    public static string Of(string title, HtmlText body) => Of(title, PlainStyle, HtmlText.Of($"<h1>{title}</h1>\n{body}\n"));

    /// <summary>A page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="style">Its style sheet.</param>
    /// <param name="body">Its content, which ends with a line break.</param>
    public static string Of(string title, string style, HtmlText body) => HtmlText.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
        <title>{title}</title>
        <link rel="icon" href="data:,">
        <style>
        {new HtmlText(style)}
        </style>
        </head>
        <body>
        {body}</body>
        </html>

        """).Markup;
}
