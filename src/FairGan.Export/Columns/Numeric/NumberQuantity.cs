namespace FairGan.Export.Columns.Numeric;

/// <summary>Reads and writes the cells of a column of numbers.</summary>
internal sealed class NumberQuantity : IQuantity
{
    private readonly string _name;
    private readonly string? _format;
    private readonly NumberFormat[] _formats;

    /// <param name="name">The column's name.</param>
    /// <param name="format">How they are written, in the form of <see cref="NumberFormat"/>; null for the plain way.</param>
    /// <param name="otherFormats">Other formats in which they are read, too.</param>
    public NumberQuantity(string name, string? format, IReadOnlyList<string> otherFormats)
    {
        _name = name;
        _format = format;
        _formats = [format is null ? new NumberFormat() : NumberFormat.Parse(format), .. otherFormats.Select(NumberFormat.Parse)];
    }

    /// <inheritdoc/>
    public string Noun => "number";

    /// <inheritdoc/>
    public string Measure => NumericCodec.MeasureOfNumbers;

    /// <inheritdoc/>
    public bool HasNoZero => false;

    /// <inheritdoc/>
    public bool StaysText => false;

    /// <inheritdoc/>
    public bool TryRead(string cell, out double number)
    {
        if (PlainNumber.TryRead(cell, out number, out int decimals) && (decimals == 0 || _formats[0].DecimalSeparator == '.'))
        {
            return true;
        }

        foreach (var format in _formats)
        {
            if (format.TryParse(cell, out number))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public string Write(double number) => _format is null ? number.ToString("R", CultureInfo.InvariantCulture) : _formats[0].Format(number);

    /// <inheritdoc/>
    public bool IsRewritten(string cell, double number)
    {
        // Digits may differ (1.50 and 1.5); separators of thousands and currency signs, of which the plain way has none, may not.
        return !Signs(cell).SequenceEqual(_format is null ? [] : Signs(_formats[0].Format(number)));

        IEnumerable<char> Signs(string text) => text.Where(c => !char.IsAsciiDigit(c) && c != _formats[0].DecimalSeparator && c is not ('+' or '-' or 'e' or 'E'))
            .Select(c => char.IsWhiteSpace(c) ? ' ' : c);
    }

    /// <inheritdoc/>
    public bool IsCut(string cell) => false;

    /// <inheritdoc/>
    public double RoundOrigin(double low, NumberCounts numbers) => 0;

    /// <inheritdoc/>
    public Func<double, double> LatticeOf(NumberCounts cells) => NumericFitter.LatticeOf(cells).Round;

    /// <inheritdoc/>
    public ColumnCodec Fit(double origin, NumberCounts numbers, CodecOptions options) => Coded(0, NumericCodec.Fit(_name, numbers, options));

    /// <inheritdoc/>
    public ColumnCodec Coded(double origin, ColumnCodec numbers) => (NumericCodec)numbers with { Format = _format };
}
