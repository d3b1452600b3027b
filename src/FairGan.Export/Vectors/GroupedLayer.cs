namespace FairGan.Export.Vectors;

/// <summary>An affine map whose bias depends on a row's group: y = x·W + b[group].</summary>
/// <param name="Inputs">Width of x.</param>
/// <param name="Outputs">Width of y.</param>
/// <param name="Weights">W, row after row: <paramref name="Inputs"/> × <paramref name="Outputs"/>.</param>
/// <param name="Biases">b, group after group: groups × <paramref name="Outputs"/>.</param>
internal sealed record GroupedLayer(int Inputs, int Outputs, float[] Weights, float[] Biases);
