using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>One step's distance of the marginals, over all rows and within one group, and its gradient.</summary>
/// <param name="step">The samples of the step.</param>
/// <param name="targets">The real marginals.</param>
/// <param name="cut">The symbols that the step uses.</param>
/// <param name="weight">Weight in the loss.</param>
internal sealed class MarginalsStep(GeneratorStep step, MarginalTargets targets, MarginalsCut cut, double weight)
{
    // One-column marginals have few entries compared with those of pairs; without this factor, pairs would dominate them.
    private const double SingleColumnWeight = 10;

    private readonly long _half = step.AveragedCount / 2;
    private readonly Tensor _between = cut.OfSquare(targets.Between);
    private readonly Tensor _target = cut.OfSquare(targets.All);

    /// <summary>Adds the gradient; returns the loss if it is requested.</summary>
    /// <param name="number">Number of the group that is used beside all rows; null for none.</param>
    /// <param name="symbols">The symbols that make up the group, one of each sensitive column.</param>
    public double? AddGradient(int? number, int[] symbols)
    {
        Group? group = number is { } drawn
            ? new Group(symbols, targets.Shares[drawn], targets.GroupWeights[drawn], cut.OfSquare(targets.OfGroup[drawn]), cut.OfSquare(targets.BetweenOthers), cut.Of(targets.Others))
            : null;
        Half first = At(0, group), second = At(_half, group);
        AddGradient(first, second, group);
        AddGradient(second, first, group);
        return step.Reported
            ? (weight * Distance(first.All, second.All, _between, null))
                + (group is null ? 0 : weight * group.Weight * Distance(first.OfGroup!, second.OfGroup!, group.Between, group.Others))
            : null;
    }

    private Half At(long from, Group? group)
    {
        var whole = step.Probabilities.narrow(0, from, _half);
        var probabilities = cut.OfRows(whole);
        var gradient = step.Gradient.narrow(0, from, _half);
        var all = new Residuals(probabilities.t().mm(probabilities).Over(_half) - _target, probabilities.sum([0L]).Over(_half) - _target.diagonal());
        if (group is null)
        {
            return new Half(probabilities, gradient, all, null, null);
        }

        // Given the components the columns are independent, so an intersection's probability is a product.
        var membership = group.Symbols.Select(symbol => whole.narrow(1, symbol, 1)).Aggregate((a, b) => a * b);
        var members = probabilities * membership;
        double rows = _half * group.Share;
        return new Half(probabilities, gradient, all, membership, new Residuals(members.t().mm(probabilities).Over(rows) - group.Target, members.sum([0L]).Over(rows) - group.Target.diagonal()));
    }

    // The pairs' residuals are symmetric: the gradient of <A, XᵀX> is 2XA, and that of <A, Xᵀdiag(m)X> is 2·diag(m)XA in X and the
    // row sums of X∘XA in m, which is a product of the group's own probabilities.
    private void AddGradient(Half at, Half other, Group? group)
    {
        double scale = weight / _half;
        var slope = addmm(other.All.Singles.Times(SingleColumnWeight * cut.SingleScale * scale), at.Probabilities, other.All.Pairs * _between, 1, (float)(2 * cut.PairScale * scale));
        if (group is not null)
        {
            double groupScale = group.Weight * scale / group.Share;
            var pairs = at.Probabilities.mm((other.OfGroup!.Pairs * group.Between).Times(cut.PairScale * groupScale));
            var singles = (other.OfGroup.Singles * group.Others).Times(SingleColumnWeight * cut.SingleScale * groupScale);
            var ofMembership = (pairs.Plus(singles) * at.Probabilities).sum([1L], keepdim: true) * at.Membership!;
            slope.AddProduct(pairs.Multiply(2).Add(singles), at.Membership!);
            foreach (int symbol in group.Symbols)
            {
                at.Gradient.narrow(1, symbol, 1).Add(ofMembership);
            }
        }

        if (cut.Symbols is null)
        {
            at.Gradient.AddProduct(at.Probabilities, slope);
        }
        else
        {
            at.Gradient.Add(zeros_like(at.Gradient).index_copy_(1, cut.Symbols, slope.mul_(at.Probabilities)));
        }
    }

    private double Distance(Residuals one, Residuals two, Tensor pairs, Tensor? columns)
    {
        var singles = one.Singles * two.Singles;
        return (one.Pairs * two.Pairs * pairs).sum().Times(cut.PairScale)
            .Plus((columns is null ? singles : singles * columns).sum().Times(SingleColumnWeight * cut.SingleScale)).item<float>();
    }

    /// <summary>The marginals of a half less the real ones.</summary>
    private sealed record Residuals(Tensor Pairs, Tensor Singles);

    /// <summary>A half of the components: all its rows, and those of the step's group.</summary>
    private sealed record Half(Tensor Probabilities, Tensor Gradient, Residuals All, Tensor? Membership, Residuals? OfGroup);

    /// <summary>The group that the step uses, and its real marginals.</summary>
    private sealed record Group(int[] Symbols, double Share, double Weight, Tensor Target, Tensor Between, Tensor Others);
}
