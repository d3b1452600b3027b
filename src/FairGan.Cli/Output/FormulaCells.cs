using FairGan.Export.Columns;
using FairGan.Export.Sampling.Writers;
using FairGan.Export.Schemas;
using Microsoft.ML.Data;

namespace FairGan.Cli.Output;

/// <summary>Points out texts that a spreadsheet would run as formulas.</summary>
internal static class FormulaCells
{
    private const int LongestExample = 40;

    /// <summary>What a generator may write, a line for each column.</summary>
    public static IEnumerable<string> Of(TableSchema schema)
    {
        foreach (ColumnCodec column in schema.Columns)
        {
            if (Name(column.Name) is { } name)
            {
                yield return name;
            }

            string[] run = [.. (column.ListedTexts ?? []).Where(text => SpreadsheetCell.IsRun(text))];
            if (run.Length > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{column.Name}: a spreadsheet would run {run.Length:N0} {(run.Length == 1 ? "category" : "categories")} as formulas, such as {Example(run[0])}; sample and fill write them harmless with --csv-safe");
            }
        }
    }

    /// <summary>The cells of a table, a line for each column.</summary>
    public static IEnumerable<string> Of(IDataView table)
    {
        foreach (DataViewSchema.Column column in table.Schema.Where(column => !column.IsHidden))
        {
            if (Name(column.Name) is { } name)
            {
                yield return name;
            }

            if (column.Type is TextDataViewType && Cells(table, column) is { } line)
            {
                yield return line;
            }
        }
    }

    private static string? Cells(IDataView table, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = table.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> cell = default;
        (long count, long first, string example) = (0, 0, "");
        for (long row = 1; cursor.MoveNext(); row++)
        {
            getter(ref cell);
            if (SpreadsheetCell.IsRun(cell.Span) && count++ == 0)
            {
                (first, example) = (row, cell.ToString());
            }
        }

        return count == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{column.Name}: a spreadsheet would run {count:N0} {(count == 1 ? "cell" : "cells")} as formulas, the first in row {first:N0}, {Example(example)}; sample and fill write them harmless with --csv-safe");
    }

    private static string? Name(string column) => SpreadsheetCell.IsRun(column) ? $"{column}: a spreadsheet would run the column's name as a formula; sample and fill write it harmless with --csv-safe" : null;

    private static string Example(string text) => $"'{(text.Length <= LongestExample ? text : text[..LongestExample] + "…")}'";
}
