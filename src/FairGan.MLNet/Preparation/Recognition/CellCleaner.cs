using FairGan.Export.Columns;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Options;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Turns the cells of a column of text into what its description says they are.</summary>
internal sealed class CellCleaner
{
    private const int MicrosecondDigits = 6;

    private readonly HashSet<string> _missing;
    private readonly NumberFormat[] _numbers;
    private readonly string[] _dates;
    private readonly Dictionary<string, string>? _categories;
    private readonly Dictionary<string, string>? _categoriesByCase;

    /// <param name="description">The description, its kind known.</param>
    public CellCleaner(ColumnDescription description)
    {
        Description = description;
        _missing = new HashSet<string>(description.Missing ?? [], StringComparer.OrdinalIgnoreCase);
        _numbers = IsNumber ? [description.Format is null ? new NumberFormat() : NumberFormat.Parse(description.Format), .. (description.OtherFormats ?? []).Select(NumberFormat.Parse)] : [];
        _dates = IsDate ? [description.Format!, .. description.OtherFormats ?? []] : [];
        Unit = IsDate ? DateCodec.UnitOf(description.Format!) : default;
        if (description.Categories is { } categories)
        {
            _categories = categories.ToDictionary(text => text, StringComparer.Ordinal);
            _categoriesByCase = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string text in categories)
            {
                _categoriesByCase.TryAdd(text, text);
            }
        }
    }

    /// <summary>What the cells are.</summary>
    public ColumnDescription Description { get; }

    /// <summary>Whether the cells are numbers.</summary>
    public bool IsNumber => Description.Kind is ColumnKind.Real or ColumnKind.Integer;

    /// <summary>Whether the cells are dates.</summary>
    public bool IsDate => Description.Kind == ColumnKind.Date;

    /// <summary>The granularity of dates.</summary>
    public DateUnit Unit { get; }

    /// <summary>Whether a tidied cell is missing by its spelling.</summary>
    public bool IsMissing(string tidy) => _categories?.ContainsKey(tidy) != true && (_missing.Contains(tidy) || (IsNumber || IsDate ? MissingCells.AmongNumbers(tidy) : MissingCells.AmongTexts(tidy)));

    /// <summary>The category of a cell; empty where it is missing or none.</summary>
    public string Category(string cell) => CategoryOf(TextCells.Tidy(cell));

    /// <summary>The same of a tidied cell.</summary>
    public string CategoryOf(string tidy) =>
        IsMissing(tidy) ? ""
        : _categories is null || _categories.ContainsKey(tidy) ? tidy
        : _categoriesByCase!.GetValueOrDefault(tidy, "");

    /// <summary>The number of a cell, or of a date the units since 1970; NaN where it is missing or none.</summary>
    public double Number(string cell) => NumberOf(TextCells.Tidy(cell));

    /// <summary>The same of a tidied cell.</summary>
    public double NumberOf(string tidy)
    {
        bool isPlain = PlainNumber.TryRead(tidy, out double plain, out int decimals);
        if (isPlain && _numbers.Length > 0 && (decimals == 0 || _numbers[0].DecimalSeparator == '.') && !_missing.Contains(tidy))
        {
            return Bounded(plain);
        }

        if (IsMissing(tidy))
        {
            return double.NaN;
        }

        foreach (string format in _dates)
        {
            if (DateCodec.TryParse(tidy, format, out DateTime time))
            {
                return DateCodec.UnitsOf(time, Unit);
            }
        }

        foreach (NumberFormat format in _numbers)
        {
            if (format.TryParse(tidy, out double number))
            {
                return Bounded(number);
            }
        }

        return double.NaN;
    }

    /// <summary>Whether a tidied cell is a time that is finer than a microsecond.</summary>
    public bool IsCut(string tidy)
    {
        int point = IsDate && Unit == DateUnit.Microsecond ? tidy.LastIndexOf('.') : -1;
        return point >= 0 && !double.IsNaN(Number(tidy)) && tidy.Skip(point + 1).TakeWhile(char.IsAsciiDigit).Skip(MicrosecondDigits).Any(digit => digit != '0');
    }

    /// <summary>A number moved within the bounds and rounded as described.</summary>
    public double Bounded(double number)
    {
        number = number < Description.Minimum ? Description.Minimum.Value : number > Description.Maximum ? Description.Maximum.Value : number;
        return Description.Decimals is { } decimals ? Math.Round(number, decimals, MidpointRounding.ToEven) : number;
    }
}
