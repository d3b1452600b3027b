using System.Runtime.InteropServices;

namespace FairGan.Cli.Input;

/// <summary>
/// Turns Ctrl+C, the request to terminate, the end of the terminal and Ctrl+\ into a cancelled token. A second one ends the process at
/// once. A file that grows beyond the limit of its size is an error of writing, not the end of the process.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    // Kept to the end of the process: what is left in a stream's buffer is written when it is closed, long after the error.
    private static PosixSignalRegistration? s_fileTooLarge;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public StopSignal()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop),
        ];
        if (!OperatingSystem.IsWindows())
        {
            s_fileTooLarge ??= PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true);
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
