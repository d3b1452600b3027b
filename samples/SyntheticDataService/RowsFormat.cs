using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;
using FairGan.Export.Schemas;
using FairGan.Formats;
using Microsoft.Net.Http.Headers;

namespace SyntheticDataService;

/// <summary>How rows are sent.</summary>
/// <param name="Name">The format's name in a request.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="WriteAsync">Writes rows in it.</param>
internal sealed record RowsFormat(string Name, string MediaType, Func<TableSchema, IAsyncEnumerable<SyntheticBatch>, Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>All formats; the first one is the default.</summary>
    public static IReadOnlyList<RowsFormat> All { get; } =
    [
        new("json", "application/json", JsonRows.WriteAsync),
        new("csv", "text/csv", CsvBatchWriter.WriteAsync),
        new("arrow", "application/vnd.apache.arrow.stream", ArrowRows.WriteAsync),
    ];

    /// <summary>The format that a request asks for: by name, or else by what it accepts, the best first; null for none that there is.</summary>
    /// <param name="name">Its name; null for none.</param>
    /// <param name="accept">What is accepted.</param>
    public static RowsFormat? Choose(string? name, IList<MediaTypeHeaderValue> accept)
    {
        if (name is not null)
        {
            return All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        return accept.Count == 0
            ? All[0]
            : accept.Where(range => range.Quality is not 0).OrderByDescending(range => range.Quality ?? 1)
                .Select(range => All.FirstOrDefault(format => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(range)))
                .FirstOrDefault(format => format is not null);
    }
}
