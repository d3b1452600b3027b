using System.Text.Json.Serialization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Kinds;

namespace FairGan.MLNet.Options;

/// <summary>
/// What a column is and how its cells are written. Found from the cells; what is given here goes before what is found. What is left
/// null is found.
/// </summary>
public sealed record ColumnDescription
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the cells are; null to find out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ColumnKind? Kind { get; init; }

    /// <summary>
    /// How the cells are written: of dates a .NET format such as <c>dd/MM/yyyy</c>; of durations <c>h:mm:ss</c>, <c>d.hh:mm:ss</c>,
    /// <c>m:ss</c>, <c>h:mm</c>, <c>0 min</c>, <c>PT1H1M</c> and the like; of numbers an example such as <c>1,234.00</c>, which shows
    /// separators, decimals, prefix and suffix; null for plain numbers, and for other kinds.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }

    /// <summary>Other formats of dates, durations or numbers in which cells are read, too; they are written in <see cref="Format"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OtherFormats { get; init; }

    /// <summary>The categories as they are to be written, ordered ones in their order. Cells that differ in case alone are these; others count as missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The least value of a number, or of a duration in the unit of its format: lesser ones are moved up to it, and no generated one is less.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Minimum { get; init; }

    /// <summary>The greatest value of a number, or of a duration in the unit of its format: greater ones are moved down to it, and no generated one is greater.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Maximum { get; init; }

    /// <summary>Decimals that numbers are rounded to, 0 to 9.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>Spellings of a missing cell, beside those of the table (<see cref="PreparationOptions.Missing"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Throws where the parts contradict each other.</summary>
    /// <exception cref="FormatException">They do; the message names the column.</exception>
    public void Validate()
    {
        if (Minimum > Maximum || Decimals is < 0 or > 9 || (Kind == ColumnKind.Ordinal && Categories is null))
        {
            throw new FormatException($"The description of column '{Name}' contradicts itself: a minimum is not above the maximum, decimals are 0 to 9, and ordinal columns list their categories in order.");
        }

        Quantities.Of(Kind, Name, Format, OtherFormats);
    }
}
