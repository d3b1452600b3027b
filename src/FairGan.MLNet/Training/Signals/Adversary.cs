using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Network;
using FairGan.MLNet.Training.Rows;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The critic: a Wasserstein critic with gradient penalty (Gulrajani et al. 2017) on packs of rows (Lin et al. 2018). It sees generated
/// rows as one-hot samples whose gradient passes straight through a Gumbel softmax (Jang, Gu and Poole 2017), and learns once a step.
/// </summary>
internal sealed class Adversary : IGeneratorSignal
{
    private const double Temperature = 0.3;
    private const double PenaltyWeight = 10;
    private const float Slope = 0.2f;
    private const int Width = 256;
    private const double LearningRate = 5e-4;

    private readonly TrainingTable _table;
    private readonly double _weight;
    private readonly double _start;
    private readonly int _pack;
    private readonly Generator _generator;
    private readonly FlatParameters _parameters;
    private readonly Adam _optimizer;

    /// <param name="table">The rows to learn.</param>
    /// <param name="weight">Weight in the loss.</param>
    /// <param name="start">Progress of the training, 0 to 1, from which the critic is used.</param>
    /// <param name="pack">Rows judged together.</param>
    /// <param name="generator">Source of the randomness.</param>
    public Adversary(TrainingTable table, double weight, double start, int pack, Generator generator)
    {
        _table = table;
        _weight = weight;
        _start = start;
        _pack = pack;
        _generator = generator;
        long inputs = (long)table.SymbolCount * pack;
        _parameters = new FlatParameters(
            [
                ([inputs, Width], MathF.Sqrt(2f / inputs), 0), ([Width], 0, 0),
                ([Width, Width], MathF.Sqrt(2f / Width), 0), ([Width], 0, 0),
                ([Width, 1], MathF.Sqrt(1f / Width), 0), ([1], 0, 0),
            ],
            generator,
            table.Training.device);
        _optimizer = new Adam([_parameters.Values], 0.5, 0.9);
    }

    public string Name => "critic";

    public double? AddGradient(GeneratorStep step)
    {
        if (step.Progress < _start)
        {
            return null;
        }

        long packs = Math.Min(step.Rows.shape[0], step.LogProbabilities.shape[0]) / _pack;
        using var learning = enable_grad();
        var seen = step.LogProbabilities.narrow(0, 0, packs * _pack).detach().requires_grad_(true);
        var generated = Sample(seen, step.Interactions).view(packs, -1);
        Learn(step.Rows.narrow(0, 0, packs * _pack).view(packs, -1), generated.detach());
        var loss = Judge(_parameters.Values.detach(), generated).mean().Times(-_weight);
        using var frozen = no_grad();
        step.Interactions.AddOwn(step.Gradient, autograd.grad([loss], [seen])[0]);
        return step.Reported ? loss.item<float>() : null;
    }

    public void State(RunState state) => _optimizer.State(state);

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
    }

    private void Learn(Tensor real, Tensor generated)
    {
        using var scope = NewDisposeScope();
        var share = rand(real.shape[0], 1, generator: _generator).to(real.device);
        var between = (share * real).Plus((-share).Plus(1) * generated).requires_grad_(true);
        var slope = autograd.grad([Judge(_parameters.Values, between).sum()], [between], retain_graph: true, create_graph: true)[0];
        var penalty = slope.norm(1).Minus(1).Squared().mean().Times(PenaltyWeight);
        var loss = (Judge(_parameters.Values, generated).mean() - Judge(_parameters.Values, real).mean()).Plus(penalty);
        _optimizer.Step(LearningRate, autograd.grad([loss], [_parameters.Values]));
    }

    private Tensor Judge(Tensor flat, Tensor packs)
    {
        var views = _parameters.Views(flat);
        var x = addmm(views[1], packs, views[0], 1, 1).LeakyRectified(Slope);
        x = addmm(views[3], x, views[2], 1, 1).LeakyRectified(Slope);
        return addmm(views[5], x, views[4], 1, 1);
    }

    // One-hot forward, softmax backward.
    private Tensor Sample(Tensor logProbabilities, Interactions interactions)
    {
        var uniform = rand(logProbabilities.shape, generator: _generator).to(logProbabilities.device);
        var noisy = logProbabilities - (-uniform.AtLeast(1e-20).log()).AtLeast(1e-20).log();
        return cat(interactions.Draw(noisy.split([.. _table.Schema.Columns.Select(c => (long)c.SymbolCount)], 1), Symbols), 1);

        static Tensor Symbols(Tensor part)
        {
            var soft = part.Over(Temperature).softmax(1);
            var hard = zeros_like(soft).scatter_(1, part.argmax(1, keepdim: true), ones(part.shape[0], 1, device: part.device));
            return (hard - soft.detach()).Plus(soft);
        }
    }
}
