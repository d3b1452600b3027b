using FairGan.MLNet.Training.Checkpoints;
using FairGan.MLNet.Training.Rows;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>
/// The squared distance of the generator's one- and two-column marginals to the real ones, over all rows and, for one group a step,
/// within that group. The marginals are exact given the components; the product of the residuals of two independent halves makes the
/// square unbiased.
/// </summary>
internal sealed class Marginals : IGeneratorSignal
{
    // The cost of the products grows with the square of the symbols: for a wide table, each step uses a different choice of columns.
    private const int MostSymbols = 700;

    private readonly double _weight;
    private readonly MarginalTargets _targets;
    private readonly IReadOnlyList<int[]> _groupSymbols;
    private readonly long[] _offsets;
    private readonly int[] _sizes;
    private readonly RepeatableRandom _random;

    /// <param name="table">The rows to learn.</param>
    /// <param name="interactions">Pairs of parent and child columns, which are not independent given the components and are left to the likelihood.</param>
    /// <param name="weight">Weight in the loss.</param>
    /// <param name="balance">Weight of the groups: 0 by their shares, 1 equal.</param>
    /// <param name="seed">Seed of the choice of groups.</param>
    public Marginals(TrainingTable table, IReadOnlyList<Interaction> interactions, double weight, double balance, int seed)
    {
        _weight = weight;
        _random = new RepeatableRandom(~seed); // not the sampler's stream
        _offsets = table.Offsets;
        _sizes = [.. table.Schema.Columns.Select(column => column.SymbolCount)];
        _groupSymbols = table.GroupSymbols;
        _targets = new MarginalTargets(table, interactions, balance);
    }

    public string Name => "marginals";

    public double? AddGradient(GeneratorStep step)
    {
        int groups = _targets.OfGroup.Count;
        int? group = groups > 1 ? _random.Next(groups) : null;
        var marginals = new MarginalsStep(step, _targets, Choose(step.Gradient.device), _weight);
        return marginals.AddGradient(group, group is { } drawn ? _groupSymbols[drawn] : []);
    }

    public void State(RunState state) => _random.State(state);

    public void Dispose() => _targets.Dispose();

    // The symbols that the step uses, and the factors for the columns and pairs left out.
    private MarginalsCut Choose(Device device)
    {
        if (_sizes.Sum() <= MostSymbols)
        {
            return new MarginalsCut(null, 1, 1);
        }

        int[] order = [.. Enumerable.Range(0, _sizes.Length)];
        _random.Shuffle(order);
        int left = MostSymbols;
        long[] columns = [.. order.TakeWhile((column, i) => (left -= _sizes[column]) >= 0 || i < 2).Select(column => (long)column).Order()];
        long[] symbols = [.. columns.SelectMany(column => Enumerable.Range(0, _sizes[column]).Select(symbol => _offsets[column] + symbol))];
        double all = _sizes.Length, chosen = columns.Length;
        return new MarginalsCut(tensor(symbols, device: device), all / chosen, all * (all - 1) / (chosen * (chosen - 1)));
    }
}
