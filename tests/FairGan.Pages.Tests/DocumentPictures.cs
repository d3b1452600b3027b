namespace FairGan.Pages.Tests;

/// <summary>The pictures of a notebook that the documents show, as files.</summary>
internal static class DocumentPictures
{
    // By the beginning of the picture's description.
    private static readonly (string Notebook, string Beginning, string File)[] s_shown =
    [
        ("make-a-fair-table", "Share of favourable labels", "selection-rates.svg"),
        ("make-a-fair-table", "Frontier of utility", "frontier.svg"),
    ];

    public static IEnumerable<(string Path, string Svg)> Of(Notebook notebook, string name) => s_shown.Where(shown => shown.Notebook == name)
        .Select(shown => (
            Repository.PathOf("docs", "pictures", shown.File),
            // Ink is dark where no page says otherwise, so the paper is white.
            notebook.Pictures.Single(svg => svg.Contains($"aria-label=\"{shown.Beginning}", StringComparison.Ordinal))
                .Replace("style=\"display:block;", "style=\"background:#fff;display:block;", StringComparison.Ordinal) + "\n"));
}
