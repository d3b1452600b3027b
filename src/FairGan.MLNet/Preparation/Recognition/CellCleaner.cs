using FairGan.Export.Columns.Kinds;

namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>Converts the cells of a text column to the kind and format of its description.</summary>
internal sealed class CellCleaner
{
    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, string>? _categories;
    private readonly Dictionary<string, string>? _categoriesByCase;
    private readonly double _earliest;
    private readonly double _latest;

    /// <param name="description">The description, its kind known.</param>
    public CellCleaner(ColumnDescription description)
    {
        Description = description;
        _missing = new HashSet<string>(description.Missing ?? [], StringComparer.OrdinalIgnoreCase);
        Quantity = Quantities.Of(description.Kind, description.Name, description.Format, description.OtherFormats);
        _earliest = Quantity is { HasNoZero: true } && description.Earliest is { } first && Quantity.TryRead(first, out double low) ? low : double.NaN;
        _latest = Quantity is { HasNoZero: true } && description.Latest is { } last && Quantity.TryRead(last, out double high) ? high : double.NaN;
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

    /// <summary>The kind of the cells.</summary>
    public ColumnDescription Description { get; }

    /// <summary>How the cells are read and written as numbers; null where they are categories or identifiers.</summary>
    public IQuantity? Quantity { get; }

    /// <summary>The kind of quantity that some cells are, though too few for the whole column; null if none are.</summary>
    public IQuantity? Nearly { get; init; }

    /// <summary>Whether a tidied cell is missing by its spelling.</summary>
    public bool IsMissing(string tidy) => _categories?.ContainsKey(tidy) != true && (_missing.Contains(tidy) || (Quantity is not null ? MissingSpellings.AmongNumbers(tidy) : MissingSpellings.AmongTexts(tidy)));

    /// <summary>The category of a cell; empty where it is missing or none.</summary>
    public string Category(string cell) => CategoryOf(TextCells.Tidy(cell));

    /// <summary>The same of a tidied cell.</summary>
    public string CategoryOf(string tidy) =>
        IsMissing(tidy) ? ""
        : _categories is null || _categories.ContainsKey(tidy) ? tidy
        : _categoriesByCase!.GetValueOrDefault(tidy, "");

    /// <summary>The number of a cell, as its quantity reads it; NaN where it is missing or none.</summary>
    public double Number(string cell) => NumberOf(TextCells.Tidy(cell));

    /// <summary>The same of a tidied cell.</summary>
    public double NumberOf(string tidy) =>
        Quantity is not null && Quantity.TryRead(tidy, out double number) && !(_missing.Count > 0 && IsMissing(tidy)) ? Bounded(number) : double.NaN;

    /// <summary>A number moved within the bounds, and rounded as described.</summary>
    public double Bounded(double number)
    {
        if (Quantity is { HasNoZero: true })
        {
            return number < _earliest ? _earliest : number > _latest ? _latest : number;
        }

        number = number < Description.Minimum ? Description.Minimum.Value : number > Description.Maximum ? Description.Maximum.Value : number;
        return Description.Decimals is { } decimals ? Math.Round(number, decimals, MidpointRounding.ToEven) : number;
    }
}
