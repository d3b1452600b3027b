using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace SyntheticDataService.Tests;

/// <summary>What strangers, slow clients and damaged files cannot do.</summary>
[Collection("service")]
public class GuardTests
{
    private const string Rows = "{\"rows\":1000000,\"format\":\"csv\"}";

    [Fact]
    public async Task Slow_strangers_are_refused_before_they_send_a_body_and_lock_nobody_out()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:MostRequests=2", "--Service:MostWaiting=0");
        var strangers = await Task.WhenAll(Enumerable.Range(0, 128).Select(_ => ConnectAsync(service, Head("not the key at all", 1000) + "{")));
        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(new { rows = 10 })).StatusCode);
        foreach (var stranger in strangers)
        {
            Assert.StartsWith("HTTP/1.1 401", await AnswerAsync(stranger), StringComparison.Ordinal);
            stranger.Dispose();
        }
    }

    [Fact]
    public async Task Clients_that_read_slowly_keep_nobody_from_being_answered()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:MostRequests=2", "--Service:MostWaiting=2");
        var slow = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ConnectAsync(service, Head(RunningService.Key, Rows.Length) + Rows)));
        foreach (var client in slow)
        {
            Assert.StartsWith("HTTP/1.1 200", await AnswerAsync(client), StringComparison.Ordinal);
        }

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(new { rows = 10 })).StatusCode);
        }

        Array.ForEach(slow, client => client.Dispose());
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_in_time_is_refused()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:BodyWithin=00:00:02");
        using var client = await ConnectAsync(service, Head(RunningService.Key, 100) + "{\"rows\"");
        var clock = Stopwatch.StartNew();
        Assert.StartsWith("HTTP/1.1 408", await AnswerAsync(client), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task A_request_whose_time_is_over_ends_without_its_end()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:AnswerWithin=00:00:03", "--Service:MostRows=1000000000000");
        var answer = await service.PostAsync(new { rows = 1_000_000_000_000, format = "csv" }, HttpCompletionOption.ResponseHeadersRead);
        Assert.IsNotType<OperationCanceledException>(await Record.ExceptionAsync(() => answer.Content.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromMinutes(1))));
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task So_many_requests_a_minute_as_allowed_and_not_one_more()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:RequestsPerMinute=90");
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => service.Client.GetAsync("/schema")));
        Assert.Equal(90, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60));
        await Task.Delay(2500);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await service.Client.GetAsync("/schema")).StatusCode);
    }

    [Fact]
    public async Task Every_key_has_a_limit_of_its_own()
    {
        const string Other = "another key of 16 letters";
        await using var service = await RunningService.StartAsync("every-kind-1", $"--Service:MoreApiKeys:0={Other}", "--Service:RequestsPerMinutePerKey=2");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/schema")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await service.Client.GetAsync("/schema")).StatusCode);
        using var other = new HttpClient { BaseAddress = service.Client.BaseAddress };
        other.DefaultRequestHeaders.Add("X-Api-Key", Other);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/schema")).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_keys_is_limited_and_takes_nothing_from_those_who_have_one()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:AttemptsPerMinute=3", "--Service:RequestsPerMinute=1");
        using var stranger = new HttpClient { BaseAddress = service.Client.BaseAddress };
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/schema")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.GetAsync("/schema")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/schema")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/ready")).StatusCode);
    }

    [Theory]
    [InlineData("Everybody", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("WithKey", HttpStatusCode.Unauthorized, HttpStatusCode.OK)]
    [InlineData("Nobody", HttpStatusCode.Unauthorized, HttpStatusCode.NotFound)]
    public async Task The_description_of_the_interface_is_for_whom_it_is_meant(string access, HttpStatusCode without, HttpStatusCode with)
    {
        await using var service = await RunningService.StartAsync("every-kind-1", $"--Service:OpenApi={access}");
        using var stranger = new HttpClient { BaseAddress = service.Client.BaseAddress };
        Assert.Equal(without, (await stranger.GetAsync("/openapi/v1.json")).StatusCode);
        Assert.Equal(with, (await service.Client.GetAsync("/openapi/v1.json")).StatusCode);
    }

    [Theory]
    [InlineData("{\"where\":[null]}")]
    [InlineData("{\"where\":[{\"column\":null,\"alternatives\":[\"x\"]}]}")]
    [InlineData("{\"where\":[{\"column\":\"sex\"}]}")]
    [InlineData("{\"where\":[{\"column\":\"sex\",\"alternatives\":null}]}")]
    [InlineData("{\"where\":[{\"column\":\"sex\",\"alternatives\":[null]}]}")]
    [InlineData("{\"where\":[{\"column\":\"sex\",\"alternatives\":[]}]}")]
    [InlineData("{\"balance\":{}}")]
    [InlineData("{\"balance\":{\"column\":\"sex\",\"shares\":null}}")]
    [InlineData("{\"balance\":{\"column\":\"sex\",\"shares\":[null]}}")]
    [InlineData("{\"balance\":{\"column\":\"sex\",\"shares\":[{\"key\":null,\"value\":1}]}}")]
    [InlineData("{\"balance\":{\"column\":\"sex\",\"shares\":[{\"key\":\"Female\",\"value\":-1}]}}")]
    public async Task Conditions_with_nothing_in_them_are_bad_requests(string sampling)
    {
        await using var service = await RunningService.StartAsync("conditions-1");
        using var answer = await service.Client.PostAsync("/rows", new StringContent($"{{\"rows\":1,\"sampling\":{sampling}}}", Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode} {text}");
        Assert.DoesNotContain("Parameter '", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_changes_nothing()
    {
        await using var service = await RunningService.StartAsync();
        string before = await TextAsync();
        byte[] good = await File.ReadAllBytesAsync(service.Model);
        byte[][] bad = [[], "no model"u8.ToArray(), good[..(good.Length / 2)], WithoutOperatorSets(good), [.. good[..5000], .. new byte[3000], .. good[8000..]]];
        foreach (byte[] file in bad)
        {
            await service.PutAsync(file);
            await Task.Delay(300);
            Assert.Equal(before, await TextAsync());
            Assert.True(service.Application.Services.GetRequiredService<ModelSlot>().IsReady);
        }

        async Task<string> TextAsync() => await (await service.PostAsync(new { rows = 5, format = "csv" })).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    // The last field of the outermost message but for the metadata: two bytes of tag and length, and what is inside.
    private static byte[] WithoutOperatorSets(byte[] file)
    {
        int at = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[(8 << 3) | 2, 4, 10, 0, 16]);
        at = at >= 0 ? at : file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[(8 << 3) | 2, 2, 16]);
        Assert.True(at > 0);
        return [.. file[..at], .. file[(at + 2 + file[at + 1])..]];
    }

    private static string Head(string key, int length) =>
        $"POST /rows HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static async Task<TcpClient> ConnectAsync(RunningService service, string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return client;
    }

    private static async Task<string> AnswerAsync(TcpClient client)
    {
        byte[] answer = new byte[12];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await client.GetStream().ReadExactlyAsync(answer, patience.Token);
        return Encoding.ASCII.GetString(answer);
    }
}
