using FairGan.Fairness.Metrics;
using FairGan.Tables;

namespace FairGan.Fairness.Audits;

/// <summary>What to audit, and what to add to the figures.</summary>
/// <remarks>
/// A score column adds ROC AUC, log loss (where all scores lie in [0, 1]) and New York's scoring rate. The scalars and the legal figures
/// leave control columns aside. Rows without a label are left out, and counted (<see cref="FairnessAudit.UnlabelledRows"/>).
/// </remarks>
public sealed record FairnessAuditOptions : MetricFrameOptions
{
    /// <summary>The number of bootstrap replicates; 0 for no intervals.</summary>
    public int BootstrapReplicates { get; init; }

    /// <summary>The confidence of the intervals, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Whether group sizes are fixed in every replicate.</summary>
    public bool StratifyByGroup { get; init; }

    /// <summary>The seed of the bootstrap.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The most threads to use; −1 for all.</summary>
    public int Threads { get; init; } = -1;

    /// <summary>Groups with fewer rows than this are flagged as small: their figures are mostly chance.</summary>
    public int SmallCellLimit { get; init; } = 30;

    /// <inheritdoc/>
    internal override bool LeavesOutUnlabelled => true;

    /// <summary>What columns and values mean, for what people read; JSON and figures have the values as they are.</summary>
    internal TableDictionary Dictionary { get; init; } = TableDictionary.Empty;
}
