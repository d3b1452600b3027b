using System.Security.Cryptography;
using FairGan.Export;
using FairGan.Export.Sampling;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>
/// Opens the generator's file when the service starts and whenever it has changed. It looks rather than listens: file systems of
/// containers and networks do not tell. A file that cannot be used leaves the generator as it is.
/// </summary>
internal sealed partial class ModelWatcher(ModelSlot slot, IOptions<ServiceOptions> options, ILogger<ModelWatcher> log) : BackgroundService
{
    // Larger ones are refused by their size.
    private const long LargestFile = 1L << 28;

    private (DateTime Written, long Length) _seen;
    private byte[] _hash = [];

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            Look();
        }
    }

    private void Look()
    {
        string path = options.Value.Model;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists)
            {
                Look(file);
            }
            else if (!slot.IsReady && _seen == default)
            {
                _seen = (DateTime.MinValue, -1);
                Absent(path);
            }
        }
        catch (Exception problem)
        {
            // Whatever is wrong with a file, the generator stays. What is written in place is half there for a while; the next look finds it changed again.
            Refused(path, problem.Message);
        }
    }

    private void Look(FileInfo file)
    {
        var now = (file.LastWriteTimeUtc, file.Length);
        if (now == _seen)
        {
            return;
        }

        _seen = now;
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] hash = file.Length > LargestFile ? [] : SHA256.HashData(stream);
        if (hash.Length > 0 && hash.AsSpan().SequenceEqual(_hash))
        {
            return;
        }

        stream.Position = 0;
        var generator = OnnxGenerator.Open(stream);
        try
        {
            // A file can open and yet generate nothing.
            _ = generator.Generate(1).Single();
        }
        catch
        {
            generator.Dispose();
            throw;
        }

        slot.Put(generator);
        _hash = hash;
        Opened(file.FullName, generator.Information.Schema.Columns.Count, generator.Provider);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no file {Path} yet; the service is not ready.")]
    private partial void Absent(string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rows come from {Path} ({Columns} columns), generated on {Provider}.")]
    private partial void Opened(string path, int columns, ExecutionProvider provider);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be used, the generator stays as it is: {Reason}")]
    private partial void Refused(string path, string reason);
}
