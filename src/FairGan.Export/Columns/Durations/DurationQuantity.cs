using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Durations;

/// <summary>Cells of durations, as numbers of the unit of their format.</summary>
internal sealed class DurationQuantity : IQuantity
{
    private readonly string _name;
    private readonly DurationFormat[] _formats;

    /// <param name="name">The column's name.</param>
    /// <param name="format">How they are written; null where that is yet to be found, and no cell can be read.</param>
    /// <param name="otherFormats">Other formats in which they are read, too.</param>
    /// <exception cref="FormatException">A format is none.</exception>
    public DurationQuantity(string name, string? format, IReadOnlyList<string> otherFormats)
    {
        _name = name;
        _formats = format is null ? [] : [DurationFormat.Parse(format), .. otherFormats.Select(DurationFormat.Parse)];
    }

    /// <inheritdoc/>
    public string Noun => $"duration in the format{(_formats.Length > 1 ? "s" : "")} {string.Join(", ", _formats.AsEnumerable())}";

    /// <inheritdoc/>
    public string Measure => DurationCodec.MeasureOf(_formats[0].Unit);

    /// <inheritdoc/>
    public bool HasNoZero => false;

    /// <inheritdoc/>
    public bool StaysText => true;

    /// <inheritdoc/>
    public bool TryRead(string cell, out double number)
    {
        foreach (var format in _formats)
        {
            if (format.TryRead(cell, out var duration))
            {
                number = NumberOf(duration);
                return true;
            }
        }

        number = double.NaN;
        return false;
    }

    /// <summary>The number of a duration; NaN for the least one that .NET has, which is missing.</summary>
    public double NumberOf(TimeSpan duration) => duration == TimeSpan.MinValue ? double.NaN : DurationUnits.NumberOf(duration, _formats[0].Unit);

    /// <inheritdoc/>
    public string Write(double number) => _formats[0].Write(DurationUnits.DurationOf(number, _formats[0].Unit));

    /// <inheritdoc/>
    public bool IsRewritten(string cell, double number) => !_formats[0].TryRead(cell, out _);

    /// <inheritdoc/>
    public bool IsCut(string cell) => false;

    /// <inheritdoc/>
    public double RoundOrigin(double low, NumberCounts numbers) => 0;

    /// <inheritdoc/>
    public Func<double, double> LatticeOf(NumberCounts cells) => NumericFitter.LatticeOf(cells).Round;

    /// <inheritdoc/>
    public ColumnCodec Fit(double origin, NumberCounts numbers, CodecOptions options) =>
        Coded(0, NumericCodec.Fit(_name, numbers, options));

    /// <inheritdoc/>
    public ColumnCodec Coded(double origin, ColumnCodec numbers) => new DurationCodec(_name, _formats[0].Unit, _formats[0].Text, (NumericCodec)numbers);
}
