using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FairGan.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SyntheticDataService.Tests;

// A meter is heard by every listener in the process, so one class follows the other.
[Collection("service")]
public class ServiceTests
{
    [Fact]
    public async Task Without_the_key_nothing_is_told()
    {
        await using var service = await RunningService.StartAsync();
        foreach (string? key in new[] { null, "", "0123456789abcdeX" })
        {
            using var stranger = new HttpClient { BaseAddress = service.Client.BaseAddress };
            if (key is not null)
            {
                stranger.DefaultRequestHeaders.Add("X-Api-Key", key);
            }

            using var rows = await stranger.PostAsync("/rows", JsonContent.Create(new { rows = 1 }));
            using var schema = await stranger.GetAsync("/schema");
            Assert.Equal(HttpStatusCode.Unauthorized, rows.StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, schema.StatusCode);
            Assert.Equal("application/problem+json", schema.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public void A_service_without_a_key_does_not_start() => Assert.Contains(
        "ApiKey",
        Assert.Throws<OptionsValidationException>(() => ServiceApplication.Build(["--urls=http://127.0.0.1:0", "--Service:Model=x.onnx"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task The_schema_tells_columns_and_roles()
    {
        await using var service = await RunningService.StartAsync();
        var schema = await service.Client.GetFromJsonAsync<JsonElement>("/schema");
        Assert.Equal(7, schema.GetProperty("columns").GetArrayLength());
        Assert.Equal("granted", schema.GetProperty("label").GetString());
        Assert.Equal(["Female", "Male"], schema.GetProperty("columns")[0].GetProperty("categories").EnumerateArray().Select(item => item.GetString()!));
        Assert.Equal(1, schema.GetProperty("strength").GetDouble());
        Assert.Equal(JsonValueKind.Null, schema.GetProperty("privacy").ValueKind);
    }

    [Theory]
    [InlineData(false, "row")]
    [InlineData(true, "subject")]
    public async Task The_schema_tells_the_differential_privacy_of_the_generator(bool bySubject, string unit)
    {
        await using var service = await RunningService.StartAsync(model: null);
        await service.PutAsync(WithProtection($$"""{"minRows":0,"bySubject":{{(bySubject ? "true" : "false")}},"epsilon":0.5,"delta":1E-06}"""));
        while (!service.Application.Services.GetRequiredService<ModelSlot>().IsReady)
        {
            await Task.Delay(20);
        }

        var schema = await service.Client.GetFromJsonAsync<JsonElement>("/schema");

        var privacy = schema.GetProperty("privacy");
        Assert.Equal((0.5, 1e-6, unit), (privacy.GetProperty("epsilon").GetDouble(), privacy.GetProperty("delta").GetDouble(), privacy.GetProperty("unit").GetString()));
        Assert.Equal(JsonValueKind.Null, schema.GetProperty("minRows").ValueKind);
    }

    // Metadata of ONNX (field 14: key, value), appended to a kept file.
    private static byte[] WithProtection(string json)
    {
        byte[] key = Encoding.UTF8.GetBytes("fairgan.protection"), value = Encoding.UTF8.GetBytes(json);
        byte[] entry = [10, (byte)key.Length, .. key, 18, (byte)value.Length, .. value];
        return [.. File.ReadAllBytes(RunningService.Kept("every-kind-1")), 114, (byte)entry.Length, .. entry];
    }

    [Fact]
    public async Task The_interface_is_described()
    {
        await using var service = await RunningService.StartAsync();
        var document = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var rows = document.GetProperty("paths").GetProperty("/rows").GetProperty("post");
        Assert.Equal(["application/json", "application/vnd.apache.arrow.stream", "text/csv"], rows.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.True(document.GetProperty("paths").TryGetProperty("/schema", out _));
        Assert.Contains("startRow", document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_as_soon_as_there_is_a_file_that_can_be_used()
    {
        await using var service = await RunningService.StartAsync(model: null);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.PostAsync(new { rows = 1 })).StatusCode);
        await File.WriteAllTextAsync(service.Model, "half a file");
        await Task.Delay(200);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetAsync("/health/ready")).StatusCode);
        service.Put("every-kind-1");
        await UntilAsync(async () => (await service.Client.GetAsync("/health/ready")).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(new { rows = 1 })).StatusCode);
    }

    [Fact]
    public async Task Too_many_requests_are_told_to_wait()
    {
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:RequestsPerMinute=3");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(new { rows = 1 })).StatusCode);
        }

        using var refused = await service.PostAsync(new { rows = 1 });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task A_replaced_file_is_taken_and_no_request_is_lost()
    {
        await using var service = await RunningService.StartAsync();
        using var stop = new CancellationTokenSource();
        var headers = new ConcurrentDictionary<string, int>();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var answer = await service.PostAsync(new { rows = 1500, format = "csv" });
                string text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
                Assert.Equal(1501, text.Count(c => c == '\n') - (text.StartsWith("sex", StringComparison.Ordinal) ? text.Split("c\nd").Length - 1 : 0));
                headers.AddOrUpdate(text[..text.IndexOf('\n', StringComparison.Ordinal)], 1, (_, count) => count + 1);
            }
        })).ToArray();
        foreach (string name in new[] { "hmda-1", "every-kind-1", "hmda-1" })
        {
            await UntilAsync(() => Task.FromResult(headers.Values.Sum() > 0));
            headers.Clear();
            service.Put(name);
            string expected = name == "hmda-1" ? "deny" : "sex";
            await UntilAsync(() => Task.FromResult(headers.Keys.Any(header => header.StartsWith(expected, StringComparison.Ordinal))));
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_drawing_and_frees_the_generator()
    {
        using var told = new Told();
        await using var service = await RunningService.StartAsync("every-kind-1", "--Service:MostRows=1000000000000");
        OnnxGenerator generator;
        using (var lease = service.Application.Services.GetRequiredService<ModelSlot>().Take()!)
        {
            generator = lease.Generator;
        }

        var answer = await service.PostAsync(new { rows = 1_000_000_000_000, format = "csv" }, HttpCompletionOption.ResponseHeadersRead);
        var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1 << 20]);
        answer.Dispose();
        await UntilAsync(() => Task.FromResult(told.Of("fairgan.errors") == 1));

        // Nobody holds the old generator any more: with its successor in place it is disposed of.
        service.Put("hmda-1");
        await UntilAsync(() => Task.FromResult(Record.Exception(() => generator.Generate(1).First()) is ObjectDisposedException));
    }

    [Fact]
    public async Task Rows_and_seconds_are_counted_and_values_never()
    {
        using var told = new Told();
        await using var service = await RunningService.StartAsync();
        using var answer = await service.PostAsync(new { rows = 2500, format = "csv" });
        await UntilAsync(() => Task.FromResult(told.Times("fairgan.request.duration") == 1));
        Assert.Equal(2500, told.Of("fairgan.rows"));
        Assert.Equal(0, told.Of("fairgan.errors"));
        Assert.Equal(["format=csv"], told.Tags);
    }

    [Fact]
    public async Task A_request_under_way_is_finished_before_the_service_stops()
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.PostAsync(new { rows = 200_000, format = "csv" }, HttpCompletionOption.ResponseHeadersRead);
        var stopping = service.Application.StopAsync();
        string text = await answer.Content.ReadAsStringAsync();
        await stopping;
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.True(text.Count(c => c == '\n') > 200_000);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>What the service's meter of this test tells.</summary>
    private sealed class Told : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, string[] Tags)> _told = [];

        public Told()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "FairGan.SyntheticDataService")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<string> Tags => _told.SelectMany(told => told.Tags).Distinct();

        public double Of(string name) => _told.Where(told => told.Name == name).Sum(told => told.Value);

        public int Times(string name) => _told.Count(told => told.Name == name);

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _told.Enqueue((instrument.Name, value, [.. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
    }
}
