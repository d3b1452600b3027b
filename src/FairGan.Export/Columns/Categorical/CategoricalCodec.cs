using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns.Categorical;

/// <summary>
/// Encodes a column of categories. The most frequent categories have a symbol each; where there are more than the options allow, the
/// others share one "rare" symbol that decodes to one of them by its frequency.
/// </summary>
internal sealed partial record CategoricalCodec : ColumnCodec
{
    private readonly Dictionary<string, int> _symbols;

    /// <summary>A codec over given categories.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">All categories: those with a symbol of their own first, then the rare ones.</param>
    /// <param name="frequentCount">How many of <paramref name="categories"/> have a symbol of their own.</param>
    /// <param name="rareSlots">Indices into <paramref name="categories"/>, each rare one in proportion to its frequency; empty where none is rare.</param>
    /// <param name="hasMissing">Whether the column has missing cells.</param>
    /// <exception cref="FormatException">The parts contradict each other.</exception>
    [JsonConstructor]
    public CategoricalCodec(string name, IReadOnlyList<string> categories, int frequentCount, IReadOnlyList<int> rareSlots, bool hasMissing)
        : base(name, hasMissing)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(rareSlots);
        if (frequentCount < 0 || frequentCount > categories.Count
            || (frequentCount < categories.Count) != (rareSlots.Count > 0)
            || rareSlots.Any(slot => slot < frequentCount || slot >= categories.Count)
            || (categories.Count == 0 && !hasMissing))
        {
            throw new FormatException($"The categories of column '{name}' contradict each other.");
        }

        Categories = categories;
        FrequentCount = frequentCount;
        RareSlots = rareSlots;
        _symbols = new Dictionary<string, int>(categories.Count, StringComparer.Ordinal);
        for (int i = 0; i < categories.Count; i++)
        {
            if (!_symbols.TryAdd(categories[i], Math.Min(i, frequentCount)))
            {
                throw new FormatException($"Column '{name}' names a category twice.");
            }
        }
    }

    /// <summary>All categories: those with a symbol of their own first (in ordinal order), then the rare ones.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>How many categories have a symbol of their own.</summary>
    public int FrequentCount { get; }

    /// <summary>The categories behind the rare symbol: indices into <see cref="Categories"/>, each in proportion to its frequency.</summary>
    public IReadOnlyList<int> RareSlots { get; }

    /// <summary>Whether some categories share the rare symbol, which is then number <see cref="FrequentCount"/>.</summary>
    [JsonIgnore]
    public bool HasRare => RareSlots.Count > 0;

    /// <summary>Whether the order of the categories means something; then none of them is rare.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOrdered { get; init; }

    /// <inheritdoc/>
    public override ColumnKind Kind => IsOrdered ? ColumnKind.Ordinal : ColumnKind.Categorical;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> ListedTexts => Categories;

    /// <inheritdoc/>
    public override int SymbolCount => FrequentCount + (HasRare ? 1 : 0) + (HasMissing ? 1 : 0);

    /// <summary>Fits a codec to how often each category occurs.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="counts">Rows of every category; the empty string is not a category.</param>
    /// <param name="missing">Rows with a missing cell.</param>
    /// <param name="options">How columns are turned into symbols.</param>
    public static CategoricalCodec Fit(string name, IReadOnlyDictionary<string, long> counts, long missing, CodecOptions options)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var byFrequency = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToArray();
        int frequent = byFrequency.Length <= options.CategoricalSymbols ? byFrequency.Length : options.CategoricalSymbols - 1;
        var categories = byFrequency.Take(frequent).Select(c => c.Key).Order(StringComparer.Ordinal)
            .Concat(byFrequency.Skip(frequent).Select(c => c.Key)).ToArray();
        return new CategoricalCodec(name, categories, frequent, Slots(byFrequency.AsSpan(frequent), frequent), missing > 0);
    }

    /// <inheritdoc/>
    public override int SymbolOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? MissingSymbol
            : _symbols.TryGetValue(text, out int symbol) && symbol < FrequentCount ? symbol : -1;
    }

    /// <summary>The symbol that codes a cell, the rare symbol included; -1 for a category that the codec has not seen.</summary>
    /// <param name="cell">The cell's text; empty where it is missing.</param>
    public int Encode(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Length == 0 ? MissingSymbol : _symbols.GetValueOrDefault(cell, -1);
    }

    /// <inheritdoc/>
    public override string Describe(int symbol) =>
        symbol < FrequentCount ? Categories[symbol] : symbol == MissingSymbol ? "(missing)" : "(rare)";

    /// <summary>Equal where all that decides about the coding is equal.</summary>
    /// <param name="other">The codec to compare with.</param>
    public bool Equals(CategoricalCodec? other) =>
        other is not null && Name == other.Name && HasMissing == other.HasMissing && FrequentCount == other.FrequentCount
        && IsOrdered == other.IsOrdered && Categories.SequenceEqual(other.Categories) && RareSlots.SequenceEqual(other.RareSlots);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Categories.Count, FrequentCount, HasMissing);

    internal override DataType ValueType => DataType.String;

    internal override bool HasCodes => true;

    internal override bool ChoosesInside => HasRare;

    internal override string EmitValues(ICellGraph cells) => CategoricalNodes.Positions(this, cells);

    internal override void EmitOutputs(ICellGraph cells, string values)
    {
        cells.OutputValues(CategoricalNodes.Texts(this, cells.Graph, values), ValueType);
        cells.OutputCodes(values);
    }

    /// <summary>The position among <see cref="Categories"/> that a symbol decodes to, as computed by the generator's file; their number where the cell is missing.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="uniform">Which of the rare slots, from 0 to 1.</param>
    /// <param name="least">The first slot that may be chosen.</param>
    /// <param name="most">The last slot that may be chosen.</param>
    internal int Position(int symbol, double uniform, double least, double most) =>
        symbol == MissingSymbol ? Categories.Count
        : symbol < FrequentCount ? symbol
        : RareSlots[(int)Math.Clamp(Math.Floor(uniform * RareSlots.Count), least, most)];

    // A table of slots rather than a list of frequencies: the graph then needs one Gather to draw a rare category.
    private static int[] Slots(ReadOnlySpan<KeyValuePair<string, long>> rare, int first)
    {
        const long Most = 1 << 16;
        long rows = 0;
        foreach (var category in rare)
        {
            rows += category.Value;
        }

        long total = Math.Max(Math.Min(rows, Most), rare.Length);
        var slots = new List<int>();
        for (int i = 0; i < rare.Length; i++)
        {
            long share = Math.Max(1, (long)Math.Round((double)rare[i].Value / rows * total));
            for (long k = 0; k < share; k++)
            {
                slots.Add(first + i);
            }
        }

        return [.. slots];
    }
}
