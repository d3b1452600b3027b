using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SyntheticDataService;

/// <summary>Ready where there is a generator and the service has not been told to stop.</summary>
internal sealed class ReadinessCheck(ModelSlot slot, IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("stopping")
        : slot.IsReady ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy("no generator"));
}
