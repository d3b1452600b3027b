namespace FairGan.Export.Columns;

/// <summary>The shares that a column's values get in the generated rows, in place of those in the training rows. Columns that depend on it shift with it.</summary>
/// <param name="Column">The column's name.</param>
public sealed record ColumnBalance(string Column)
{
    /// <summary>
    /// For every value or range, written as in <see cref="ColumnCondition"/>, its share of the rows, above 0; they are scaled to add up
    /// to 1. Rows with any other value are not generated. Empty (the default): equal shares of all values, for columns whose symbols are single values.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, double>> Shares { get; init; } = [];

    /// <summary>
    /// Reads a balance as it is written on a command line: <c>sex</c> for equal shares of all values, or <c>sex=Female:0.7|Male:0.3</c>,
    /// <c>age=..30:1|31..:1</c>; quoting as in <see cref="ColumnCondition.Parse"/>.
    /// </summary>
    /// <param name="text">The balance.</param>
    /// <exception cref="FormatException">The text is not written so; the message gives the position.</exception>
    public static ColumnBalance Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new ConditionReader(text);
        string column = reader.Read("=") ?? throw reader.Problem("a column's name");
        var shares = new List<KeyValuePair<string, double>>();
        if (reader.Take("="))
        {
            do
            {
                string value = reader.Read(":", "|") ?? "";
                if (!reader.Take(":") || !double.TryParse(reader.Read("|"), NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
                    || !(share > 0 && share < double.PositiveInfinity))
                {
                    throw reader.Problem($"a colon and a share above 0 after '{value}', as in {column}={value}:0.5");
                }

                shares.Add(new(value, share));
            }
            while (reader.Take("|"));
        }

        reader.ExpectEnd();
        return new ColumnBalance(column) { Shares = shares };
    }
}
