using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace FairGan.Load;

/// <summary>Small requests over many connections while the generator's file is replaced, clients that go away, and one large request.</summary>
internal static class LoadTest
{
    private const int DifferentRequests = 50;
    private const int Leavers = 200;

    /// <summary>Runs the test.</summary>
    /// <returns>0 where no request failed and nothing was left behind.</returns>
    public static async Task<int> RunAsync(string model, int connections, TimeSpan time, int rows, long large, CancellationToken cancellation)
    {
        using ServiceProcess service = new(model, connections);
        using HttpClient client = service.Client();
        while (!await IsReadyAsync(client))
        {
            await Task.Delay(100, cancellation);
        }

        // What each request has to be answered, asked for while nothing else goes on.
        string[] expected = new string[DifferentRequests];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = await AskAsync(client, rows, i, cancellation);
        }

        ConcurrentBag<double> milliseconds = [];
        long errors = 0, different = 0, swaps = 0;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(time);
        var clients = Enumerable.Range(0, connections).Select(number => Task.Run(async () =>
        {
            for (int i = number; !end.IsCancellationRequested; i++)
            {
                long start = Stopwatch.GetTimestamp();
                try
                {
                    if (await AskAsync(client, rows, i % DifferentRequests, cancellation) != expected[i % DifferentRequests])
                    {
                        Interlocked.Increment(ref different);
                    }

                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref errors);
                }
            }
        })).ToArray();
        var swapping = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await Task.Delay(1000, CancellationToken.None);
                service.Put();
                swaps++;
            }
        }, CancellationToken.None);
        await Task.WhenAll([.. clients, swapping]);
        double[] sorted = [.. milliseconds.Order()];
        Print($"{connections} connections, {time.TotalSeconds:0} s, {rows} rows a request, the file replaced {swaps} times: {sorted.Length} requests, errors {errors}, different answers {different}");
        Print($"milliseconds: median {sorted[sorted.Length / 2]:0.0}, p99 {sorted[sorted.Length * 99 / 100]:0.0}, longest {sorted[^1]:0.0}; {sorted.Length / time.TotalSeconds:0} requests/s, memory {service.Memory >> 20} MB");

        long before = service.Memory;
        for (int i = 0; i < Leavers; i++)
        {
            using HttpClient leaver = service.Client();
            using HttpResponseMessage answer = await leaver.SendAsync(Request(1_000_000_000, i), HttpCompletionOption.ResponseHeadersRead, cancellation);
            await (await answer.Content.ReadAsStreamAsync(cancellation)).ReadExactlyAsync(new byte[1 << 16], cancellation);
        }

        await Task.Delay(2000, cancellation);
        Print($"{Leavers} clients that go away in mid-stream of a billion rows: memory {before >> 20} MB before, {service.Memory >> 20} MB after");

        long most = 0, bytes = 0, clock = Stopwatch.GetTimestamp();
        using (HttpResponseMessage answer = await client.SendAsync(Request(large, 1), HttpCompletionOption.ResponseHeadersRead, cancellation))
        {
            Stream stream = await answer.Content.ReadAsStreamAsync(cancellation);
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                if ((bytes >> 24) != ((bytes + read) >> 24))
                {
                    most = Math.Max(most, service.Memory);
                }

                bytes += read;
            }
        }

        Print($"one request for {large} rows: {bytes >> 20} MB in {Stopwatch.GetElapsedTime(clock).TotalSeconds:0} s, most memory {most >> 20} MB");
        return errors + different == 0 ? 0 : 1;
    }

    private static async Task<string> AskAsync(HttpClient client, long rows, int seed, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await client.SendAsync(Request(rows, seed), cancellation);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
    }

    private static HttpRequestMessage Request(long rows, int seed) =>
        new(HttpMethod.Post, "/rows") { Content = JsonContent.Create(new { rows, format = "csv", sampling = new { seed, startRow = 1000 * seed } }) };

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
