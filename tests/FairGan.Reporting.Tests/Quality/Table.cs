using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace FairGan.Reporting.Tests.Quality;

/// <summary>Small tables written down column by column, and the real data sets where they are to be had.</summary>
internal static class Table
{
    /// <summary>Stops a measurement when the test run is stopped.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DataFrameColumn Text(string name, params string?[] values) => new StringDataFrameColumn(name, values!);

    public static DataFrameColumn Numbers(string name, params double[] values) => new DoubleDataFrameColumn(name, values);

    public static IDataView Of(params DataFrameColumn[] columns) => new DataFrame(columns);

    /// <summary>Reads a data set of plain cells (no quotes) by its description, or skips the test where it is not to be had.</summary>
    public static (IDataView View, int Rows) Real(string file, IReadOnlySet<string> numeric, Func<int, bool>? keepRow = null)
    {
        string path = Repository.DataSet(file);
        string[][] cells = [.. File.ReadLines(path).Select(line => line.Split(','))];
        List<string[]> rows = [.. cells.Skip(1).Where((_, row) => keepRow?.Invoke(row) ?? true)];
        List<DataFrameColumn> columns = [];
        for (int column = 0; column < cells[0].Length; column++)
        {
            string name = cells[0][column];
            columns.Add(numeric.Contains(name)
                ? Numbers(name, [.. rows.Select(row => row[column].Length == 0 ? double.NaN : double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture))])
                : Text(name, [.. rows.Select(row => row[column])]));
        }

        return (new DataFrame(columns), rows.Count);
    }

    public static (IDataView View, int Rows) Adult(string part, Func<int, bool>? keepRow = null) => Real(
        $"adult.{part}.csv",
        new HashSet<string> { "age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week" },
        keepRow);
}
