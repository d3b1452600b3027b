namespace FairGan.Fairness.Metrics;

/// <summary>A percentile interval (Efron 1979).</summary>
/// <param name="Lower">The lower end; NaN where the figure is NaN in every replicate.</param>
/// <param name="Upper">The upper end; NaN where the figure is NaN in every replicate.</param>
public readonly record struct BootstrapInterval(double Lower, double Upper);
