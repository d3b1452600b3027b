namespace FairGan.Export.Graph;

/// <summary>An affine map y = x·W + b.</summary>
/// <param name="Inputs">Width of x.</param>
/// <param name="Outputs">Width of y.</param>
/// <param name="Weights">W, row after row: <paramref name="Inputs"/> × <paramref name="Outputs"/>.</param>
/// <param name="Bias">b, <paramref name="Outputs"/> long.</param>
internal sealed record DenseLayer(int Inputs, int Outputs, float[] Weights, float[] Bias);
