using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Torch;

/// <summary>The right to train: Torch's random state and thread count belong to the process, so only one training runs at a time.</summary>
internal sealed class TorchTurn : IDisposable
{
    private static readonly SemaphoreSlim s_oneAtATime = new(1);

    private TorchTurn()
    {
    }

    /// <summary>Starts Torch and waits for other trainings to end.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public static TorchTurn Take(CancellationToken cancellationToken)
    {
        TorchRuntime.EnsureStarted();
        s_oneAtATime.Wait(cancellationToken);
        return new TorchTurn();
    }

    /// <summary>The device to train on. Also sets the number of threads for work on the CPU.</summary>
    /// <param name="cuda">Number of the CUDA device; null for the CPU.</param>
    /// <param name="threads">Threads on the CPU.</param>
    /// <exception cref="PlatformNotSupportedException">CUDA is requested but not available, or there is no such device.</exception>
    public static Device Device(int? cuda, int threads)
    {
        Require(cuda);
        set_num_threads(threads);
        return cuda is { } number ? device(DeviceType.CUDA, number) : device(DeviceType.CPU);
    }

    /// <summary>Checks that there is a device, whose own error would be less clear. Torch must have been started.</summary>
    /// <param name="cuda">Number of the CUDA device; null for the CPU.</param>
    /// <exception cref="PlatformNotSupportedException">CUDA is requested but not available, or there is no such device.</exception>
    public static void Require(int? cuda)
    {
        if (cuda is not { } number)
        {
            return;
        }

        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (number < 0 || number >= devices)
        {
            throw new PlatformNotSupportedException(devices == 0
                ? "Torch here cannot use CUDA. Build the application with -p:FairGanGpu=true (packages TorchSharp-cuda-*) on a machine with an NVIDIA driver, or train on the CPU."
                : $"There is no CUDA device {number}; the machine has {devices}, numbered from 0.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => s_oneAtATime.Release();
}
