using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>
/// Makes a differentially private stand-in for a table: noisy counts of single columns give the codecs; then sets of columns are chosen by
/// what the stand-in rows get most wrong, counted with noise, and fitted (AIM, McKenna et al. 2022). Everything after the counts
/// is post-processing: training on the stand-in, in whatever way, spends nothing.
/// </summary>
internal sealed class StandInBuilder
{
    private const int FirstSweeps = 30;
    private const int SweepsPerRound = 25;
    private const int LastSweeps = 120;
    private const int LastGrowth = 4;
    private const double Step = 0.7;
    private const double LeastRest = 0.02;
    private const int LeastRows = 10_000;
    private const int MostRows = 500_000;

    // Of counts of more cells, noise would leave nothing.
    private const long MostCells = 1 << 17;

    private readonly SynthesizerOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private readonly PrivacyLedger _ledger;

    private StandInBuilder(SynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _options = options;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _ledger = PrivacyLedger.For(options.Privacy!);
    }

    /// <summary>Makes the stand-in.</summary>
    /// <param name="data">The real rows.</param>
    /// <param name="options">Roles, the description of the columns, and the budget.</param>
    /// <param name="progress">Receives the progress; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="FormatException">The description of a column lacks what its domain needs.</exception>
    public static StandInTable Build(IDataView data, SynthesizerOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        new StandInBuilder(options, progress, cancellationToken).Build(data);

    private StandInTable Build(IDataView data)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        TableEncoder.RequireColumns(columns, _options);
        var (domains, notes) = PrivateDomains.Of(data, _options, _ledger, _cancellationToken);
        string[] roles = [.. _options.LabelColumn is { } label ? [label] : Array.Empty<string>(), .. _options.SensitiveColumns];
        if (roles.FirstOrDefault(role => role == _options.Protection.SubjectColumn) is { } both)
        {
            throw new FormatException($"Column '{both}' names the people that rows are about; it cannot be the label or sensitive as well.");
        }

        if (roles.FirstOrDefault(role => Array.TrueForAll(domains, domain => domain.Name != role)) is { } unlearned)
        {
            throw new FormatException($"The schema calls column '{unlearned}' an identifier; it cannot be the label or sensitive as well.");
        }

        int[] roleColumns = [.. roles.Select(role => Array.FindIndex(domains, domain => domain.Name == role))];
        var table = PrivateTable.Read(data, domains, _options.Protection.SubjectColumn, _ledger, _cancellationToken);
        var sets = CandidateSets.Of(domains.Length, roleColumns);
        double left = _ledger.Left;
        var plan = BudgetPlan.For(left, table.Count([], BudgetPlan.ForRows(left)).Counts[0], domains.Length, sets.Count);
        NoisyCounts[] singles = [.. Enumerable.Range(0, domains.Length).Select(column => NoiseShrinkage.Of(domains[column], table.Count([column], plan.OfColumn)))];
        double rows = Rows(singles);
        var codings = domains.Select((domain, column) => PrivateCodec.Fit(domain, singles[column], rows, plan.Symbols, roles.Contains(domain.Name))).ToArray();
        int[][] symbolOf = Array.ConvertAll(codings, coding => coding.SymbolOf);
        int[] sizes = Array.ConvertAll(codings, coding => coding.Codec.SymbolCount);
        sets.RemoveAll(set => set.Columns.Aggregate(1L, (cells, column) => cells * sizes[column]) > MostCells);
        ColumnCodec[] codecs = Array.ConvertAll(codings, coding => ColumnOrigin.Noted(coding.Codec, data.Schema[coding.Codec.Name], _options));
        var (options, note) = LabelOutcomes.Of(codecs, _options);
        var merged = singles.Select((counts, column) => Merge(counts, symbolOf[column], sizes[column])).ToArray();
        double[][] shares = [.. merged.Select(single => Simplex.Project([.. single.Counts.Counts.Select(count => (double)count)], rows))];
        var standIns = new StandInRows(sizes, shares, rows, (int)Math.Clamp(rows, LeastRows, MostRows), _options.Training);
        Array.ForEach(merged, single => standIns.Add(single.Counts, single.Cells));
        Fit(table.Merged(symbolOf), standIns, sets, plan, [.. roleColumns.Skip(1).Select(column => (int[])[roleColumns[0], column])]);
        (codecs, ushort[][] codes) = WithIdentifiers(columns, codecs, standIns.Codes);
        TableSchema schema = TableEncoder.Schema(codecs, options, []);
        return new StandInTable(
            new EncodedTable(schema, codes, Numbers(schema, codes)) { Report = new PreparationReport((long)Math.Round(rows), 0, 0, 0) { Notes = [.. notes, .. note is null ? [] : new[] { note }] } },
            new PrivacyRecord(_options.Privacy!.Epsilon, _options.Privacy.Delta, _options.Protection.SubjectColumn is not null) { Charges = _ledger.Charges });
    }

    // Columns that name people or rows are not learned: generated ones are numbered from 1, after a letter where the column can hold one.
    private (ColumnCodec[] Codecs, ushort[][] Codes) WithIdentifiers(DataViewSchema.Column[] columns, ColumnCodec[] codecs, ushort[][] codes)
    {
        var learned = codecs.Zip(codes).ToDictionary(column => column.First.Name, StringComparer.Ordinal);
        var (all, cells) = (new ColumnCodec[columns.Length], new ushort[columns.Length][]);
        for (int i = 0; i < columns.Length; i++)
        {
            string prefix = columns[i].Type is NumberDataViewType ? "" : columns[i].Name == _options.Protection.SubjectColumn ? "S" : "R";
            (all[i], cells[i]) = learned.TryGetValue(columns[i].Name, out var column) ? column : (new IdentifierCodec(columns[i].Name, 1, prefix, 0, "", hasMissing: false), new ushort[codes[0].Length]);
        }

        return (all, cells);
    }

    // Every column counts all rows: their mean, weighted by the inverse variances.
    private static double Rows(NoisyCounts[] singles)
    {
        double[] weights = Array.ConvertAll(singles, counts => 1 / (counts.Variance * counts.Counts.Length));
        return Math.Max(1, singles.Zip(weights, (counts, weight) => weight * counts.Counts.Sum()).Sum() / weights.Sum());
    }

    private void Fit(PrivateTable table, StandInRows standIns, List<(int[] Columns, int Weight)> sets, BudgetPlan plan, int[][] first)
    {
        int sweeps = FirstSweeps + (plan.Rounds * SweepsPerRound) + LastSweeps, done = 0;
        List<IReadOnlyList<int>> counted = [.. first];
        var (_, ofFirst) = plan.OfRound(0, _ledger.Left);
        foreach (int[] columns in first)
        {
            standIns.Add(table.Count(columns, ofFirst));
            sets.RemoveAll(set => set.Columns.Order().SequenceEqual(columns.Order()));
        }

        Improve(FirstSweeps, Step);
        for (int round = 0; round < plan.Rounds && sets.Count > 0; round++)
        {
            var (choice, count) = plan.OfRound(round, _ledger.Left);
            var candidates = sets.ConvertAll(set => Candidate(standIns, set, 1 / (2 * count)));
            for (int query = 0; query < plan.QueriesPerRound && candidates.Count > 0; query++)
            {
                IReadOnlyList<int> columns = candidates[table.Choose(candidates, choice)].Columns;
                standIns.Add(table.Count(columns, count));
                counted.Add(columns);
                sets.RemoveAll(set => set.Columns == columns);
                candidates.RemoveAll(candidate => candidate.Columns.Intersect(columns).Count() > 1);
            }

            Improve(SweepsPerRound, Step);
        }

        // Where few columns leave few sets to choose from, the rest goes into counting them again.
        if (_ledger.Left > LeastRest * _ledger.Budget && counted.Count > 0)
        {
            double each = _ledger.Left / counted.Count;
            counted.ForEach(columns => standIns.Add(table.Count(columns, each)));
        }

        Improve(LastSweeps / 2, Step);
        standIns.Grow(Math.Max(1, Math.Min(LastGrowth, MostRows / standIns.Codes[0].Length)));
        Improve(LastSweeps / 2, Step / 4);

        void Improve(int number, double step)
        {
            standIns.Improve(number, step, _cancellationToken);
            _progress?.Report(new TrainingProgress("fitting noisy counts", done += number, sweeps, _clock.Elapsed, double.NaN));
        }
    }

    private static MarginalCandidate Candidate(StandInRows standIns, (int[] Columns, int Weight) set, double variance)
    {
        long[] expected = standIns.Expected(set.Columns);
        return new MarginalCandidate(set.Columns, expected, (long)(Math.Sqrt(2 / Math.PI * variance) * expected.Length), set.Weight);
    }

    // The counts of merged cells, and how many cells each adds up.
    private static (NoisyCounts Counts, long[] Cells) Merge(NoisyCounts counts, int[] symbolOf, int symbols)
    {
        var merged = new long[symbols];
        var cells = new long[symbols];
        for (int cell = 0; cell < symbolOf.Length; cell++)
        {
            merged[symbolOf[cell]] += counts.Counts[cell];
            cells[symbolOf[cell]]++;
        }

        return (counts with { Counts = merged }, cells);
    }

    // Numbers inside their symbols, as the generator's file makes them.
    private float[]?[] Numbers(TableSchema schema, ushort[][] codes)
    {
        var random = new Random(_options.Training.IntSeed);
        return [.. schema.Columns.Zip(codes, (codec, symbols) => codec.NumberCoding is { } coding ? Array.ConvertAll(symbols, symbol => (float)coding.Decode(symbol, random.NextDouble())) : null)];
    }
}
