using FairGan.MLNet.Torch;
using TorchSharp;

namespace FairGan.Cli.Verbs;

/// <summary>The device to compute on, as written on the command line: auto, cpu, cuda or cuda:N.</summary>
/// <param name="IsAutomatic">Whether CUDA is taken where it can be.</param>
/// <param name="Cuda">Number of the requested CUDA device; null for none.</param>
internal sealed record DeviceChoice(bool IsAutomatic, int? Cuda)
{
    /// <summary>CUDA where it is usable, otherwise the CPU.</summary>
    public static readonly DeviceChoice Automatic = new(true, null);

    /// <summary>Reads a choice.</summary>
    /// <exception cref="FormatException">The text is not a device.</exception>
    public static DeviceChoice Parse(string text) => text switch
    {
        "auto" => Automatic,
        "cpu" => new DeviceChoice(false, null),
        "cuda" => new DeviceChoice(false, 0),
        _ when text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            => new DeviceChoice(false, number),
        _ => throw new FormatException($"a device is auto, cpu, cuda or cuda:N, not '{text}'."),
    };

    /// <summary>Options for generating rows; automatic means the CPU, which gives the same bytes on every machine.</summary>
    /// <param name="threads">Batches computed in parallel.</param>
    public OnnxGeneratorOptions ForSampling(int threads) => new()
    {
        Threads = threads,
        Provider = Cuda is null ? ExecutionProvider.Cpu : ExecutionProvider.Cuda,
        CudaDevice = Cuda ?? 0,
    };

    /// <summary>The number of the CUDA device to train on; null for the CPU.</summary>
    /// <exception cref="PlatformNotSupportedException">The requested CUDA device does not exist.</exception>
    public int? ForTraining()
    {
        if (!IsAutomatic && Cuda is null)
        {
            return null;
        }

        TorchRuntime.EnsureStarted();
        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (IsAutomatic)
        {
            return devices > 0 ? 0 : null;
        }

        return Cuda < devices
            ? Cuda
            : throw new PlatformNotSupportedException(devices == 0
                ? "CUDA cannot be used here: it takes a build with -p:FairGanGpu=true and a machine with an NVIDIA driver. Leave --device out to train on the CPU."
                : $"There is no CUDA device {Cuda}; the machine has {devices}, numbered from 0.");
    }

    /// <inheritdoc/>
    public override string ToString() => IsAutomatic ? "auto" : Cuda is { } number ? $"cuda:{number}" : "cpu";
}
