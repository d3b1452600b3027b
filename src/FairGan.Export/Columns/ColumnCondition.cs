namespace FairGan.Export.Columns;

/// <summary>
/// Allowed cells of a column: one of some values or, for numbers, inside one of some ranges. An alternative is written as a
/// value; empty for a missing cell; or, in a column of numbers, as a range that includes both ends: <c>20..30</c>, <c>20..</c>,
/// <c>..30</c>.
/// </summary>
/// <param name="Column">The column's name.</param>
/// <param name="Alternatives">The allowed values, at least one, in invariant culture.</param>
public sealed record ColumnCondition(string Column, IReadOnlyList<string> Alternatives)
{
    /// <summary>Whether the cells are to be anything but the alternatives. Default false.</summary>
    public bool Excluded { get; init; }

    /// <summary>
    /// Reads conditions as they are written on a command line: <c>sex=Female,age=20..30,race=Black|White,job!=</c>. A comma separates
    /// conditions, <c>=</c> or <c>!=</c> after the column's name, <c>|</c> between alternatives. A name or value that holds one of these
    /// is written in double quotes, a double quote inside of them is doubled.
    /// </summary>
    /// <param name="text">The conditions.</param>
    /// <exception cref="FormatException">The text is not written so; the message gives the position.</exception>
    public static IReadOnlyList<ColumnCondition> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new ConditionReader(text);
        var conditions = new List<ColumnCondition>();
        do
        {
            string column = reader.Read("!=", "=") ?? throw reader.Problem("a column's name and = or != after it");
            bool excluded = reader.Take("!=");
            if (!excluded && !reader.Take("="))
            {
                throw reader.Problem($"= or != after '{column}'");
            }

            var alternatives = new List<string>();
            do
            {
                alternatives.Add(reader.Read("|", ",") ?? "");
            }
            while (reader.Take("|"));
            conditions.Add(new ColumnCondition(column, alternatives) { Excluded = excluded });
        }
        while (reader.Take(","));
        reader.ExpectEnd();
        return conditions;
    }
}
