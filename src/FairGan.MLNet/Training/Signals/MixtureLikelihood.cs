using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The negative log-likelihood of real rows under the mixture of the step's components (Correia, Gala, Quaeghebeur, de Campos and
/// Peharz 2022, "Continuous mixtures of tractable probabilistic models"), group by group: rows given their group weigh by the group
/// balance, the groups themselves by their shares, so that a small group is learned without being made more frequent.
/// </summary>
internal sealed class MixtureLikelihood : IGeneratorSignal
{
    private const double Negligible = -30;

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

    public Tensor Loss(GeneratorStep step)
    {
        // Without sensitive columns there is one group, every row is in it, and its log-probability is 0.
        var groups = LogMean(step.LogProbabilities.mm(_membership).t());
        var ofGroups = groups.index_select(0, tensor(step.RowGroups, device: groups.device)).mean() - (groups * _shares).sum();
        return _weight * (ofGroups - RowsLogLikelihood(step.Rows, step.LogProbabilities));
    }

    public void Dispose()
    {
        _membership.Dispose();
        _shares.Dispose();
    }

    // The mean of LogMean over the rows. Its gradient is known in closed form, the responsibilities of the components for the rows, and
    // is put in place by hand: left to the backward pass it would take several more passes over [rows, components].
    private static Tensor RowsLogLikelihood(Tensor rows, Tensor logProbabilities)
    {
        Tensor gradient, mean;
        using (no_grad())
        {
            var joint = rows.mm(logProbabilities.t());
            var best = joint.amax([1L], keepdim: true);
            var shares = joint.sub_(best).clamp_min_(Negligible).exp_();
            var total = shares.sum([1L], keepdim: true);
            gradient = shares.t().mm(rows / (total * rows.shape[0]));
            mean = (total.log() + best).mean() - Math.Log(logProbabilities.shape[0]);
        }

        var linear = (gradient * logProbabilities).sum();
        return linear + (mean - linear.detach());
    }

    /// <summary>Log of the mean over the components of likelihoods [rows, components].</summary>
    /// <remarks>
    /// Components that are <see cref="Negligible"/> below a row's best one are left out. Their responsibilities would be denormal
    /// numbers, with which the products of the backward pass are many times slower.
    /// </remarks>
    public static Tensor LogMean(Tensor logLikelihoods)
    {
        var best = logLikelihoods.detach().amax([1L], keepdim: true);
        return (logLikelihoods - best).clamp_min(Negligible).exp().sum([1L]).log() + best.squeeze(1) - Math.Log(logLikelihoods.shape[1]);
    }
}
