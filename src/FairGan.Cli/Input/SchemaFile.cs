using FairGan.Export.Rules;
using FairGan.MLNet.Preparation;

namespace FairGan.Cli.Input;

/// <summary>Reads the file named by <c>--schema</c>, a description of the table's columns, and makes such descriptions from encoded tables.</summary>
internal static class SchemaFile
{
    private const int MostCategories = 100;

    /// <summary>The description of the table; an empty one where no file is named.</summary>
    /// <exception cref="UsageException">There is no such file, or it holds no description.</exception>
    public static TableDescription Read(string? path)
    {
        if (path is null)
        {
            return new TableDescription();
        }

        InputTable.CheckExists(path);
        try
        {
            return TableDescription.Parse(File.ReadAllText(path));
        }
        catch (FormatException problem)
        {
            throw new UsageException($"{path}: {problem.Message}");
        }
    }

    /// <summary>
    /// The detected description of a table, as a starting point for a schema file. Long category lists are left out; reading the schema detects them again.
    /// Descriptions that say more than was known are marked as read from the rows.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="known">What was known of it.</param>
    public static TableDescription Of(EncodedTable table, TableDescription known) => new()
    {
        Missing = table.Description!.Missing,
        Columns = [.. table.Description.Columns.Select(column => (column.Categories is { Count: > MostCategories } ? column with { Categories = null } : column) with { FromData = !IsKnown(column, known) })],
        Rules = [.. table.Description.Rules.Where(rule => rule is not OrderRule { IsRaised: true }).Select(rule => rule is OrderRule order ? new OrderRule(order.Low, order.High) : rule)],
    };

    private static bool IsKnown(ColumnDescription column, TableDescription known) =>
        known.Columns.FirstOrDefault(other => other.Name == column.Name) is { FromData: false } stated
        && column.Kind == stated.Kind && column.Format == stated.Format && column.Decimals == stated.Decimals && (column.Categories is null || stated.Categories is not null);
}
