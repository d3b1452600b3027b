using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;

namespace SyntheticDataService.Tests;

/// <summary>The service on a free port, with a model file of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    public const string Key = "0123456789abcdef";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"fairgan-{Guid.NewGuid():N}");

    private RunningService(string? model, string[] settings)
    {
        Directory.CreateDirectory(_folder);
        if (model is not null)
        {
            Put(model);
        }

        Application = ServiceApplication.Build(
        [
            "--urls=http://127.0.0.1:0", $"--Service:Model={Model}", $"--Service:ApiKey={Key}", "--Service:LookEvery=00:00:00.05", "--Logging:LogLevel:Default=None", .. settings,
        ]);
    }

    public WebApplication Application { get; }

    public HttpClient Client { get; private set; } = null!;

    public string Model => Path.Combine(_folder, "generator.onnx");

    public static string Kept(string name) => Path.Combine(AppContext.BaseDirectory, "Files", name + ".onnx");

    public static async Task<RunningService> StartAsync(string? model = "every-kind-1", params string[] settings)
    {
        var service = new RunningService(model, settings);
        await service.Application.StartAsync();
        service.Client = new HttpClient { BaseAddress = new Uri(service.Application.Urls.Single()) };
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        return service;
    }

    /// <summary>Puts a kept file in the model's place, as a whole.</summary>
    public void Put(string name) => PutAsync(File.ReadAllBytes(Kept(name))).GetAwaiter().GetResult();

    /// <summary>Puts a file in the model's place, as a whole.</summary>
    public async Task PutAsync(byte[] file)
    {
        string aside = Path.Combine(_folder, "aside");
        await File.WriteAllBytesAsync(aside, file);
        File.SetLastWriteTimeUtc(aside, DateTime.UtcNow);
        File.Move(aside, Model, overwrite: true);
    }

    public Task<HttpResponseMessage> PostAsync(object body, HttpCompletionOption option = HttpCompletionOption.ResponseContentRead, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/rows") { Content = JsonContent.Create(body) };
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        return Client.SendAsync(request, option);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
