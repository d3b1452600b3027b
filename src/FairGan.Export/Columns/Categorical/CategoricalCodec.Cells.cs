namespace FairGan.Export.Columns.Categorical;

// Typed cells, conditions and given cells of categories.
internal sealed partial record CategoricalCodec
{
    /// <inheritdoc/>
    internal override TensorType TensorType => TensorType.Code;

    /// <inheritdoc/>
    internal override CellStorage Storage => CellStorage.Text;

    /// <inheritdoc/>
    internal override bool CanBeDetermined => !HasRare;

    /// <inheritdoc/>
    internal override int RareCount => Categories.Count - FrequentCount;

    /// <inheritdoc/>
    internal override GivenCells CollectGiven() => new GivenCategories(Name);

    /// <inheritdoc/>
    internal override string? BalanceExample => HasRare ? "A:1|B:1" : null;

    /// <inheritdoc/>
    internal override SyntheticColumn Column(Array cells, long firstRow)
    {
        int[] codes = (int[])cells;
        return codes.AsSpan().ContainsAnyExceptInRange(0, Categories.Count - (HasMissing ? 0 : 1))
            ? throw new FormatException($"The file generates categories of column '{Name}' that its schema does not have.")
            : new CategoricalColumn(Name, codes, Categories);
    }

    /// <inheritdoc/>
    internal override int[] SymbolsOf(SyntheticColumn cells) =>
        Array.ConvertAll(((CategoricalColumn)cells).Codes, code => code == Categories.Count ? MissingSymbol : Math.Min(code, FrequentCount));

    /// <inheritdoc/>
    internal override CodedCells Read(SyntheticColumn cells, long startRow, bool isTarget)
    {
        var given = cells as CategoricalColumn ?? throw Mismatch("categories");
        int[] symbols = [.. given.Categories.Select(Encode)];
        var positions = Categories.Select((category, position) => (category, position)).ToDictionary(c => c.category, c => c.position, StringComparer.Ordinal);
        var coded = CodedCells.Missing(given.RowCount);
        for (int row = 0; row < given.RowCount; row++)
        {
            int code = given.Codes[row];
            if (code < 0 || code >= symbols.Length || given.Categories[code].Length == 0)
            {
                continue;
            }

            if (symbols[code] < 0)
            {
                throw Unknown(startRow + row + 1, given.Categories[code], Spelling.Nearest(given.Categories[code], Categories));
            }

            coded.Symbols[row] = symbols[code];
            coded.Values[row] = positions[given.Categories[code]];
        }

        return coded;
    }

    /// <inheritdoc/>
    internal override double ValueOf(int symbol, double uniform, double least, double most) => Position(symbol, uniform, least, most);

    /// <inheritdoc/>
    private protected override AllowedCells Select(ColumnCondition condition)
    {
        var named = condition.Alternatives.ToHashSet(StringComparer.Ordinal);
        if (condition.Alternatives.FirstOrDefault(value => value.Length > 0 && Encode(value) < 0) is { } unknown)
        {
            throw new ArgumentException($"Column '{Name}' has no value '{unknown}'; the nearest are {Spelling.Nearest(unknown, Categories)}.");
        }

        var parts = new List<AllowedPart>[SymbolCount];
        for (int symbol = 0; symbol < parts.Length; symbol++)
        {
            parts[symbol] = HasRare && symbol == FrequentCount ? RareParts(named, condition.Excluded)
                : named.Contains(symbol == MissingSymbol ? "" : Categories[symbol]) != condition.Excluded ? [AllowedPart.Whole]
                : [];
        }

        return new AllowedCells(parts);
    }

    // Neighbouring slots that are allowed form one part.
    private List<AllowedPart> RareParts(HashSet<string> named, bool excluded)
    {
        var parts = new List<AllowedPart>();
        double slots = RareSlots.Count;
        for (int slot = 0; slot < RareSlots.Count; slot++)
        {
            if (named.Contains(Categories[RareSlots[slot]]) == excluded)
            {
                continue;
            }

            if (parts.Count > 0 && parts[^1].Most == slot - 1)
            {
                parts[^1] = parts[^1] with { High = (slot + 1) / slots, Most = slot };
            }
            else
            {
                parts.Add(new AllowedPart(slot / slots, (slot + 1) / slots, slot, slot));
            }
        }

        return parts;
    }
}
