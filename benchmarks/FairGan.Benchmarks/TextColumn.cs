using System.Globalization;
using System.Text;
using FairGan.Cli.Tests;
using Sylvan.Data.Csv;

namespace FairGan.Benchmarks;

/// <summary>A column of a spoiled table as text, and how generated cells compare with it.</summary>
internal sealed class TextColumn
{
    private static readonly string[] s_dates = ["yyyy-MM-dd", "dd/MM/yyyy", "dd.MM.yyyy"];

    private readonly string[] _cells;
    private readonly HashSet<string> _values;
    private readonly HashSet<string> _shapes;
    private long _rows;
    private long _missing;

    private TextColumn(string name, string[] cells, string[]? clean)
    {
        Name = name;
        _cells = cells;
        Clean = clean;
        bool isText = clean is not null && !Array.TrueForAll(clean, IsNumber);
        string[] tidy = [.. cells.Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];
        var shapes = tidy.GroupBy(Shape).ToDictionary(shape => shape.Key, shape => shape.Count());
        _values = isText ? [.. clean!] : [];

        // Numbers may have any of the column's shapes, dates and identifiers the most frequent one.
        _shapes = isText ? [] : clean is null && name != MessyTable.Amount ? [shapes.MaxBy(shape => shape.Value).Key] : [.. shapes.Keys];
        Spoilt =
        [
            .. cells.Any(cell => cell.Trim() != cell) ? ["stray blanks"] : Array.Empty<string>(),
            .. isText && tidy.Any(cell => !_values.Contains(cell)) ? ["in case"] : Array.Empty<string>(),
            .. !isText && s_dates.Count(format => tidy.Any(cell => DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))) > 1 ? ["in another format"] : Array.Empty<string>(),
            .. clean is not null && !isText && tidy.Any(cell => cell.Contains(',', StringComparison.Ordinal)) && tidy.Any(cell => cell.Length > 3 && IsNumber(cell)) ? ["format"] : Array.Empty<string>(),
            .. name == MessyTable.Identifier ? ["another value in every row"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The cells before they were spoiled; null for a column that was added.</summary>
    public string[]? Clean { get; }

    /// <summary>What was spoiled, in the words of the report.</summary>
    public string[] Spoilt { get; }

    /// <summary>Share of the real cells that are missing.</summary>
    public double MissingRate => _cells.Count(string.IsNullOrWhiteSpace) / (double)_cells.Length;

    /// <summary>How far the share of missing cells among those compared lies from <see cref="MissingRate"/>.</summary>
    public double MissingDifference => Math.Abs(((double)_missing / _rows) - MissingRate);

    /// <summary>Cells compared that are neither one of the clean column's values nor written as its numbers or dates are.</summary>
    public long OtherCells { get; private set; }

    /// <summary>The last of these.</summary>
    public string? OtherCell { get; private set; }

    /// <summary>Reads a spoiled table beside the clean one.</summary>
    /// <param name="path">The spoiled table.</param>
    /// <param name="clean">The clean table's text, whose cells are separated at every comma.</param>
    public static TextColumn[] Read(string path, string clean)
    {
        using var reader = CsvDataReader.Create(path);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        List<string>[] cells = [.. names.Select(_ => new List<string>())];
        while (reader.Read())
        {
            for (int column = 0; column < names.Length; column++)
            {
                cells[column].Add(reader.GetString(column));
            }
        }

        string[][] before = [.. clean.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(','))];
        return [.. names.Select((name, column) => new TextColumn(name, [.. cells[column]], Array.IndexOf(before[0], name) is var at && at >= 0 ? [.. before.Skip(1).Select(row => row[at])] : null))];
    }

    /// <summary>Compares a generated cell.</summary>
    public void Compare(string cell)
    {
        _rows++;
        if (cell.Length == 0)
        {
            _missing++;
        }
        else if (!_values.Contains(cell) && !_shapes.Contains(Shape(cell)))
        {
            OtherCells++;
            OtherCell = cell;
        }
    }

    /// <summary>How many of the real cells are among others.</summary>
    public int Copies(HashSet<string> others) => _cells.Count(others.Contains);

    // The cell with every run of digits as one: 1,234.50 and 9,999.00 have a shape.
    private static string Shape(string cell)
    {
        var shape = new StringBuilder();
        foreach (char c in cell)
        {
            if (!char.IsAsciiDigit(c))
            {
                shape.Append(c);
            }
            else if (shape.Length == 0 || shape[^1] != '9')
            {
                shape.Append('9');
            }
        }

        return shape.ToString();
    }

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
