using FairGan.MLNet.Training.Rows;

namespace FairGan.MLNet.Training.Loop;

/// <summary>
/// Finds the pairs of columns that are modelled jointly, a child column given its parent: first those whose cells are missing together, then
/// those with the highest cross-validated mutual information (Chow and Liu 1968). A child column has one parent; a parent is not a child and
/// not the target of a rule.
/// </summary>
internal sealed class InteractionSearch
{
    // With fewer rows, the network learns dependences as well by itself, with fewer parameters; but for cells that are missing together.
    private const int LeastRows = 1000;
    private const int MostRows = 50_000;
    private const int Folds = 5;
    private const int MostThreads = 512;

    // Missing cells count as missing together if either column's says as much of the other's, in nats per row and of what there is to say.
    private const double LeastTogether = 0.1;
    private const double MostOfAll = 0.5;
    private const int TogetherDigits = 6;

    // Candidate weights of the child's marginal distribution, in rows of the parent's symbol; the best one is used.
    private static readonly double[] s_priors = [1, 4, 16, 64];

    private readonly EncodedTable _table;
    private readonly int _minRows;
    private readonly int[] _rows;
    private readonly NeighbourSmoothing _smoothing;

    private InteractionSearch(TrainingTarget target, int[] rows, NeighbourSmoothing smoothing)
    {
        _table = target.Table;
        _minRows = target.MinRows;
        _rows = rows.Length > MostRows ? rows[..MostRows] : rows;
        _smoothing = smoothing;
    }

    /// <summary>The interactions, with logits to begin with. The label and sensitive columns take no part.</summary>
    /// <param name="target">The rows, of the sampled columns only, and the minimum number of rows for a pair of symbols to have a rate of its own.</param>
    /// <param name="rows">Numbers of the rows to use, in any order.</param>
    /// <param name="smoothing">Smoothing between neighbouring symbols.</param>
    /// <param name="options">The smallest mutual information of a pair, and the number of threads.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<Interaction> Find(TrainingTarget target, int[] rows, NeighbourSmoothing smoothing, GanOptions options, CancellationToken cancellationToken) =>
        new InteractionSearch(target, rows, smoothing).Find(options.LeastInteraction, options.Threads, cancellationToken);

    private List<Interaction> Find(double least, int threads, CancellationToken cancellationToken)
    {
        var schema = _table.Schema;
        int[] columns = [.. Enumerable.Range(0, schema.Columns.Count).Where(column =>
            schema.Columns[column] is { SymbolCount: > 1 } codec && codec.Name != schema.Label && !schema.Sensitive.Contains(codec.Name)
            && !_table.Derivations.Any(derivation => derivation.Column == column || derivation.Source == column))];
        var pairs = columns.SelectMany(a => columns.Where(b => b < a).Select(b => (A: a, B: b))).AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(threads, MostThreads)).WithCancellation(cancellationToken)
            .Select(pair => (pair.A, pair.B, Together: MissingTogether(pair.A, pair.B).Information, Gain: IsLarge ? Best(pair.A, pair.B).Gain : 0)).Where(pair => Math.Max(pair.Gain, pair.Together) > least)
            .OrderByDescending(pair => pair.Gain).ToArray();
        var sums = new double[schema.Columns.Count];
        foreach (var (a, b, _, gain) in pairs)
        {
            sums[a] += gain;
            sums[b] += gain;
        }

        bool[] isMade = [.. schema.Columns.Select(codec => schema.Rules.Any(rule => rule.Target == codec.Name))];
        HashSet<int> parents = [], children = [];
        var found = new List<Interaction>();

        // The column that says most of where other cells are missing becomes the parent of these columns, and so on with the remaining ones.
        var together = pairs.Where(pair => pair.Together > 0).SelectMany(pair => new[] { (Parent: pair.A, Child: pair.B, pair.Together), (Parent: pair.B, Child: pair.A, pair.Together) }).ToArray();
        while (together.Where(pair => Fits(pair.Parent, pair.Child)).GroupBy(pair => pair.Parent).OrderByDescending(star => Math.Round(star.Sum(pair => pair.Together), TogetherDigits)).ThenByDescending(star => sums[star.Key]).FirstOrDefault() is { } star)
        {
            foreach (var (parent, child, _) in star)
            {
                Add(parent, child);
            }
        }

        foreach (var (a, b, _, _) in pairs.Where(pair => pair.Gain > least))
        {
            var (parent, child) = sums[a] >= sums[b] ? (a, b) : (b, a);
            if (!Fits(parent, child))
            {
                (parent, child) = (child, parent);
            }

            if (Fits(parent, child))
            {
                Add(parent, child);
            }
        }

        return found;

        void Add(int parent, int child)
        {
            parents.Add(parent);
            children.Add(child);
            found.Add(new Interaction(parent, child, LogitsOf(parent, child)));
        }

        bool Fits(int parent, int child) => !isMade[parent] && !children.Contains(parent) && !children.Contains(child) && !parents.Contains(child);
    }

    private bool IsLarge => _rows.Length >= LeastRows;

    private float[] LogitsOf(int parent, int child)
    {
        ColumnCodec from = _table.Schema.Columns[parent], to = _table.Schema.Columns[child];
        var (information, rows) = MissingTogether(parent, child);
        float[] logits = IsLarge ? Best(parent, child).Logits : new float[from.SymbolCount * to.SymbolCount];
        if (information == 0)
        {
            return logits;
        }

        // Missing cells that hardly a row has apart are generated apart as rarely.
        float[] ofMissing = Logits(rows, 2, 2, s_priors[0], _minRows);
        for (int cell = 0; cell < logits.Length; cell++)
        {
            int pair = (cell / to.SymbolCount == from.MissingSymbol ? 2 : 0) + (cell % to.SymbolCount == to.MissingSymbol ? 1 : 0);
            logits[cell] = rows[pair] < Math.Max(1, _minRows) ? -Interaction.MostLogit / 2 : IsLarge ? logits[cell] : ofMissing[pair];
        }

        return logits;
    }

    // The mutual information of two columns' missing cells, 0 unless one column nearly says where the other's are; and the rows with both
    // cells present, the second one missing, the first one missing, and both.
    private (double Information, float[] Rows) MissingTogether(int first, int second)
    {
        int firstMissing = _table.Schema.Columns[first].MissingSymbol, secondMissing = _table.Schema.Columns[second].MissingSymbol;
        float[] rows = new float[4];
        if (firstMissing < 0 || secondMissing < 0)
        {
            return (0, rows);
        }

        foreach (int row in _rows)
        {
            rows[(_table.Codes[first][row] == firstMissing ? 2 : 0) + (_table.Codes[second][row] == secondMissing ? 1 : 0)]++;
        }

        double ofFirst = Entropy(rows[0] + rows[1], rows[2] + rows[3]), ofSecond = Entropy(rows[0] + rows[2], rows[1] + rows[3]);
        double information = ofFirst + ofSecond - Entropy(rows);
        return (information >= Math.Max(LeastTogether, MostOfAll * Math.Min(ofFirst, ofSecond)) ? information : 0, rows);
    }

    private static double Entropy(params ReadOnlySpan<float> rows)
    {
        double all = 0, sum = 0;
        foreach (float count in rows)
        {
            all += count;
            sum += count > 0 ? count * Math.Log(count) : 0;
        }

        return Math.Log(all) - (sum / all);
    }

    // The information of the parent about the child in held-out rows, and the logits from all rows.
    private (double Gain, float[] Logits) Best(int parent, int child)
    {
        int parents = _table.Schema.Columns[parent].SymbolCount, children = _table.Schema.Columns[child].SymbolCount;
        var folds = new float[Folds][];
        for (int fold = 0; fold < Folds; fold++)
        {
            folds[fold] = new float[parents * children];
            for (int i = fold; i < _rows.Length; i += Folds)
            {
                folds[fold][(_table.Codes[parent][_rows[i]] * children) + _table.Codes[child][_rows[i]]]++;
            }
        }

        float[] all = [.. Enumerable.Range(0, parents * children).Select(cell => folds.Sum(fold => fold[cell]))];
        float[][] others = [.. folds.Select(fold => _smoothing.Smoothed(parent, child, [.. all.Zip(fold, (whole, part) => whole - part)]))];
        var gains = s_priors.Select(prior => (Prior: prior, Gain: Enumerable.Range(0, Folds).Sum(fold => Gain(folds[fold], Logits(others[fold], parents, children, prior, _minRows))) / _rows.Length));
        var (best, gain) = gains.MaxBy(pair => pair.Gain);
        return (gain, Logits(_smoothing.Smoothed(parent, child, all), parents, children, best, _minRows));
    }

    private static double Gain(float[] counts, float[] logits)
    {
        double sum = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            sum += counts[cell] * logits[cell];
        }

        return sum;
    }

    /// <summary>log p(child | parent) / p(child). Children that a parent's symbol has in too few rows share one rate.</summary>
    /// <param name="counts">Rows of every pair of symbols, the parent's symbol by symbol.</param>
    /// <param name="parents">Symbols of the parent.</param>
    /// <param name="children">Symbols of the child.</param>
    /// <param name="prior">Weight of the child's marginal distribution, in rows of the parent's symbol.</param>
    /// <param name="minRows">Rows that a pair needs for a rate of its own.</param>
    internal static float[] Logits(float[] counts, int parents, int children, double prior, int minRows)
    {
        const double LeastCount = 0.5;
        var shares = new double[children];
        for (int cell = 0; cell < counts.Length; cell++)
        {
            shares[cell % children] += counts[cell];
        }

        double rows = shares.Sum() + (LeastCount * children);
        shares = Array.ConvertAll(shares, count => (count + LeastCount) / rows);
        var logits = new float[counts.Length];
        for (int parent = 0; parent < parents; parent++)
        {
            var given = counts.AsSpan(parent * children, children);
            double ofParent = 0, rare = 0, rareShare = 0;
            for (int child = 0; child < children; child++)
            {
                ofParent += given[child];
                rare += given[child] < minRows ? given[child] : 0;
                rareShare += given[child] < minRows ? shares[child] : 0;
            }

            for (int child = 0; child < children; child++)
            {
                var (count, share) = given[child] < minRows ? (rare, rareShare) : (given[child], shares[child]);
                double rate = (count + (prior * share)) / (ofParent + prior);
                logits[(parent * children) + child] = (float)Math.Max(Math.Log(rate / share), -Interaction.MostLogit / 2);
            }
        }

        return logits;
    }
}
