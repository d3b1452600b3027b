namespace FairGan.Reporting.Quality.Fidelity;

/// <summary>How well the synthetic rows of one group follow the real rows of the same group.</summary>
/// <param name="Values">The values that define the group, one per sensitive column of its partition; <see langword="null"/> is a missing value.</param>
/// <param name="RealRows">How many real rows the group has.</param>
/// <param name="SyntheticRows">How many synthetic rows the group has.</param>
/// <param name="MeanShape">
/// The mean shape of the columns other than those that define the group, 0 to 1. It is 0 for a group that the synthetic
/// table lost, and NaN for a group that only the synthetic table has.
/// </param>
/// <param name="WorstColumn">The column with the lowest shape; <see langword="null"/> where no shape is defined.</param>
/// <param name="Shapes">The shape of each column within the group, by name; empty where one table has no row of the group.</param>
internal sealed record GroupFidelity(
    IReadOnlyList<string?> Values,
    int RealRows,
    int SyntheticRows,
    double MeanShape,
    string? WorstColumn,
    IReadOnlyDictionary<string, double> Shapes);
