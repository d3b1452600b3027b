namespace FairGan.MLNet.Privacy;

/// <summary>
/// Cells for a column of unknown bounds, which no data can change: numbers by sign and power of two, whole ones and others apart; texts that are no
/// numbers; missing cells. From their noisy counts follows what a domain needs.
/// </summary>
internal sealed class LogarithmicDomain : ICellDomain
{
    private const int LeastExponent = -20;
    private const int MostExponent = 52;
    private const int Sizes = MostExponent - LeastExponent + 1;
    private const int Numbers = (2 * Sizes) + 1;

    // A cell of noise alone exceeds four standard deviations in one of a hundred columns.
    private const double Deviations = 4;
    private const double MostTexts = 0.1;

    private readonly ColumnDescription _description;
    private readonly CellCleaner _numbers;
    private readonly CellCleaner _texts;

    /// <param name="description">What is known of the column: its kind is one of numbers, dates or durations, or unknown.</param>
    public LogarithmicDomain(ColumnDescription description)
    {
        _description = description;
        _numbers = new CellCleaner(description with { Kind = description.Kind ?? ColumnKind.Real, Categories = null });
        _texts = new CellCleaner(description with { Kind = ColumnKind.Categorical, Categories = null, Format = null, OtherFormats = null });
    }

    /// <inheritdoc/>
    public string Name => _description.Name;

    /// <inheritdoc/>
    public string Title => $"orders of magnitude of {Name}";

    /// <inheritdoc/>
    public int CellCount => (2 * Numbers) + 2;

    /// <inheritdoc/>
    public Func<int> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is NumberDataViewType)
        {
            Func<double> number = CellText.Number(row, column);
            return () => CellOf(_numbers.Bounded(number()), isText: false);
        }

        Func<ReadOnlyMemory<char>> cell = CellText.Getter(row, column);
        return () =>
        {
            string text = cell().ToString();
            return CellOf(_numbers.Number(text), _description.Kind is null && _texts.Category(text).Length > 0);
        };
    }

    /// <summary>The description with bounds, and with a kind where it had none; null if the column holds texts, or nothing often enough.</summary>
    /// <param name="counts">The noisy counts of the cells.</param>
    public ColumnDescription? Described(NoisyCounts counts)
    {
        double noise = Deviations * Math.Sqrt(counts.Variance);
        int[] present = [.. Enumerable.Range(0, 2 * Numbers).Where(cell => counts.Counts[cell] > noise)];
        double numbers = present.Sum(cell => (double)counts.Counts[cell]), texts = counts.Counts[2 * Numbers];
        if (present.Length == 0 || (texts > noise && texts > MostTexts * (numbers + texts)))
        {
            return null;
        }

        bool isWhole = _description.Kind is not (null or ColumnKind.Real) || present[^1] < Numbers;
        int[] sizes = [.. present.Select(cell => cell % Numbers)];
        double low = Ends(sizes.Min(), isWhole).Low, high = Ends(sizes.Max(), isWhole).High;
        if (_description.Kind == ColumnKind.Date)
        {
            return _description with { Earliest = _description.Earliest ?? _numbers.Quantity!.Write(low), Latest = _description.Latest ?? _numbers.Quantity!.Write(high) };
        }

        low = _description.Minimum ?? Math.Min(low, _description.Maximum ?? low);
        return _description with { Kind = _description.Kind ?? (isWhole ? ColumnKind.Integer : ColumnKind.Real), Minimum = low, Maximum = _description.Maximum ?? Math.Max(low, high) };
    }

    private static int CellOf(double number, bool isText)
    {
        if (double.IsNaN(number))
        {
            return (2 * Numbers) + (isText ? 0 : 1);
        }

        // From the most negative over zero to the greatest.
        int size = number == 0 ? 0 : Math.Clamp(double.IsInfinity(number) ? MostExponent : Math.ILogB(number), LeastExponent, MostExponent) - LeastExponent + 1;
        return Sizes + (Math.Sign(number) * size) + (number == Math.Floor(number) ? 0 : Numbers);
    }

    private static (double Low, double High) Ends(int cell, bool isWhole)
    {
        int size = Math.Abs(cell - Sizes), exponent = size - 1 + LeastExponent;
        if (size == 0)
        {
            return (0, 0);
        }

        double near = exponent == LeastExponent ? 0 : Math.ScaleB(1, exponent), far = Math.ScaleB(1, exponent + 1);
        (near, far) = isWhole ? (Math.Ceiling(near), Math.Ceiling(far) - 1) : (near, far);
        return cell > Sizes ? (near, far) : (-far, -near);
    }
}
