using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace FairGan.Load;

/// <summary>Clients that a service has to bear: slow ones, and ones that mean harm. They speak HTTP by hand.</summary>
/// <param name="address">The service.</param>
/// <param name="key">A key of it, which some of them have.</param>
internal sealed class OtherClients(Uri address, string key)
{
    private const string Rows = """{"rows":1000000,"format":"csv"}""";
    private static readonly TimeSpan s_slowly = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] s_bodies =
    [
        "", "{", "null", "[]", """{"rows":-1}""", """{"rows":9223372036854775807}""", """{"rows":1,"sampling":null}""", """{"rows":1,"sampling":{"where":[null]}}""",
        """{"rows":1,"sampling":{"where":[{"column":null,"alternatives":null}]}}""", """{"rows":1,"sampling":{"where":[{"column":"x","alternatives":[null]}]}}""",
        """{"rows":1,"sampling":{"balance":{"column":"x","shares":null}}}""", """{"rows":1,"sampling":{"strength":1e308}}""", """{"rows":1,"format":"../../etc/passwd"}""",
        "{\"rows\":" + new string('[', 60_000), new string('x', 70_000), "\0\0\0\0",
    ];

    private readonly ConcurrentDictionary<string, int> _answers = [];

    /// <summary>How often hostile clients were given which status.</summary>
    public string Answers => string.Join(", ", _answers.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Key}: {answer.Value}"));

    /// <summary>Slow clients: bodies and heads byte by byte, with and without a key, answers read a kilobyte a second, and silence.</summary>
    public Task SlowAsync(int clients, CancellationToken cancellation) => ManyAsync(clients, (number, stream) => (number % 5) switch
    {
        0 => DripAsync(stream, Head("no key at all....", Rows.Length), Rows, cancellation),
        1 => DripAsync(stream, Head(key, Rows.Length), Rows, cancellation),
        2 => ReadSlowlyAsync(stream, Head(key, Rows.Length) + Rows, cancellation),
        3 => DripAsync(stream, "", Head(key, Rows.Length), cancellation),
        _ => Task.Delay(Timeout.InfiniteTimeSpan, cancellation),
    }, cancellation);

    /// <summary>Hostile clients: guessed keys, impossible requests, broken HTTP, and connections that are reset in mid-stream.</summary>
    public Task HostileAsync(int clients, CancellationToken cancellation) => ManyAsync(clients, async (number, stream) =>
    {
        await Task.Delay(s_pause, cancellation);
        int kind = Random.Shared.Next(4);
        string body = s_bodies[Random.Shared.Next(s_bodies.Length)];
        string request = kind switch
        {
            0 => Head($"guess {Random.Shared.Next():0000000000}", body.Length) + body,
            1 => Head(key, Rows.Length) + Rows,
            2 => "GET /" + new string('%', Random.Shared.Next(20_000)) + " HTTP/9\r\n\r\n",
            _ => Head(key, body.Length) + body,
        };
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), cancellation);
        byte[] answer = new byte[4096];
        int read = await stream.ReadAsync(answer, cancellation);
        string status = Encoding.Latin1.GetString(answer, 0, Math.Min(read, 12)) is { Length: 12 } line ? line[9..] : "closed";
        _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
    }, cancellation);

    private async Task ManyAsync(int clients, Func<int, NetworkStream, Task> act, CancellationToken cancellation) =>
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(
            async () =>
            {
                while (!cancellation.IsCancellationRequested)
                {
                    try
                    {
                        using var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
                        await socket.ConnectAsync(address.Host, address.Port, cancellation);
                        await act(number, socket.GetStream());
                    }
                    catch (Exception problem) when (problem is OperationCanceledException or IOException or SocketException)
                    {
                        // The service ended the connection, as it should, or the test is over.
                    }
                }
            },
            CancellationToken.None)));

    private static string Head(string key, int length) =>
        $"POST /rows HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static async Task DripAsync(NetworkStream stream, string head, string rest, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellation);
        foreach (char letter in rest)
        {
            await Task.Delay(s_slowly, cancellation);
            await stream.WriteAsync(new[] { (byte)letter }, cancellation);
        }
    }

    private static async Task ReadSlowlyAsync(NetworkStream stream, string request, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
        byte[] part = new byte[1024];
        while (await stream.ReadAsync(part, cancellation) > 0)
        {
            await Task.Delay(s_slowly, cancellation);
        }
    }
}
