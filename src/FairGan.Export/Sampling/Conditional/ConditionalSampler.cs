using FairGan.Export.Columns;
using FairGan.Export.Format;
using FairGan.Export.Format.Noise;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Draws rows that meet conditions, or whose column has given shares. Many latent noises are weighted by the probability of the
/// conditions given each of them, exact in a mixture of trees; a row takes one of them by these weights, its conditioned cells are
/// drawn among what is allowed, and the graph draws the rest. Row i depends on the seed and its number alone, up to its block of rows.
/// </summary>
/// <remarks>
/// Where the label is conditioned and a label head draws it, the head's probability is approximated by a product of factors, one a
/// column, fitted to rows drawn for that. Under a product the mixture stays exact, so the noises and the cells are drawn by it; what the
/// head says beyond weights several candidates a row.
/// </remarks>
internal sealed class ConditionalSampler
{
    private const int PoolPart = 1 << 12;
    private const int FirstPool = 1 << 14;
    private const int MostPool = 1 << 16;
    private const int MostWeights = 1 << 21;
    private const int EnoughNoises = 4096;
    private const int Ancestors = 1 << 15;
    private const int CandidatesPerRow = 4;
    private const int PilotBlocks = 8;
    private const int PilotBlockRows = 1 << 10;
    private const int FitRounds = 8;
    private const double FitPrior = 5;
    private const double MostTilt = 7;

    // Less likely than one row in a hundred million is what the network's smoothing leaves of the impossible.
    private const double Impossible = 1e-8;
    private const double LeastProbability = 1e-12;

    // Noise of the pool and of the rows come from streams of their own.
    private const long PoolStream = 0x5DEECE66D1CE4E5B;
    private const long PilotStream = 0x2545F4914F6CDD1D;

    private readonly ConditionalGraph _graph;
    private readonly SamplingOptions _options;
    private readonly float _strength;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly List<Scenario> _scenarios;
    private readonly int _headLabel;
    private readonly int _candidates;

    /// <param name="graph">The generator.</param>
    /// <param name="options">Which rows.</param>
    /// <param name="strength">Strength of fairness.</param>
    /// <param name="threads">Threads to weight the noises with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">A column or value does not exist, or no row can meet the conditions.</exception>
    public ConditionalSampler(ConditionalGraph graph, SamplingOptions options, float strength, int threads, CancellationToken cancellationToken)
    {
        _graph = graph;
        _options = options;
        _strength = strength;
        _threads = threads;
        _cancellation = cancellationToken;
        _headLabel = graph.HasLabelHead ? graph.Schema.IndexOf(graph.Schema.Label!) : -1;
        _scenarios = Scenarios();
        _candidates = _scenarios.Any(scenario => scenario.Label is not null) ? CandidatesPerRow : 1;
        foreach (var scenario in _scenarios.Where(scenario => scenario.Label is not null))
        {
            Tilt(scenario);
        }

        WeightNoises(_scenarios, Math.Clamp(MostWeights / _scenarios.Count, FirstPool, MostPool));
    }

    /// <summary>Of all symbols, the logarithm of the factor that stands for the label head under the conditions; null where they are not on a label that it draws.</summary>
    public float[]? LabelTilt => _scenarios[0].Tilt;

    /// <summary>Draws those rows of a block that are asked for.</summary>
    /// <param name="request">Which rows.</param>
    /// <param name="block">Number of the block.</param>
    public SyntheticBatch Draw(Request request, long block)
    {
        const int rows = BlockRunner.Rows;
        long first = block * rows;
        int from = (int)Math.Max(0, request.Start - first), to = (int)Math.Min(rows, request.End - first), width = _graph.Width;
        var noise = new float[rows * _candidates * width];
        SplitMix64.Fill(request.Seed, first * _candidates, width, noise);
        double[] shares = [.. _scenarios.Select(scenario => scenario.Share)];
        int[] scenarioOf = [.. Enumerable.Range(0, rows).Select(row => CandidateRows.Draw(shares, noise[row * _candidates * width]))];
        var candidates = Candidates(noise, candidate => _scenarios[scenarioOf[candidate / _candidates]]);
        using var drawn = candidates.Draw(_strength);
        var chosen = new int[rows];
        for (int i = 0; i < _scenarios.Count; i++)
        {
            int[] own = [.. Enumerable.Range(0, rows).Where(row => scenarioOf[row] == i)];
            if (own.Length > 0 && _scenarios[i].Label is not null)
            {
                Choose(_scenarios[i], candidates, drawn, own, noise[((own[0] * _candidates) + 1) * width], chosen);
            }
            else
            {
                Array.ForEach(own, row => chosen[row] = row * _candidates);
            }
        }

        return new SyntheticBatch(first + from, to - from, candidates.Columns(drawn, chosen[from..to], first + from));
    }

    // Rows whose conditioned cells are drawn, all but a label that the head draws.
    private CandidateRows Candidates(float[] noise, Func<int, Scenario> scenarioOf)
    {
        int count = noise.Length / _graph.Width, latentSize = _graph.LatentSize;
        var latent = new float[count * latentSize];
        for (int candidate = 0; candidate < count; candidate++)
        {
            int[] ancestors = scenarioOf(candidate).Ancestors;
            int ancestor = ancestors[(int)(noise[(candidate * _graph.Width) + 1] * ancestors.Length)];
            SplitMix64.Fill(_options.Seed ^ PoolStream, ancestor, latentSize, latent.AsSpan(candidate * latentSize, latentSize));
        }

        var candidates = new CandidateRows(_graph, noise, latent);
        for (int candidate = 0; candidate < count; candidate++)
        {
            var scenario = scenarioOf(candidate);
            if (scenario.Tilt is { } tilt)
            {
                candidates.Tilt(candidate, tilt);
            }

            foreach (var (column, allowed) in scenario.Cells)
            {
                candidates.Tell(candidate, column, allowed.Shares);
            }

            foreach (var (column, allowed) in scenario.Cells)
            {
                candidates.Pin(candidate, column, allowed);
            }

            foreach (DeterminedCells cells in scenario.Determined)
            {
                cells.Pin(candidates, candidate);
            }
        }

        return candidates;
    }

    // Picks as many candidates as there are rows by the head's probability of the condition over what they were drawn by.
    private void Choose(Scenario scenario, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int[] rows, double offset, int[] chosen)
    {
        int[] own = [.. rows.SelectMany(row => Enumerable.Range(row * _candidates, _candidates))];
        var (probabilities, labels) = LabelProbabilities(scenario, candidates, drawn, own);
        double[] weights = [.. probabilities.Zip(LogTilts(scenario.Tilt!, candidates, drawn, own), (probability, tilt) => probability * Math.Exp(-tilt))];
        int[] picked = Systematic(weights, rows.Length, offset);
        for (int i = 0; i < rows.Length; i++)
        {
            chosen[rows[i]] = own[picked[i]];
            candidates.PinLabel(own[picked[i]], _headLabel, scenario.Label!, labels[picked[i]]);
        }
    }

    // Of rows, the probability that the label meets its condition, and each label's share of that.
    private (double[] Met, double[][] Labels) LabelProbabilities(Scenario scenario, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int[] rows)
    {
        int positive = _graph.Schema.Columns[_headLabel].SymbolOf(_graph.Schema.Positive!);
        var ofPositive = drawn[^1].GetTensorDataAsSpan<float>();
        var met = new double[rows.Length];
        var labels = new double[rows.Length][];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] own = candidates.Probabilities(rows[i], _headLabel);
            double others = 1 - own[positive], rest = 1 - ofPositive[rows[i]];
            for (int symbol = 0; symbol < own.Length; symbol++)
            {
                double probability = symbol == positive ? ofPositive[rows[i]] : others > 0 ? rest * own[symbol] / others : rest / (own.Length - 1);
                own[symbol] = Math.Max(probability, LeastProbability) * scenario.Label!.Shares[symbol];
            }

            labels[i] = own;
            met[i] = own.Sum();
        }

        return (met, labels);
    }

    private double[] LogTilts(float[] tilt, CandidateRows candidates, IReadOnlyList<OrtValue> drawn, int[] rows)
    {
        var logs = new double[rows.Length];
        foreach (int column in FactorColumns())
        {
            int[] symbols = candidates.Symbols(drawn, column, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                logs[i] += tilt[_graph.Offsets[column] + symbols[i]];
            }
        }

        return logs;
    }

    private IEnumerable<int> FactorColumns() => Enumerable.Range(0, _graph.Offsets.Length).Where(column => _graph.HasFactors(column) && column != _headLabel);

    // Fits the factors to rows that meet the other conditions, by iterative proportional fitting: in turn, each symbol's factor is what
    // makes the product add up, over the rows that have the symbol, to what the head says.
    private void Tilt(Scenario scenario)
    {
        WeightNoises([scenario], FirstPool);
        int[] columns = [.. FactorColumns()], all = [.. Enumerable.Range(0, PilotBlockRows)];
        var symbols = new int[PilotBlocks][][];
        var met = new double[PilotBlocks][];
        Parallel.For(0, PilotBlocks, Parallelism(), block =>
        {
            var noise = new float[PilotBlockRows * _graph.Width];
            SplitMix64.Fill(_options.Seed ^ PilotStream, (long)block * PilotBlockRows, _graph.Width, noise);
            var rows = Candidates(noise, _ => scenario);
            using var drawn = rows.Draw(_strength);
            met[block] = LabelProbabilities(scenario, rows, drawn, all).Met;
            symbols[block] = [.. columns.Select(column => rows.Symbols(drawn, column, all))];
        });

        double[] target = [.. met.SelectMany(part => part)];
        double mean = target.Average();
        var product = new double[target.Length];
        Array.Fill(product, mean);
        var tilt = new float[_graph.SymbolCount];
        for (int round = 0; round < FitRounds; round++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                int count = _graph.Schema.Columns[columns[c]].SymbolCount;
                int[] own = [.. symbols.SelectMany(block => block[c])];
                var wanted = new double[count];
                var got = new double[count];
                for (int row = 0; row < own.Length; row++)
                {
                    wanted[own[row]] += target[row];
                    got[own[row]] += product[row];
                }

                double[] ratio = [.. wanted.Zip(got, (w, g) => (w + (FitPrior * mean)) / (g + (FitPrior * mean)))];
                for (int symbol = 0; symbol < count; symbol++)
                {
                    ref float log = ref tilt[_graph.Offsets[columns[c]] + symbol];
                    log = (float)Math.Clamp(log + Math.Log(ratio[symbol]), -MostTilt, MostTilt);
                }

                for (int row = 0; row < own.Length; row++)
                {
                    product[row] *= ratio[own[row]];
                }
            }
        }

        scenario.Tilt = tilt;
        scenario.LabelProbability = mean;
    }

    private ParallelOptions Parallelism() => new() { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation };

    private List<Scenario> Scenarios()
    {
        var conditions = _options.Where;
        if (conditions.GroupBy(condition => condition.Column).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Column '{twice.Key}' has two conditions; put the alternatives of a column together, as {twice.Key}=A|B.");
        }

        if (_options.Balance is not { } balance)
        {
            return [NewScenario(1, conditions)];
        }

        if (conditions.Any(condition => condition.Column == balance.Column))
        {
            throw new ArgumentException($"Column '{balance.Column}' is both balanced and conditioned; balance it among the values that are wanted alone.");
        }

        double total = balance.Shares.Sum(share => share.Value);
        if (balance.Shares.Any(share => !(share.Value > 0) || double.IsInfinity(share.Value)))
        {
            throw new ArgumentException($"The shares that column '{balance.Column}' is balanced to have to be above 0.");
        }

        var values = balance.Shares.Count > 0 ? balance.Shares.Select(share => (share.Key, share.Value / total)) : Alike(_graph.Schema.Columns[IndexOf(balance.Column)]);
        return [.. values.Select(value => NewScenario(value.Item2, [.. conditions, new ColumnCondition(balance.Column, [value.Item1])]))];
    }

    private Scenario NewScenario(double share, IReadOnlyList<ColumnCondition> conditions)
    {
        var (cells, determined) = Cells(conditions);
        cells.Remove(_headLabel, out var label);
        var ordered = new OrderedDictionary<int, AllowedCells>(cells.OrderBy(cell => _graph.ParentOf(cell.Key) is not null));
        return new Scenario(share, ordered, determined, label);
    }

    private static IEnumerable<(string, double)> Alike(ColumnCodec codec)
    {
        if (codec.BalanceExample is { } example)
        {
            throw new ArgumentException($"Column '{codec.Name}' has too many values to balance them all; give shares of some, as {codec.Name}={example}.");
        }

        int[] symbols = [.. Enumerable.Range(0, codec.SymbolCount).Where(symbol => symbol != codec.MissingSymbol)];
        return symbols.Select(symbol => (codec.Describe(symbol), 1.0 / symbols.Length));
    }

    private int IndexOf(string column)
    {
        var columns = _graph.Schema.Columns;
        int index = columns.Select(codec => codec.Name).ToList().IndexOf(column);
        string hint = column.EndsWith('<') || column.EndsWith('>') ? $" A range is written {column[..^1]}=20..30, {column[..^1]}=20.. or {column[..^1]}=..30." : "";
        return index >= 0 ? index
            : throw new ArgumentException($"The generator has no column '{column}'; the nearest are {Spelling.Nearest(column, columns.Select(codec => codec.Name))}.{hint}");
    }

    // What is allowed of the drawn columns; of a column that is looked up, by the symbols of its source that give it.
    private (Dictionary<int, AllowedCells> Cells, List<DeterminedCells> Determined) Cells(IReadOnlyList<ColumnCondition> conditions)
    {
        var cells = new Dictionary<int, AllowedCells>();
        var together = new List<(Derivation Derivation, AllowedCells Allowed)>();
        foreach (var condition in conditions.OrderBy(condition => _graph.Derivations.Any(derivation => derivation.Column == IndexOf(condition.Column))))
        {
            int column = IndexOf(condition.Column);
            if (!_graph.IsCodedAsIs(column))
            {
                throw new ArgumentException($"Rows cannot be drawn by a condition on column '{condition.Column}', which is made of other columns or afresh in every row.");
            }

            var allowed = _graph.Schema.Columns[column].Allowed(condition);
            if (_graph.Derivations.FirstOrDefault(derivation => derivation.Column == column) is not { } derived)
            {
                cells.Add(column, allowed);
                continue;
            }

            if (derived.IsDrawn)
            {
                together.Add((derived, allowed));
                continue;
            }

            bool[] sources = [.. derived.Symbols.Select(symbol => symbol >= 0 && allowed.Shares[symbol] > 0)];
            cells[derived.Source] = cells.TryGetValue(derived.Source, out var known) ? known.Only(sources) : AllowedCells.Whole(sources);
            if (!cells[derived.Source].Shares.Any(share => share > 0))
            {
                throw Contradictory(derived);
            }
        }

        var determined = new List<DeterminedCells>();
        foreach (var (derivation, allowed) in together)
        {
            var own = determined.Find(known => known.Source == derivation.Source);
            if (own is null)
            {
                var all = AllowedCells.Whole(derivation.Symbols.Select(_ => true));
                determined.Add(own = new DeterminedCells(derivation.Source, cells.Remove(derivation.Source, out var source) ? source : all));
            }

            own.Add(derivation, _graph.Schema.Columns[derivation.Column], allowed);
            if (!own.IsPossible)
            {
                throw Contradictory(derivation);
            }
        }

        return (cells, determined);

        ArgumentException Contradictory(Derivation derivation) => new(
            $"No row meets the conditions on '{_graph.Schema.Columns[derivation.Column].Name}' and '{_graph.Schema.Columns[derivation.Source].Name}' together, for the second determines the first.");
    }

    private void WeightNoises(List<Scenario> scenarios, int most)
    {
        double[][] weights = [.. scenarios.Select(_ => new double[most])];
        var factors = scenarios.ConvertAll(scenario => (Factors(scenario), Determined(scenario)));
        int pool = 0;
        do
        {
            int from = pool;
            pool = Math.Max(FirstPool, 2 * pool);
            Parallel.For(from / PoolPart, pool / PoolPart, Parallelism(), part => Weight(part, factors, weights));
        }
        while (pool < most && weights.Any(own => Effective(own) < EnoughNoises));

        for (int i = 0; i < scenarios.Count; i++)
        {
            if (weights[i].Sum() / pool * (scenarios[i].Label is null ? 1 : scenarios[i].LabelProbability) < Impossible)
            {
                throw Unmet(scenarios[i]);
            }

            scenarios[i].Ancestors = Systematic(weights[i], Ancestors, 0.5);
        }
    }

    // The conditions and what stands for the label head, but for the condition on one column.
    private ColumnFactors Factors(Scenario scenario, int left = -1)
    {
        var factors = scenario.Tilt is { } tilt
            ? FactorColumns().Where(column => !scenario.Determined.Exists(cells => cells.Source == column)).ToDictionary(column => column, column => Enumerable.Range(0, _graph.Schema.Columns[column].SymbolCount)
                .Select(symbol => Math.Exp(tilt[_graph.Offsets[column] + symbol]) * (scenario.Cells.TryGetValue(column, out var allowed) ? allowed.Shares[symbol] : 1)).ToArray())
            : scenario.Cells.ToDictionary(cell => cell.Key, cell => cell.Value.Shares);
        factors.Remove(left);
        return new ColumnFactors(_graph, factors);
    }

    // Of columns that are weighted together, the probability of their conditions times the source's factor.
    private Func<float[], int, double> Determined(Scenario scenario)
    {
        double[]?[] factors = [.. scenario.Determined.Select(cells => scenario.Tilt is { } tilt && _graph.HasFactors(cells.Source)
            ? tilt[_graph.Offsets[cells.Source]..][.._graph.Schema.Columns[cells.Source].SymbolCount].Select(log => Math.Exp(log)).ToArray()
            : null)];
        return (logits, row) =>
        {
            double product = 1;
            for (int i = 0; i < factors.Length; i++)
            {
                double[] own = scenario.Determined[i].Weights(column => Probabilities(logits, row, column));
                product *= factors[i] is { } factor ? own.Zip(factor, (weight, f) => weight * f).Sum() : own.Sum();
            }

            return product;
        };
    }

    private double[] Probabilities(float[] logits, int row, int column) =>
        CandidateRows.Softmax(_graph.Of(Row(logits, row), column));

    private void Weight(int part, List<(ColumnFactors Columns, Func<float[], int, double> Determined)> factors, double[][] weights)
    {
        float[] logits = PoolLogits(part);
        for (int i = 0; i < PoolPart; i++)
        {
            for (int scenario = 0; scenario < factors.Count; scenario++)
            {
                weights[scenario][(part * PoolPart) + i] = factors[scenario].Determined(logits, i) * factors[scenario].Columns.Mean(Row(logits, i));
            }
        }
    }

    private float[] PoolLogits(int part)
    {
        var latent = new float[PoolPart * _graph.LatentSize];
        SplitMix64.Fill(_options.Seed ^ PoolStream, (long)part * PoolPart, _graph.LatentSize, latent);
        return _graph.Logits(latent);
    }

    private ReadOnlySpan<float> Row(float[] logits, int row) => logits.AsSpan(row * _graph.SymbolCount, _graph.SymbolCount);

    // Kish's effective number of equally weighted noises.
    private static double Effective(double[] weights)
    {
        double sum = 0, squares = 0;
        foreach (double weight in weights)
        {
            sum += weight;
            squares += weight * weight;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    // Systematic resampling: positions by their weights, each as often as its share of the draws, rounded up or down.
    private static int[] Systematic(double[] weights, int draws, double offset)
    {
        var drawn = new int[draws];
        double step = weights.Sum() / draws, sum = weights[0];
        for (int i = 0, at = 0; i < draws; i++)
        {
            while (sum <= (i + offset) * step && at < weights.Length - 1)
            {
                sum += weights[++at];
            }

            drawn[i] = at;
        }

        return drawn;
    }

    // Names the condition without which the others are met most easily, and the values that its column has then.
    private ArgumentException Unmet(Scenario scenario)
    {
        var (best, column, likeliest) = (-1.0, 0, Array.Empty<double>());
        float[] logits = PoolLogits(0);
        foreach (int left in scenario.Cells.Keys.Concat(scenario.Determined.Select(cells => cells.Source)))
        {
            double others = 0;
            var symbols = new double[_graph.Schema.Columns[left].SymbolCount];
            var factors = Factors(scenario, left);
            for (int i = 0; i < PoolPart; i++)
            {
                double weight = factors.Mean(Row(logits, i));
                weight = scenario.Determined.Where(cells => cells.Source != left).Aggregate(weight, (product, cells) => product * cells.Weights(column => Probabilities(logits, i, column)).Sum());
                double[] likely = factors.Likely(Row(logits, i), left);
                double sum = likely.Sum();
                others += weight;
                for (int symbol = 0; symbol < symbols.Length && sum > 0; symbol++)
                {
                    symbols[symbol] += weight * likely[symbol] / sum;
                }
            }

            if (others > best)
            {
                (best, column, likeliest) = (others, left, symbols);
            }
        }

        var codec = _graph.Schema.Columns[column];
        var nearest = Enumerable.Range(0, likeliest.Length).OrderByDescending(symbol => likeliest[symbol]).Take(3).Select(codec.Describe);
        return new ArgumentException(
            $"No row meets all conditions: fewer than one in 100,000,000 does. Under the others, the likeliest values of column '{codec.Name}' are {string.Join(", ", nearest)}.");
    }

    /// <summary>A set of conditions that some share of the rows meets.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cells">What is allowed of drawn columns, those that are drawn given another one last.</param>
    /// <param name="determined">What is allowed of columns that are looked up and drawn as well.</param>
    /// <param name="label">What is allowed of a label that the head draws; null where that is all.</param>
    private sealed class Scenario(double share, OrderedDictionary<int, AllowedCells> cells, List<DeterminedCells> determined, AllowedCells? label)
    {
        public double Share { get; } = share;

        public OrderedDictionary<int, AllowedCells> Cells { get; } = cells;

        public List<DeterminedCells> Determined { get; } = determined;

        public AllowedCells? Label { get; } = label;

        /// <summary>Of all symbols, the logarithm of the factor that stands for the label head; null until it is fitted.</summary>
        public float[]? Tilt { get; set; }

        /// <summary>Share of the rows under the other conditions whose label is allowed.</summary>
        public double LabelProbability { get; set; } = 1;

        /// <summary>Numbers of the pool's noises, each as often as its weight says.</summary>
        public int[] Ancestors { get; set; } = [];
    }
}
