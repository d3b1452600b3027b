using System.Globalization;

namespace FairGan.Cli.Tests;

/// <summary>
/// Spoils a clean CSV table as real ones are: empty cells, mixed case, stray blanks, thousands separators, and added to it a column of
/// identifiers, one of amounts with two decimals, a start date in two formats and an end date that is never before it.
/// </summary>
internal static class MessyTable
{
    public const string Identifier = "customer_id";
    public const string Amount = "amount";
    public const string Start = "opened";
    public const string End = "closed";

    /// <summary>The spoiled table. The cells of a table without quotes are separated at every comma.</summary>
    /// <param name="csv">The clean table, its line of column names first.</param>
    /// <param name="label">The label, whose cells are never emptied.</param>
    public static string Of(string csv, string label)
    {
        var random = new Random(1);
        string[][] rows = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(','))];
        bool[] isNumber = [.. rows[0].Select((_, column) => rows.Skip(1).All(row => double.TryParse(row[column], CultureInfo.InvariantCulture, out double _)))];
        var lines = new List<string> { string.Join(',', [Identifier, .. rows[0], Amount, Start, End]) };
        for (int i = 1; i < rows.Length; i++)
        {
            IEnumerable<string> cells = rows[i].Select((cell, column) => rows[0][column] == label ? Spell(cell, random) : isNumber[column] ? Number(cell, random) : Text(cell, random));
            var start = new DateTime(2015, 1, 1).AddDays(random.Next(1500));
            DateTime end = start.AddDays((int)(-200 * Math.Log(1 - random.NextDouble())));
            lines.Add(string.Join(',', (string[])
            [
                string.Create(CultureInfo.InvariantCulture, $"C-{100000 + (7 * i):D7}"),
                .. cells,
                string.Create(CultureInfo.InvariantCulture, $"\"{1000 + (random.Next(900000) / 100m):N2}\""),
                start.ToString(random.NextDouble() < 0.7 ? "yyyy-MM-dd" : "dd/MM/yyyy", CultureInfo.InvariantCulture),
                random.NextDouble() < 0.1 ? "" : end.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
            ]));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Number(string cell, Random random) => random.NextDouble() switch
    {
        < 0.03 => "",
        < 0.06 => $" {cell} ",
        < 0.6 when long.TryParse(cell, CultureInfo.InvariantCulture, out long number) && number >= 1000 => string.Create(CultureInfo.InvariantCulture, $"\"{number:N0}\""),
        _ => cell,
    };

    private static string Text(string cell, Random random) => random.NextDouble() < 0.04 ? "" : Spell(cell, random);

    private static string Spell(string cell, Random random) => random.NextDouble() switch
    {
        < 0.04 => cell.ToUpperInvariant(),
        < 0.08 => $" {cell}  ",
        < 0.1 => cell.ToLowerInvariant(),
        _ => cell,
    };
}
