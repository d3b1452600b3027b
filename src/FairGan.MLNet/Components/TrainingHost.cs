using FairGan.MLNet.Training;
using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Components;

/// <summary>Runs an estimator's training on the device that its context selects, and reports progress to the context's log.</summary>
/// <param name="context">The context.</param>
/// <param name="name">The estimator's name in the log.</param>
/// <param name="progress">Receives a report after every step; null for none.</param>
internal sealed class TrainingHost(MLContext context, string name, IProgress<TrainingProgress>? progress)
{
    private readonly IHost _host = ((IHostEnvironment)context).Register(name);

    /// <summary>Trains.</summary>
    /// <param name="cudaDevice">The CUDA device of the options; null to let the context decide.</param>
    /// <param name="train">Trains on a CUDA device, or on the CPU where it is null.</param>
    /// <param name="log">Logs the result.</param>
    /// <exception cref="PlatformNotSupportedException">The device is not available, and the context does not allow the CPU in its place.</exception>
    public T Run<T>(int? cudaDevice, Func<int?, IProgress<TrainingProgress>, T> train, Action<IChannel, T> log)
    {
        using IChannel channel = _host.Start("Training");
        LoggedProgress logged = new(channel, progress);
        T trained = Train();
        log(channel, trained);
        return trained;

        T Train()
        {
            try
            {
                return train(cudaDevice ?? context.GpuDeviceId, logged);
            }
            catch (PlatformNotSupportedException problem) when (cudaDevice is null && context is { GpuDeviceId: not null, FallbackToCpu: true })
            {
                channel.Warning(MessageSensitivity.None, "Training on the CPU: " + problem.Message);
                return train(null, logged);
            }
        }
    }
}
