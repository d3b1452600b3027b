using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>Fits codecs to noisy counts of a column's cells: post-processing, which spends nothing.</summary>
internal static class PrivateCodec
{
    /// <summary>Counts below this many standard deviations of their noise say nothing.</summary>
    public const double Deviations = 3;

    /// <summary>Pseudo-rows: many, so that shares are rounded little.</summary>
    private const double Rows = 1e6;

    /// <summary>The codec of a column, and the symbol of each of its cells.</summary>
    /// <param name="domain">The column's public domain.</param>
    /// <param name="counts">The noisy counts of its cells, smoothed.</param>
    /// <param name="total">The estimated number of rows.</param>
    /// <param name="symbols">Symbols of a number.</param>
    /// <param name="isRole">Whether the column is the label or sensitive, so that every category keeps a symbol.</param>
    public static (ColumnCodec Codec, int[] SymbolOf) Fit(ColumnDomain domain, NoisyCounts counts, double total, int symbols, bool isRole)
    {
        double[] shares = Simplex.Project([.. counts.Counts.Select(count => (double)count)], total);
        double least = Deviations * Math.Sqrt(counts.Variance);
        bool hasMissing = counts.Counts[domain.MissingCell] > least;
        ColumnCodec codec = domain.Quantity is null ? Categories(domain, counts, shares, hasMissing, isRole ? double.NegativeInfinity : least) : Numbers(domain, shares, hasMissing, symbols);
        int[] symbolOf = [.. Enumerable.Range(0, domain.CellCount).Select(cell => SymbolOf(domain, codec, cell))];

        // Cells that are too few for a symbol of their own count as the most frequent one.
        var rows = new double[codec.SymbolCount];
        for (int cell = 0; cell < symbolOf.Length; cell++)
        {
            if (symbolOf[cell] >= 0)
            {
                rows[symbolOf[cell]] += shares[cell];
            }
        }

        int common = Array.IndexOf(rows, rows.Max());
        return (codec, Array.ConvertAll(symbolOf, symbol => symbol < 0 ? common : symbol));
    }

    private static int SymbolOf(ColumnDomain domain, ColumnCodec codec, int cell) =>
        cell == domain.MissingCell ? (codec.HasMissing ? codec.MissingSymbol : -1)
        : codec is CategoricalCodec categories ? categories.Encode(domain.Categories[cell])
        : codec.NumberCoding!.EncodeNearest(Middle(domain, cell));

    private static double Middle(ColumnDomain domain, int cell) =>
        domain.Starts[cell] + (Math.Floor((domain.EndOf(cell) - domain.Starts[cell]) / domain.Step / 2) * domain.Step);

    private static CategoricalCodec Categories(ColumnDomain domain, NoisyCounts counts, double[] shares, bool hasMissing, double least)
    {
        const int MostSymbols = 199;
        string[] categories = [.. domain.Categories];
        if (domain.Description.Kind == ColumnKind.Ordinal)
        {
            return new CategoricalCodec(domain.Name, categories, categories.Length, [], hasMissing) { IsOrdered = true };
        }

        int[] order = [.. Enumerable.Range(0, categories.Length).OrderByDescending(i => counts.Counts[i])];
        int[] frequent = [.. order.Take(MostSymbols).Where(i => counts.Counts[i] > least)];
        int[] rare = [.. order.Except(frequent)];
        if (rare.Length == 1)
        {
            (frequent, rare) = ([.. frequent, rare[0]], []);
        }

        // The rare symbol decodes to each of them by its share, and once at least.
        double unit = Math.Max(1, shares.Where((_, i) => rare.Contains(i)).Sum() / 256);
        int[] slots = [.. rare.SelectMany((category, i) => Enumerable.Repeat(frequent.Length + i, Math.Max(1, (int)Math.Round(shares[category] / unit))))];
        return new CategoricalCodec(domain.Name, [.. frequent.Select(i => categories[i]).Order(StringComparer.Ordinal), .. rare.Select(i => categories[i])], frequent.Length, slots, hasMissing);
    }

    // Frequent numbers are atoms; the other cells are put into bins of about the same number of rows, wide ones cut again, as in the usual fit,
    // but whole cells each: what is known of a cell is known of no part of it.
    private static ColumnCodec Numbers(ColumnDomain domain, double[] shares, bool hasMissing, int symbols)
    {
        double scale = Rows / Math.Max(1, shares.Take(domain.MissingCell).Sum());
        long[] rows = [.. shares.Take(domain.MissingCell).Select(share => (long)Math.Round(share * scale))];
        double[] middles = [.. Enumerable.Range(0, rows.Length).Select(cell => Middle(domain, cell))];
        bool IsPoint(int cell) => domain.EndOf(cell) == domain.Starts[cell];
        int[] filled = [.. Enumerable.Range(0, rows.Length).Where(cell => rows[cell] > 0)];
        filled = filled.Length > 0 ? filled : [0];
        List<int> atoms = [.. filled.Where(cell => IsPoint(cell) && (filled.Length <= symbols || rows[cell] * symbols > Rows))], rest = [.. filled.Except(atoms)];
        var bins = BinCutter.Cut(rest, rows, Math.Max(1, symbols - atoms.Count)).ToList();
        BinCutter.CutWide(bins, middles, rows, symbols / 4);
        atoms.AddRange(bins.Where(bin => bin.Count == 1 && IsPoint(bin[0])).Select(bin => bin[0]));
        bins.RemoveAll(bin => bin.Count == 0 || (bin.Count == 1 && IsPoint(bin[0])));

        double[][] knots = [.. bins.Select(bin => Knots(domain, bin, rows, new CodecOptions().PiecesPerBin))];
        double[] edges = [.. bins.Skip(1).Select(bin => domain.Starts[bin[0]] - (domain.Step / 2))];
        return domain.Quantity!.Coded(domain.Origin, new NumericCodec(domain.Name, domain.IsWhole, domain.Description.Decimals ?? 0, [.. atoms.Order().Select(cell => domain.Starts[cell])], edges, knots, hasMissing));
    }

    // The numbers at equal steps of probability, where each cell's rows are spread evenly over it.
    private static double[] Knots(ColumnDomain domain, List<int> bin, long[] rows, int pieces)
    {
        double half = domain.Step / 2, all = bin.Sum(cell => rows[cell]), below = 0;
        var knots = new double[pieces + 1];
        int at = 0;
        foreach (int cell in bin)
        {
            double start = domain.Starts[cell] - half, width = domain.EndOf(cell) + half - start;
            for (; at <= pieces && at * all / pieces <= below + rows[cell]; at++)
            {
                knots[at] = start + (width * ((at * all / pieces) - below) / rows[cell]);
            }

            below += rows[cell];
        }

        return knots;
    }
}
