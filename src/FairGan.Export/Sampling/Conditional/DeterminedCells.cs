namespace FairGan.Export.Sampling.Conditional;

/// <summary>
/// Conditions on columns that another one determines where no cell is missing. Their allowed symbols depend on the other's symbol, so all of
/// them are weighted and sampled together.
/// </summary>
/// <param name="source">Position of the column that determines the others.</param>
/// <param name="allowed">The allowed cells.</param>
internal sealed class DeterminedCells(int source, AllowedCells allowed)
{
    // For every determined column, its allowed symbols by the source's symbol.
    private readonly List<(int Column, AllowedCells[] Drawn)> _columns = [];

    /// <summary>Position of the column that determines the others.</summary>
    public int Source => source;

    /// <summary>Whether some cells meet all conditions.</summary>
    public bool IsPossible => Enumerable.Range(0, allowed.Shares.Length).Any(symbol => allowed.Shares[symbol] > 0 && _columns.TrueForAll(column => column.Drawn[symbol].Shares.Any(share => share > 0)));

    /// <summary>Adds a condition.</summary>
    /// <param name="derivation">How the column is determined.</param>
    /// <param name="codec">The column.</param>
    /// <param name="condition">The allowed cells.</param>
    public void Add(Derivation derivation, ColumnCodec codec, AllowedCells condition)
    {
        // Where the source determines the column, it becomes what it should whatever is drawn but a missing cell.
        bool mayLack = codec.HasMissing && condition.Shares[codec.MissingSymbol] > 0;
        AllowedCells met = Drawn(present: true), unmet = Drawn(present: false);
        _columns.Add((derivation.Column, Array.ConvertAll(derivation.Symbols, symbol => symbol < 0 ? condition : condition.Shares[symbol] > 0 ? met : unmet)));

        AllowedCells Drawn(bool present) => AllowedCells.Whole(Enumerable.Range(0, codec.SymbolCount).Select(symbol => symbol == codec.MissingSymbol ? mayLack : present));
    }

    /// <summary>For every symbol of the source, the probability that it is sampled and all conditions are met.</summary>
    /// <param name="probabilities">The probabilities of a column's symbols.</param>
    public double[] Weights(Func<int, double[]> probabilities)
    {
        double[] weights = [.. probabilities(source).Zip(allowed.Shares, (probability, share) => probability * share)];
        var met = new Dictionary<AllowedCells, double>();
        foreach (var (column, drawn) in _columns)
        {
            double[] own = probabilities(column);
            met.Clear();
            for (int symbol = 0; symbol < weights.Length; symbol++)
            {
                if (!met.TryGetValue(drawn[symbol], out double probability))
                {
                    met[drawn[symbol]] = probability = own.Zip(drawn[symbol].Shares, (p, share) => p * share).Sum();
                }

                weights[symbol] *= probability;
            }
        }

        return weights;
    }

    /// <summary>Samples the source of a row and restricts the determined columns to the values that match it.</summary>
    public void Constrain(CandidateRows rows, int row)
    {
        int symbol = rows.Constrain(row, source, allowed, Weights(column => rows.Probabilities(row, column)));
        foreach (var (column, drawn) in _columns)
        {
            for (int other = 0; other < drawn[symbol].Shares.Length; other++)
            {
                if (drawn[symbol].Shares[other] == 0)
                {
                    rows.Forbid(row, column, other);
                }
            }
        }
    }
}
