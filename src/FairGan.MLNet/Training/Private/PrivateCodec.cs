using FairGan.Export.Columns.Categorical;
using FairGan.MLNet.Privacy;

namespace FairGan.MLNet.Training.Private;

/// <summary>Fits codecs to noisy counts of a column's cells: post-processing, which spends nothing.</summary>
internal static class PrivateCodec
{
    // Counts below this many standard deviations of their noise say nothing.
    private const double Deviations = 3;
    private const int ValuesOfCell = 16;
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>Pseudo-rows: many, so that shares are rounded little.</summary>
    private const double Rows = 1e6;

    /// <summary>The codec of a column, and the symbol of each of its cells.</summary>
    /// <param name="domain">The column's public domain.</param>
    /// <param name="counts">The noisy counts of its cells.</param>
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

    // A cell's rows are spread over numbers inside it, so that the usual fit finds atoms, bins and quantiles.
    private static ColumnCodec Numbers(ColumnDomain domain, double[] shares, bool hasMissing, int symbols)
    {
        var rows = new SortedDictionary<double, double>();
        double scale = Rows / Math.Max(1, shares.Take(domain.MissingCell).Sum());
        for (int cell = 0; cell < domain.Starts.Count; cell++)
        {
            if (shares[cell] <= 0)
            {
                continue;
            }

            double numbers = Math.Round((domain.EndOf(cell) - domain.Starts[cell]) / domain.Step) + 1;
            int values = (int)Math.Min(numbers, ValuesOfCell);
            for (int i = 0; i < values; i++)
            {
                // Even steps would look like a lattice of the column.
                double place = numbers <= ValuesOfCell ? i : Math.Floor(numbers * ((i + ((i * GoldenRatio) % 1)) / values));
                double number = Math.Round(domain.Starts[cell] + (place * domain.Step), domain.Description.Decimals ?? 0);
                rows[number] = rows.GetValueOrDefault(number) + (shares[cell] * scale / values);
            }
        }

        (double Number, long Rows)[] kept = [.. rows.Select(pair => (pair.Key, (long)Math.Round(pair.Value))).Where(pair => pair.Item2 > 0)];
        kept = kept.Length > 0 ? kept : [(domain.Starts[0], 1)];
        var pseudo = new NumberCounts([.. kept.Select(pair => pair.Number)], [.. kept.Select(pair => pair.Rows)], hasMissing) { IsSample = true };
        return domain.Quantity!.Fit(0, pseudo, new CodecOptions { NumericSymbols = symbols });
    }
}
