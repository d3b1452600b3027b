namespace FairGan.MLNet.Preparation.Rules;

/// <summary>Counts of the pairs of symbols of two columns.</summary>
internal sealed class DependencyCounts
{
    /// <param name="by">The source's codec.</param>
    /// <param name="determined">The other column's codec.</param>
    /// <param name="rows">Rows by the source's symbol and the other's.</param>
    public DependencyCounts(ColumnCodec by, ColumnCodec determined, long[,] rows)
    {
        Symbols = new int[by.SymbolCount];
        Array.Fill(Symbols, -1);
        var ofColumn = new long[determined.SymbolCount];
        long apart = 0;
        for (int symbol = 0; symbol < Symbols.Length; symbol++)
        {
            long most = 0, all = 0;
            for (int other = 0; other < ofColumn.Length; other++)
            {
                long count = rows[symbol, other];
                if (symbol == by.MissingSymbol || other == determined.MissingSymbol)
                {
                    apart += count;
                    continue;
                }

                ofColumn[other] += count;
                all += count;
                if (count > most)
                {
                    most = count;
                    Symbols[symbol] = other;
                }
            }

            Both += all;
            Broken += all - most;
        }

        OffMode = Both - ofColumn.Max();
        IsWhole = apart == 0 || MapsMissing();

        // Whether missing cells follow the rule as well: each symbol, that of a missing cell included, always occurs with the
        // same symbol of the other column.
        bool MapsMissing()
        {
            var symbols = new int[Symbols.Length];
            for (int symbol = 0; symbol < symbols.Length; symbol++)
            {
                int[] beside = [.. Enumerable.Range(0, ofColumn.Length).Where(other => rows[symbol, other] > 0)];
                if (beside.Length > 1)
                {
                    return false;
                }

                symbols[symbol] = beside.Length == 1 ? beside[0] : -1;
            }

            Symbols = symbols;
            return true;
        }
    }

    /// <summary>For every symbol of the source, the one that occurs with it most often; -1 for none.</summary>
    public int[] Symbols { get; private set; }

    /// <summary>Whether the source determines which cells are missing, so that the column need not be sampled.</summary>
    public bool IsWhole { get; }

    /// <summary>Rows in which neither cell is missing.</summary>
    public long Both { get; }

    /// <summary>Of these, the rows whose value differs from the most frequent one for the source's value.</summary>
    public long Broken { get; }

    /// <summary>Of these, the rows whose value differs from the most frequent one of all.</summary>
    public long OffMode { get; }
}
