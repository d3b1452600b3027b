using System.Text.Json.Serialization;
using FairGan.Export.Columns.Kinds;

namespace FairGan.MLNet.Options;

/// <summary>
/// The kind of a column and the format of its cells. Values given here take precedence over detection; values left null are
/// detected.
/// </summary>
public sealed record ColumnDescription
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of the cells; null to detect it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ColumnKind? Kind { get; init; }

    /// <summary>
    /// The format of the cells: for dates a .NET format such as <c>dd/MM/yyyy</c>, before which names of another language may stand in brackets
    /// (<c>[MMM=ene,feb,…]dd-MMM-yyyy</c>), a quarter (<c>yyyy'Q'q</c>), a week (<c>yyyy-'W'ww</c>), <c>[Excel]0</c>, <c>[unix]0</c> or <c>[unix ms]0</c>; for durations <c>h:mm:ss</c>, <c>d.hh:mm:ss</c>,
    /// <c>m:ss</c>, <c>h:mm</c>, <c>0 min</c>, <c>PT1H1M</c> and the like; for numbers an example such as <c>1,234.00</c> or <c>$1,234.00;($1,234.00)</c>, which shows
    /// separators, decimals, prefix, suffix and, after a semicolon, negative numbers; null for plain numbers and for other kinds.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }

    /// <summary>Further formats in which dates, durations or numbers are read; they are written in <see cref="Format"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OtherFormats { get; init; }

    /// <summary>The categories as they are written, ordinal ones in their order. Cells that differ only in case are mapped to them; all others count as missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The minimum of a number, or of a duration in the unit of its format: smaller values are raised to it, and no generated value is smaller.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Minimum { get; init; }

    /// <summary>The maximum of a number, or of a duration in the unit of its format: larger values are lowered to it, and no generated value is larger.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Maximum { get; init; }

    /// <summary>The earliest date, in the column's <see cref="Format"/>: earlier ones are moved to it, and none is generated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Earliest { get; init; }

    /// <summary>The latest date, in the column's <see cref="Format"/>: later ones are moved to it, and none is generated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Latest { get; init; }

    /// <summary>
    /// Whether this was read from the rows, as <c>fairgan inspect --write-schema</c> does. Differential privacy does not cover such a description: a private
    /// run says so of every column that has the mark. Default: false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FromData { get; init; }

    /// <summary>Decimals that numbers are rounded to, 0 to 9.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>What the column contains, in words, for readers of reports; it does not affect training. The generator's file publishes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>
    /// What values mean, by the value as it is written, such as <c>"no": "granted"</c>: reports show the label behind the value. The generator's
    /// file publishes labels of those values that it publishes.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Spellings of a missing cell, in addition to those of the table (<see cref="PreparationOptions.Missing"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Throws where the parts contradict each other.</summary>
    /// <exception cref="FormatException">They do; the message names the column.</exception>
    public void Validate()
    {
        if (string.IsNullOrEmpty(Name))
        {
            throw new FormatException("The schema describes a column without a name.");
        }

        if (Kind is { } kind && !Enum.IsDefined(kind))
        {
            throw new FormatException($"The description of column '{Name}' has the unknown kind {(int)kind}; the kinds are {string.Join(", ", Enum.GetNames<ColumnKind>())}.");
        }

        if (Categories is { Count: 0 } || (Categories is not null && Categories.Distinct(StringComparer.Ordinal).Count() < Categories.Count))
        {
            throw new FormatException($"The description of column '{Name}' lists no categories, or one of them twice; list each once, or leave the list out.");
        }

        if (Minimum is { } low && !double.IsFinite(low) || Maximum is { } high && !double.IsFinite(high))
        {
            throw new FormatException($"The description of column '{Name}' has an infinite minimum or maximum; leave it out where there is none.");
        }

        if (Labels?.Values.Contains(null!) == true)
        {
            throw new FormatException($"The description of column '{Name}' has an empty label; write it, or leave it out.");
        }

        if (Minimum > Maximum || Decimals is < 0 or > 9 || (Kind == ColumnKind.Ordinal && Categories is null))
        {
            throw new FormatException($"The description of column '{Name}' contradicts itself: a minimum is not above the maximum, decimals are 0 to 9, and ordinal columns list their categories in order.");
        }

        ValidateDates(Quantities.Of(Kind, Name, Format, OtherFormats));
    }

    private void ValidateDates(IQuantity? quantity)
    {
        if (Earliest is null && Latest is null)
        {
            return;
        }

        if (Kind != ColumnKind.Date || Format is null)
        {
            throw new FormatException($"The description of column '{Name}' has an earliest or latest date; give its kind, date, and its format as well.");
        }

        double earliest = double.NegativeInfinity, latest = double.PositiveInfinity;
        bool isRead = (Earliest is null || quantity!.TryRead(Earliest, out earliest)) && (Latest is null || quantity!.TryRead(Latest, out latest));
        if (!isRead || !(earliest <= latest))
        {
            throw new FormatException($"The description of column '{Name}' contradicts itself: earliest and latest are dates in the format {Format}, and the earliest is not after the latest.");
        }
    }
}
