using System.Collections.Concurrent;

namespace FairGan.MLNet.Privacy;

/// <summary>
/// The only door to the real rows of a private run. The rows go in as cells of public domains; out come noisy counts and choices, and each
/// charges the ledger before it is computed. Nothing else about the rows can be asked, not even their exact number.
/// </summary>
internal sealed class PrivateTable
{
    private readonly ushort[][] _cells;
    private readonly int[] _sizes;
    private readonly PrivacyLedger _ledger;
    private readonly SystemRandom _random;
    private readonly ConcurrentDictionary<string, long[]> _counted = new(StringComparer.Ordinal);

    private PrivateTable(IReadOnlyList<string> names, ushort[][] cells, int[] sizes, PrivacyLedger ledger, SystemRandom random)
    {
        Names = names;
        _cells = cells;
        _sizes = sizes;
        _ledger = ledger;
        _random = random;
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many cells the domain of every column has.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    /// <summary>Reads a table into cells. Each cell depends on its own row alone.</summary>
    /// <param name="data">The table.</param>
    /// <param name="domains">The public domains of its columns.</param>
    /// <param name="subject">The column that names the person a row is about: one row of every person, chosen at random, counts. Null if every row is a different person.</param>
    /// <param name="ledger">The budget of all answers.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static PrivateTable Read(IDataView data, IReadOnlyList<ICellDomain> domains, string? subject, PrivacyLedger ledger, CancellationToken cancellationToken)
    {
        DataViewSchema.Column[] columns = [.. domains.Select(domain => data.Schema[domain.Name])];
        List<ushort>[] cells = [.. domains.Select(_ => new List<ushort>())];
        var random = new SystemRandom();
        TakeRows(data, columns, subject, random, cursor =>
        {
            Func<int>[] readers = [.. domains.Zip(columns, (domain, column) => domain.Reader(cursor, column))];
            return (column, place) => Put(cells[column], place, (ushort)readers[column]());
        }, cancellationToken);
        return new PrivateTable([.. domains.Select(domain => domain.Title)], Array.ConvertAll(cells, column => column.ToArray()), [.. domains.Select(domain => domain.CellCount)], ledger, random);
    }

    /// <summary>
    /// The texts of columns that occur often: every text that occurs is counted with noise, and kept above a threshold that noise on a text of one row
    /// exceeds with a probability of δ at most (Korolova et al. 2009).
    /// </summary>
    /// <param name="data">The table.</param>
    /// <param name="columns">What is known of the columns.</param>
    /// <param name="subject">The column that names the person a row is about, as for <see cref="Read"/>.</param>
    /// <param name="shares">For every column, ρ and δ that its answer may spend.</param>
    /// <param name="ledger">The budget of all answers.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>For every column, the texts in ordinal order.</returns>
    /// <exception cref="InvalidOperationException">The budget does not allow it.</exception>
    public static string[][] FrequentTexts(
        IDataView data, IReadOnlyList<ColumnDescription> columns, string? subject, IReadOnlyList<(double Rho, double Delta)> shares, PrivacyLedger ledger, CancellationToken cancellationToken)
    {
        DataViewSchema.Column[] read = [.. columns.Select(column => data.Schema[column.Name])];
        CellCleaner[] cleaners = [.. columns.Select(column => new CellCleaner(column with { Kind = ColumnKind.Categorical, Format = null, OtherFormats = null, Categories = null }))];
        List<string>[] texts = [.. columns.Select(_ => new List<string>())];
        var random = new SystemRandom();
        TakeRows(data, read, subject, random, cursor =>
        {
            Func<ReadOnlyMemory<char>>[] cells = Array.ConvertAll(read, column => CellText.Getter(cursor, column));
            return (column, place) => Put(texts[column], place, cleaners[column].Category(cells[column]().ToString()));
        }, cancellationToken);
        return [.. columns.Select((column, i) =>
        {
            var noise = new DiscreteGaussian(1 / (2 * shares[i].Rho));
            long threshold = 1 + noise.Exceeded(shares[i].Delta);
            ledger.Charge(new PrivacyCharge($"frequent texts of {column.Name}", "discrete Gaussian, threshold", 1 / (2 * noise.Variance)) { Delta = shares[i].Delta });
            return texts[i].Where(text => text.Length > 0).CountBy(text => text).Where(pair => pair.Value + noise.Next(random) > threshold).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        })];
    }

    // Moves over the rows, and has the cells of those that count put into their places.
    private static void TakeRows(
        IDataView data, DataViewSchema.Column[] columns, string? subject, SystemRandom random, Func<DataViewRowCursor, Action<int, int>> open, CancellationToken cancellationToken) => PrivateReading.Of(() =>
    {
        DataViewSchema.Column? person = subject is null ? null : data.Schema[subject];
        var people = new Dictionary<string, (int Row, int Rows)>(StringComparer.Ordinal);
        using DataViewRowCursor cursor = data.GetRowCursor(person is { } asked ? [.. columns, asked] : columns);
        Action<int, int> take = open(cursor);
        Func<ReadOnlyMemory<char>>? name = person is { } known ? CellText.Getter(cursor, known) : null;
        int taken = 0;
        for (long row = 0; cursor.MoveNext(); row++)
        {
            if ((row & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int place = taken;
            if (name is not null)
            {
                string key = name().ToString();
                bool isKnown = people.TryGetValue(key, out var former);
                place = isKnown ? former.Row : place;
                people[key] = (place, former.Rows + 1);

                // The n-th row of a person replaces the one chosen so far with probability 1/n, so that all are equally probable.
                if (isKnown && !random.IsOneOf(1, (UInt128)former.Rows + 1))
                {
                    continue;
                }
            }

            taken = Math.Max(taken, place + 1);
            for (int column = 0; column < columns.Length; column++)
            {
                take(column, place);
            }
        }

        return taken;
    });

    private static void Put<T>(List<T> cells, int place, T cell)
    {
        if (place == cells.Count)
        {
            cells.Add(cell);
        }
        else
        {
            cells[place] = cell;
        }
    }

    /// <summary>The same rows with some of each column's cells merged, as public answers suggest. The ledger stays the same.</summary>
    /// <param name="symbolOf">For every column, the new cell of each cell.</param>
    public PrivateTable Merged(IReadOnlyList<int[]> symbolOf) => new(
        Names, [.. _cells.Zip(symbolOf, (cells, map) => Array.ConvertAll(cells, cell => (ushort)map[cell]))], [.. symbolOf.Select(map => map.Max() + 1)], _ledger, _random);

    /// <summary>Counts the combinations of some columns' cells, with noise.</summary>
    /// <param name="columns">The columns; none for the number of rows.</param>
    /// <param name="rho">What the answer may spend.</param>
    /// <exception cref="InvalidOperationException">The budget does not allow it.</exception>
    public NoisyCounts Count(IReadOnlyList<int> columns, double rho)
    {
        // One row more or less changes one count by 1.
        var noise = new DiscreteGaussian(1 / (2 * rho));
        _ledger.Charge(new PrivacyCharge(Title(columns), "discrete Gaussian", 1 / (2 * noise.Variance)));
        return new NoisyCounts(columns, Array.ConvertAll(Exact(columns), count => count + noise.Next(_random)), noise.Variance);
    }

    /// <summary>Chooses, with noise, the candidate whose expected counts are farthest from the real ones.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="rho">What the answer may spend.</param>
    /// <returns>The position of the chosen candidate.</returns>
    /// <exception cref="InvalidOperationException">The budget does not allow it.</exception>
    public int Choose(IReadOnlyList<MarginalCandidate> candidates, double rho)
    {
        // One row more or less changes a sum of absolute differences by at most 1.
        double epsilon = ExponentialMechanism.Epsilon(rho);
        _ledger.Charge(new PrivacyCharge($"which of {candidates.Count} sets of columns", "exponential", epsilon * epsilon / 8));
        long[] scores = [.. candidates.AsParallel().AsOrdered().Select(candidate => candidate.Weight * (Distance(candidate) - candidate.Penalty))];
        return ExponentialMechanism.Choose(scores, candidates.Max(candidate => candidate.Weight), epsilon, _random);
    }

    private string Title(IReadOnlyList<int> columns) => columns.Count == 0 ? "rows" : string.Join(" × ", columns.Select(column => Names[column]));

    private long Distance(MarginalCandidate candidate) => Exact(candidate.Columns).Zip(candidate.Expected, (real, expected) => Math.Abs(real - expected)).Sum();

    // The same sets are candidates in many choices.
    private long[] Exact(IReadOnlyList<int> columns) => _counted.GetOrAdd(
        string.Join(',', columns), _ => ContingencyTable.Of(_cells[0].Length, [.. columns.Select(column => _cells[column])], [.. columns.Select(column => _sizes[column])]));
}
