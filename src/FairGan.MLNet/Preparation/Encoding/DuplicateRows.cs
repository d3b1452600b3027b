namespace FairGan.MLNet.Preparation.Encoding;

/// <summary>Finds rows that equal an earlier row.</summary>
internal static class DuplicateRows
{
    /// <summary>Compares rows by 64-bit fingerprints; identifiers are ignored.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="label">The label column; null for none.</param>
    /// <returns>The rows that equal no earlier row, and how many of them equal an earlier row in all columns but the label.</returns>
    public static (int[] First, long Contradictory) Find(IReadOnlyList<PreparedColumn> columns, string? label)
    {
        ulong[]? hashes = null, labels = null;
        foreach (PreparedColumn column in columns)
        {
            if (column.Fingerprints() is not { } cells)
            {
                continue;
            }

            if (column.Description.Name == label)
            {
                labels = cells;
                continue;
            }

            hashes ??= new ulong[cells.Length];
            for (int row = 0; row < cells.Length; row++)
            {
                hashes[row] = Mix(hashes[row], cells[row]);
            }
        }

        int rows = (hashes ?? labels)?.Length ?? 0;
        var first = new List<int>(rows);
        var labelOf = new Dictionary<ulong, ulong>(labels is null ? 0 : rows);
        var known = new HashSet<ulong>(rows);
        long contradictory = 0;
        for (int row = 0; row < rows; row++)
        {
            ulong hash = hashes?[row] ?? 0, value = labels?[row] ?? 0;
            if (known.Add(Mix(hash, value)))
            {
                first.Add(row);
                contradictory += labels is not null && !labelOf.TryAdd(hash, value) && labelOf[hash] != value ? 1 : 0;
            }
        }

        return ([.. first], contradictory);
    }

    // The finishing steps of SplitMix64 over both.
    private static ulong Mix(ulong hash, ulong cell)
    {
        ulong z = (hash * 0x9E3779B97F4A7C15) + cell + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
