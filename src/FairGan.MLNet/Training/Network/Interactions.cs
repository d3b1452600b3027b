using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Network;

/// <summary>
/// Columns whose symbols depend on a parent column's, forward and backward. With p(c | z) the child's own probabilities and A the
/// interaction's logits, p(c | s, z) = p(c | z)·exp A(s, c) / Z(s, z). So the log-probability of a row is still a sum over its symbols, of
/// <see cref="Scores"/>, and of A(s, c), which does not depend on z: a product of matrices gives the likelihood under all noises.
/// </summary>
internal sealed class Interactions : IDisposable
{
    private readonly IReadOnlyList<Span> _spans;
    private readonly Tensor? _scores;
    private readonly Tensor? _scoreGradient;
    private readonly Tensor? _isChild;
    private readonly List<Edge> _edges = [];

    /// <param name="interactions">Which columns.</param>
    /// <param name="offsets">Where each column's symbols begin.</param>
    /// <param name="sizes">The number of each column's symbols.</param>
    /// <param name="components">Noise vectors at most.</param>
    /// <param name="device">The device to compute on.</param>
    public Interactions(IReadOnlyList<Interaction> interactions, IReadOnlyList<long> offsets, IReadOnlyList<int> sizes, int components, Device device)
    {
        Columns = interactions;
        _spans = [.. interactions.Select(interaction => new Span(offsets[interaction.Parent], sizes[interaction.Parent], offsets[interaction.Child], sizes[interaction.Child]))];
        if (interactions.Count == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        long symbols = sizes.Sum(size => (long)size);
        _scores = empty(components, symbols, device: device).DetachFromDisposeScope();
        _scoreGradient = empty(components, symbols, device: device).DetachFromDisposeScope();
        var isChild = zeros(symbols, device: device);
        foreach (var span in _spans)
        {
            span.Child(isChild.unsqueeze(0)).Add(1);
        }

        _isChild = isChild.DetachFromDisposeScope();
    }

    /// <summary>Which columns, with the logits that training begins with.</summary>
    public IReadOnlyList<Interaction> Columns { get; }

    /// <summary>The shapes of the interactions' logits.</summary>
    public IEnumerable<long[]> Shapes => _spans.Select(span => new[] { span.ParentSize, span.ChildSize });

    /// <summary>What a row's symbols add to its log-probability under each noise, [components, symbols].</summary>
    public Tensor Scores { get; private set; } = null!;

    /// <summary>The gradient of the loss with respect to <see cref="Scores"/>.</summary>
    public Tensor ScoreGradient { get; private set; } = null!;

    /// <summary>The gradient of the loss with respect to the interactions' logits, where rows add to it without a noise.</summary>
    public Tensor[] RowGradients { get; private set; } = [];

    /// <summary>The interactions' logits.</summary>
    public Tensor[] Logits { get; private set; } = [];

    /// <summary>Computes the scores, and turns the children's own probabilities into those over all symbols of their parents. What it makes lives until the dispose scope of the caller ends.</summary>
    /// <param name="logits">The interactions' logits.</param>
    /// <param name="logProbabilities">The log-probabilities of every column's symbols by themselves.</param>
    /// <param name="probabilities">The probabilities; changed.</param>
    /// <param name="gradient">The gradient with respect to the log-probabilities.</param>
    public void Forward(Tensor[] logits, Tensor logProbabilities, Tensor probabilities, Tensor gradient)
    {
        (Scores, ScoreGradient, Logits) = (logProbabilities, gradient, logits);
        if (_scores is null)
        {
            return;
        }

        Scores = _scores.narrow(0, 0, logProbabilities.shape[0]).copy_(logProbabilities);
        ScoreGradient = _scoreGradient!.narrow(0, 0, logProbabilities.shape[0]).zero_();
        RowGradients = [.. logits.Select(part => zeros_like(part))];
        _edges.Clear();
        foreach (var (span, part) in _spans.Zip(logits))
        {
            var factors = part.exp();
            var own = span.Child(probabilities).clone();
            var sums = own.mm(factors.t());
            var ratios = span.Parent(probabilities) / sums;
            var means = ratios.mm(factors);
            span.Parent(Scores).Add(sums.log(), -1);
            _edges.Add(new Edge(factors, own, sums, ratios, means));
        }

        foreach (var (span, edge) in _spans.Zip(_edges))
        {
            span.Child(probabilities).mul_(edge.Means);
        }
    }

    /// <summary>Of rows, the part of their log-probabilities that does not depend on the noise.</summary>
    /// <param name="rows">One-hot rows, [rows, symbols].</param>
    public Tensor OfRows(Tensor rows)
    {
        var sum = zeros(rows.shape[0], device: rows.device);
        foreach (var (span, logits) in _spans.Zip(Logits))
        {
            sum.Add((span.Parent(rows).mm(logits) * span.Child(rows)).sum([1L]));
        }

        return sum;
    }

    /// <summary>Adds the gradient of the sum of <see cref="OfRows"/>, times a factor.</summary>
    public void AddGradientOfRows(Tensor rows, double factor)
    {
        foreach (var (span, gradient) in _spans.Zip(RowGradients))
        {
            gradient.Add(span.Parent(rows).t().mm(span.Child(rows)), factor);
        }
    }

    /// <summary>Samples one-hot symbols, those of the children given their parents'.</summary>
    /// <param name="parts">Of every column, log-probabilities by themselves with the draw's randomness added.</param>
    /// <param name="draw">From such to one-hot symbols.</param>
    public Tensor[] Draw(Tensor[] parts, Func<Tensor, Tensor> draw)
    {
        var interactions = Columns.Zip(Logits).ToDictionary(pair => pair.First.Child);
        var drawn = new Tensor[parts.Length];
        foreach (int column in Enumerable.Range(0, parts.Length).OrderBy(interactions.ContainsKey))
        {
            drawn[column] = draw(interactions.TryGetValue(column, out var pair) ? parts[column].Plus(drawn[pair.First.Parent].mm(pair.Second)) : parts[column]);
        }

        return drawn;
    }

    /// <summary>Adds a gradient with respect to the columns' log-probabilities by themselves.</summary>
    /// <param name="gradient">The gradient with respect to the log-probabilities, to which the parents' part goes.</param>
    /// <param name="slope">What to add, for the first of the components.</param>
    public void AddOwn(Tensor gradient, Tensor slope)
    {
        if (_isChild is null)
        {
            gradient.narrow(0, 0, slope.shape[0]).Add(slope);
            return;
        }

        var ofChildren = slope * _isChild;
        ScoreGradient.narrow(0, 0, slope.shape[0]).Add(ofChildren);
        gradient.narrow(0, 0, slope.shape[0]).Add(slope).Add(ofChildren, -1);
    }

    /// <summary>
    /// From the gradients with respect to the scores and to the logarithms of the probabilities that <see cref="Forward"/> has left to that with
    /// respect to the log-probabilities by themselves.
    /// </summary>
    /// <param name="probabilities">The probabilities; afterwards the children's own again.</param>
    /// <param name="gradient">The gradient, changed.</param>
    /// <param name="logitGradients">Afterwards the gradients of the interactions' logits.</param>
    public void Backward(Tensor probabilities, Tensor gradient, Tensor[] logitGradients)
    {
        if (_scores is null)
        {
            return;
        }

        for (int i = 0; i < _spans.Count; i++)
        {
            var (span, edge) = (_spans[i], _edges[i]);
            var ofMeans = span.Child(gradient) / edge.Means;
            var ofRatios = ofMeans.mm(edge.Factors.t());
            var ofSums = (ofRatios * edge.Ratios).Plus(span.Parent(ScoreGradient)).neg() / edge.Sums;
            span.Child(gradient).AddProduct(ofSums.mm(edge.Factors), edge.Own);
            span.Parent(gradient).AddProduct(ofRatios, edge.Ratios);
            var ofFactors = edge.Ratios.t().mm(ofMeans).Add(ofSums.t().mm(edge.Own));
            logitGradients[i].copy_(RowGradients[i]).AddProduct(ofFactors, edge.Factors);
            span.Child(probabilities).copy_(edge.Own);
        }

        gradient.Add(ScoreGradient);
    }

    public void Dispose()
    {
        _scores?.Dispose();
        _scoreGradient?.Dispose();
        _isChild?.Dispose();
    }

    /// <summary>Where the symbols of a parent and its child are.</summary>
    private sealed record Span(long ParentOffset, long ParentSize, long ChildOffset, long ChildSize)
    {
        public Tensor Parent(Tensor symbols) => symbols.narrow(1, ParentOffset, ParentSize);

        public Tensor Child(Tensor symbols) => symbols.narrow(1, ChildOffset, ChildSize);
    }

    /// <summary>What the backward pass needs of the forward one.</summary>
    /// <param name="Factors">exp A, [parent's symbols, child's symbols].</param>
    /// <param name="Own">The child's probabilities by itself, [components, child's symbols].</param>
    /// <param name="Sums">Z, [components, parent's symbols].</param>
    /// <param name="Ratios">The parent's probabilities over Z.</param>
    /// <param name="Means">What the child's own probabilities are multiplied by over all symbols of its parent.</param>
    private sealed record Edge(Tensor Factors, Tensor Own, Tensor Sums, Tensor Ratios, Tensor Means);
}
