using System.Diagnostics;
using System.Globalization;

namespace FairGan.Load;

/// <summary>
/// Small requests over many connections, first alone, then while slow and hostile clients are there and the generator's file is replaced by
/// good and bad ones; clients that go away; and one large request.
/// </summary>
internal static class LoadTest
{
    private const int Leavers = 200;
    private const double MostSlower = 2;

    /// <summary>Runs the test.</summary>
    /// <returns>0 where every request was answered as it has to be, at most twice as slowly as without the others.</returns>
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        using ServiceProcess service = new(options.Model, options.Connections);
        using HttpClient client = service.Client();
        while (!await IsReadyAsync(client))
        {
            await Task.Delay(100, cancellation);
        }

        var good = new GoodClients(client, options.Rows);
        await good.LearnAsync(cancellation);
        _ = await good.RunAsync(options.Connections, TimeSpan.FromSeconds(Math.Min(5, options.Time.TotalSeconds)), cancellation);
        GoodResult alone = await good.RunAsync(options.Connections, options.Time, cancellation);
        Print($"{options.Connections} connections, {options.Time.TotalSeconds:0} s, {options.Rows} rows a request, alone: {alone}");

        var others = new OtherClients(service.Address, ServiceProcess.Key);
        int swaps = 0;
        GoodResult among;
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            Task[] busy = [others.SlowAsync(options.Slow, end.Token), others.HostileAsync(options.Hostile, end.Token), SwapAsync()];
            await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
            among = await good.RunAsync(options.Connections, options.Time, cancellation);
            await end.CancelAsync();
            await Task.WhenAll(busy);

            async Task SwapAsync()
            {
                while (!end.IsCancellationRequested)
                {
                    service.Put(swaps++);
                    await Task.WhenAny(Task.Delay(1000, end.Token));
                }
            }
        }

        Print($"among {options.Slow} slow and {options.Hostile} hostile clients, the file replaced {swaps} times by good and bad ones: {among}");
        Print($"hostile clients were answered {others.Answers}; p99 {among.Slowest / alone.Slowest:0.00} times that without them; memory {service.Memory >> 20} MB");
        service.Put(0);
        await LeaveAsync(service, cancellation);
        await ReadLargeAsync(service, client, options.Large, cancellation);
        return alone.IsRight && among.IsRight && among.Slowest <= MostSlower * alone.Slowest ? 0 : 1;
    }

    private static async Task LeaveAsync(ServiceProcess service, CancellationToken cancellation)
    {
        long before = service.Memory;
        for (int i = 0; i < Leavers; i++)
        {
            using HttpClient leaver = service.Client();
            using HttpResponseMessage answer = await leaver.SendAsync(GoodClients.Request(1_000_000_000, i), HttpCompletionOption.ResponseHeadersRead, cancellation);
            await (await answer.Content.ReadAsStreamAsync(cancellation)).ReadExactlyAsync(new byte[1 << 16], cancellation);
        }

        await Task.Delay(2000, cancellation);
        Print($"{Leavers} clients that go away in mid-stream of a billion rows: memory {before >> 20} MB before, {service.Memory >> 20} MB after");
    }

    private static async Task ReadLargeAsync(ServiceProcess service, HttpClient client, long large, CancellationToken cancellation)
    {
        long most = 0, bytes = 0, clock = Stopwatch.GetTimestamp();
        using (HttpResponseMessage answer = await client.SendAsync(GoodClients.Request(large, 1), HttpCompletionOption.ResponseHeadersRead, cancellation))
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
    }

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
