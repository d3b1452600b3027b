using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace FairGan.Load;

/// <summary>The service in a process of its own, with a copy of the generator's file.</summary>
internal sealed class ServiceProcess : IDisposable
{
    /// <summary>The service's key.</summary>
    public const string Key = "a key for the load test";

    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("fairgan-load-").FullName;
    private readonly ModelFiles _files;

    public ServiceProcess(string model, int connections)
    {
        _files = new ModelFiles(File.ReadAllBytes(model));
        Put(0);
        string service = typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "ServicePath").Value!;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.GetFullPath(service), $"--urls={Address}", $"--Service:Model={Served}", $"--Service:ApiKey={Key}", $"--Service:MostRequests={connections}",
            $"--Service:MostWaiting={connections}", "--Service:RequestsPerMinute=100000000", "--Service:RequestsPerMinutePerKey=100000000", "--Service:MostRows=1000000000", "--Service:LookEvery=00:00:00.2", "--Logging:LogLevel:Default=Critical",
        ]))!;
    }

    public Uri Address { get; }

    /// <summary>Bytes of memory the process holds.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    private string Served => Path.Combine(_folder, "generator.onnx");

    /// <summary>A client with the service's key.</summary>
    public HttpClient Client()
    {
        HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        return client;
    }

    /// <summary>Puts a file in the generator's place, as a new one.</summary>
    /// <param name="number">Its number: even ones are good.</param>
    public void Put(int number)
    {
        string aside = Path.Combine(_folder, "aside");
        File.WriteAllBytes(aside, _files.Of(number));
        File.SetLastWriteTimeUtc(aside, DateTime.UtcNow);
        File.Move(aside, Served, overwrite: true);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
