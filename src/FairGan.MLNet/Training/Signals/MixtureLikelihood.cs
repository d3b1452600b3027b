using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The negative log-likelihood of real rows under the mixture of the step's components (Correia, Gala, Quaeghebeur, de Campos and
/// Peharz 2022, "Continuous mixtures of tractable probabilistic models"), group by group: rows given their group weigh by the group
/// balance, the groups themselves by their shares, so that a small group is learned without being made more frequent.
/// </summary>
internal sealed class MixtureLikelihood : IGeneratorSignal
{
    // Responsibilities below this are set to 0: denormal numbers would make the products many times slower.
    private const double Negligible = 1e-13;

    private readonly double _weight;
    private readonly Tensor _membership;
    private readonly Tensor _shares;

    /// <param name="weight">Weight in the loss.</param>
    /// <param name="membership">[symbols, groups]: 1 where a symbol is part of a group.</param>
    /// <param name="shares">Share of every group in the distribution to learn.</param>
    public MixtureLikelihood(double weight, Tensor membership, Tensor shares)
    {
        _weight = weight;
        _membership = membership;
        _shares = shares;
    }

    public string Name => "likelihood";

    public double? AddGradient(GeneratorStep step)
    {
        double? loss = AddOfGroups(step) + AddOfRows(step);
        return step.Reported ? _weight * loss : null;
    }

    public void Dispose()
    {
        _membership.Dispose();
        _shares.Dispose();
    }

    /// <summary>Log of the mean over the components of likelihoods [rows, components].</summary>
    public static Tensor LogMean(Tensor logLikelihoods) => logLikelihoods.logsumexp(1).Minus(Math.Log(logLikelihoods.shape[1]));

    // The gradient of a LogMean is the components' responsibilities.
    private static Tensor Responsibilities(Tensor logLikelihoods) => logLikelihoods.softmax(1).ClearUpTo(Negligible);

    private double? AddOfRows(GeneratorStep step)
    {
        var joint = step.Rows.mm(step.Interactions.Scores.t());
        double? loss = step.Reported ? -LogMean(joint).Plus(step.Interactions.OfRows(step.Rows)).mean().item<float>() : null;
        double factor = -_weight / step.Rows.shape[0];
        step.Interactions.ScoreGradient.addmm_(Responsibilities(joint).t(), step.Rows, 1, (float)factor);
        step.Interactions.AddGradientOfRows(step.Rows, factor);
        return loss;
    }

    // Without sensitive columns there is one group, every row is in it, and its log-probability is 0.
    private double? AddOfGroups(GeneratorStep step)
    {
        var counts = tensor(step.RowGroups, device: _shares.device).bincount(null, _shares.shape[0]);
        var slopes = counts.Over(step.RowGroups.Length) - _shares;
        var groups = step.LogProbabilities.mm(_membership).t().contiguous();
        step.Gradient.addmm_((Responsibilities(groups) * slopes.unsqueeze(1)).t(), _membership.t(), 1, (float)_weight);
        return step.Reported ? (LogMean(groups) * slopes).sum().item<float>() : null;
    }
}
