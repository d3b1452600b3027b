using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace FairGan.MLNet.Preparation;

/// <summary>The preparation of a table: kinds of columns, rules, and changes to cells.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="DuplicateRows">Rows that are the same as one before; identifiers are not looked at.</param>
/// <param name="DroppedRows">Duplicate rows left out.</param>
/// <param name="ContradictoryRows">Rows that are the same as one before in all but the label; 0 without a label.</param>
public sealed record PreparationReport(long Rows, long DuplicateRows, long DroppedRows, long ContradictoryRows)
{
    private const int LeastJoined = 12;
    private const int ColumnsNamed = 3;

    /// <summary>The columns, in the table's order.</summary>
    [JsonInclude]
    internal IReadOnlyList<ColumnPreparation> Columns { get; init; } = [];

    /// <summary>The rules between columns.</summary>
    [JsonInclude]
    internal IReadOnlyList<RulePreparation> Rules { get; init; } = [];

    /// <summary>What was decided about the roles of columns, a sentence each.</summary>
    [JsonInclude]
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All changes and warnings, a line each; empty if there are none.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (string note in Notes)
        {
            yield return note;
        }

        foreach (string repair in Repairs())
        {
            yield return repair;
        }

        foreach (RulePreparation rule in Rules)
        {
            yield return rule.ToString();
        }

        if (DuplicateRows > 0)
        {
            yield return Numbered.Of(DuplicateRows, $"row[|s] [is|are] the same as one before{(DroppedRows > 0 ? "; [it was|they were] left out" : "")}");
        }

        if (ContradictoryRows > 0)
        {
            yield return Numbered.Of(ContradictoryRows, "row[|s] [is|are] the same as one before in all but the label");
        }
    }

    /// <summary>The report as text: a line for each column, then <see cref="Lines"/>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Numbered.Of(Rows, "row[|s]")).Append('\n');
        foreach (ColumnPreparation column in Columns)
        {
            text.Append(column).Append('\n');
        }

        foreach (string line in Lines())
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    // What holds for many columns is one line, in the place of the first of them.
    private IEnumerable<string> Repairs()
    {
        var repairs = Columns.SelectMany(column => column.Remarks.Select(remark => (column.Name, Remark: remark))).ToArray();
        foreach (var same in repairs.GroupBy(repair => repair.Remark.Cells > 0 ? repair.Remark.What : $"{repair.Name}: {repair.Remark.What}"))
        {
            (string Name, CellRemark Remark)[] columns = [.. same];
            if (columns.Length >= LeastJoined)
            {
                var all = new CellRemark(columns.Sum(column => column.Remark.Cells), columns[0].Remark.What);
                yield return Format($"{string.Join(", ", columns.Take(ColumnsNamed).Select(column => column.Name))} and {columns.Length - ColumnsNamed} more columns: {all}");
                continue;
            }

            foreach ((string name, CellRemark remark) in columns)
            {
                yield return $"{name}: {remark}";
            }
        }
    }

    internal static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The preparation of one column: its kind, and changes to its cells.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Missing">Rows with a missing cell.</param>
/// <param name="Symbols">Symbols that it is coded by, that of missing cells included.</param>
/// <param name="Categories">Categories, rare ones included; 0 for other kinds.</param>
/// <param name="Atoms">Numbers or dates with a symbol of their own; 0 for other kinds.</param>
/// <param name="Lowest">The least number or date, as it is written; null for other kinds.</param>
/// <param name="Highest">The greatest number or date, as it is written; null for other kinds.</param>
/// <param name="Format">How its cells are written; null for the plain way.</param>
internal sealed record ColumnPreparation(
    string Name, ColumnKind Kind, long Missing, int Symbols, int Categories, int Atoms, string? Lowest, string? Highest, string? Format)
{
    /// <summary>What was changed or is noteworthy.</summary>
    [JsonIgnore]
    public IReadOnlyList<CellRemark> Remarks { get; init; } = [];

    /// <summary>What was changed or is noteworthy, in words.</summary>
    public IReadOnlyList<string> Repairs
    {
        get => [.. Remarks.Select(remark => remark.ToString())];
        init => Remarks = [.. value.Select(sentence => (CellRemark)sentence)];
    }

    /// <summary>What the column holds, in words; null where it is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>What values mean; null where it is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The column in one line, and what it means in another.</summary>
    public override string ToString() => PreparationReport.Format(
        $"{Name}: {Kind}, {Missing:N0} missing, {Numbered.Of(Symbols, "symbol[|s]")}{(Categories > 0 ? $", {Numbered.Of(Categories, "categor[y|ies]")}" : "")}{(Atoms > 0 ? $", {Numbered.Of(Atoms, "atom[|s]")}" : "")}{(Lowest is null ? "" : $", {Lowest} to {Highest}")}{(Format is null ? "" : $", written {Format}")}{Meaning()}");

    private string Meaning()
    {
        string[] words = [.. Description is null ? [] : new[] { Description }, .. (Labels ?? new Dictionary<string, string>()).Select(label => $"{label.Key} = {label.Value}")];
        return words.Length == 0 ? "" : $"\n    {string.Join("; ", words)}";
    }
}

/// <summary>A rule between columns.</summary>
/// <param name="Rule">The rule, in words.</param>
/// <param name="BrokenRows">Real rows that violate it; generated ones satisfy it if it is enforced.</param>
/// <param name="IsKept">Whether every generated row satisfies it.</param>
internal sealed record RulePreparation(string Rule, long BrokenRows, bool IsKept)
{
    /// <summary>What is sampled whatever determines it, with its verb; null where the determined column has no role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>The rule in one line.</summary>
    public override string ToString() =>
        $"{Rule}: {(BrokenRows == 0 ? "holds in every row" : $"broken by {Numbered.Of(BrokenRows, "row[|s]")}")}{Consequence}";

    private string Consequence => IsKept ? ", and kept by every generated row"
        : Role is not null ? $"; not kept, for {Role} always sampled: leave the determining column out if the two must agree"
        : BrokenRows == 0 ? "; not kept, for it seems to be chance: name the rule in a schema if it is none"
        : Numbered.Agreeing(BrokenRows, "; not kept: fix [this row|these rows], or name the rule in a schema");
}
