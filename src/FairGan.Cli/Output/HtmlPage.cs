using System.Net;

namespace FairGan.Cli.Output;

/// <summary>A page around a fragment of HTML; it needs nothing from elsewhere.</summary>
internal static class HtmlPage
{
    /// <summary>The page.</summary>
    /// <param name="title">Its title, as text.</param>
    /// <param name="body">Its content, as HTML.</param>
    public static string Around(string title, string body) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
        table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1rem 0; }
        th, td { border-bottom: 1px solid #8884; padding: .3rem .8rem; text-align: left; }
        </style>
        </head>
        <body>
        <h1>{{WebUtility.HtmlEncode(title)}}</h1>
        {{body}}
        </body>
        </html>

        """;
}
