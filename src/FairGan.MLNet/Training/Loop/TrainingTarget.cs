namespace FairGan.MLNet.Training.Loop;

/// <summary>The distribution that the network is trained to reproduce: weighted rows, and how strongly their labels are made fair.</summary>
/// <param name="Table">The encoded rows, without the columns that are derived from others.</param>
/// <param name="RowWeights">For every row, its weight in that distribution.</param>
/// <param name="FairStrength">How strongly the network's own labels are pulled toward parity: 0 (not at all) to 1.</param>
/// <param name="MinRows">Minimum number of rows behind everything that is learned; 0 if protection is off.</param>
internal sealed record TrainingTarget(EncodedTable Table, double[] RowWeights, double FairStrength, int MinRows);
