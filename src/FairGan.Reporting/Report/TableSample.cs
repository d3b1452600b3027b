using System.Text;
using FairGan.Tables;
using Microsoft.ML.Data;

namespace FairGan.Reporting.Report;

/// <summary>The first rows of a table, to be shown in a notebook or a page.</summary>
public sealed class TableSample
{
    private readonly HtmlTable _table;

    private TableSample(HtmlTable table) => this._table = table;

    /// <summary>Takes the first rows of a table.</summary>
    /// <param name="data">The table. Hidden columns are left out; vectors are shown by their size.</param>
    /// <param name="rows">How many rows at most; at least 1.</param>
    public static TableSample Of(IDataView data, int rows = 5)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        string[]?[] keys = Array.ConvertAll(columns, column => CellReader.KeyNames(column));
        var table = new HtmlTable(new HtmlText("The first rows")).TextColumn("Row");
        foreach (DataViewSchema.Column column in columns)
        {
            table.Column(column.Name);
        }

        int number = 0;
        foreach (DataDebuggerPreview.RowInfo row in data.Preview(rows).RowView)
        {
            table.Row([HtmlText.Of($"{++number}"), .. columns.Select((column, index) => Cell(column, row.Values[column.Index].Value, keys[index]))]);
        }

        return new TableSample(table);
    }

    /// <summary>The rows as a fragment of a page. Nothing in it is fetched or run.</summary>
    /// <returns>The HTML text.</returns>
    public string ToHtml()
    {
        StringBuilder page = new();
        _table.Write(page, null, "The first rows");
        return page.ToString();
    }

    private static HtmlText Cell(DataViewSchema.Column column, object value, string[]? keys)
    {
        string text = column.Type switch
        {
            VectorDataViewType vector => $"{vector.ItemType} × {vector.Size}",
            KeyDataViewType => Convert.ToUInt64(value, null) is var key && key > 0 && keys is not null ? keys[key - 1] : key == 0 ? "" : $"{key}",
            _ => CellFormat.Text(value),
        };
        return text.Length == 0 ? HtmlText.Data(null) : HtmlText.Data(text);
    }
}
