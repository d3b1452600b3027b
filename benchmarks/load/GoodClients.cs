using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace FairGan.Load;

/// <summary>Clients that ask for a few rows again and again, and know what they have to be answered.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="rows">Rows of a request.</param>
internal sealed class GoodClients(HttpClient client, int rows)
{
    private const int DifferentRequests = 50;

    private string[] _expected = [];

    /// <summary>Asks for every answer once, while nothing else goes on.</summary>
    public async Task LearnAsync(CancellationToken cancellation)
    {
        _expected = new string[DifferentRequests];
        for (int i = 0; i < _expected.Length; i++)
        {
            _expected[i] = await AskAsync(i, cancellation);
        }
    }

    /// <summary>Asks from many connections.</summary>
    /// <param name="connections">How many.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<GoodResult> RunAsync(int connections, TimeSpan time, CancellationToken cancellation)
    {
        ConcurrentBag<double> milliseconds = [];
        ConcurrentDictionary<string, int> errors = [];
        int different = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(time);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(async () =>
        {
            for (int i = number; !end.IsCancellationRequested; i++)
            {
                long start = Stopwatch.GetTimestamp();
                try
                {
                    if (await AskAsync(i % DifferentRequests, cancellation) != _expected[i % DifferentRequests])
                    {
                        Interlocked.Increment(ref different);
                    }

                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
                catch (HttpRequestException problem)
                {
                    errors.AddOrUpdate(problem.StatusCode?.ToString() ?? problem.Message, 1, (_, count) => count + 1);
                }
            }
        })));
        return new GoodResult([.. milliseconds.Order()], errors, different, time);
    }

    /// <summary>A request for rows.</summary>
    public static HttpRequestMessage Request(long rows, int seed) =>
        new(HttpMethod.Post, "/rows") { Content = JsonContent.Create(new { rows, format = "csv", sampling = new { seed, startRow = 1000 * seed } }) };

    private async Task<string> AskAsync(int seed, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await client.SendAsync(Request(rows, seed), cancellation);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
    }
}
