namespace FairGan.Reporting.Quality.Tables;

/// <summary>One column in memory: either numbers (NaN is missing; dates as days since the year 1) or category codes (0 is missing).</summary>
internal sealed class TableColumn
{
    private readonly double[]? _numbers;
    private readonly int[]? _codes;
    private readonly CategoryIndex? _categories;

    public TableColumn(string name, double[] numbers, TextNumbers? texts = null)
    {
        Name = name;
        Texts = texts;
        this._numbers = numbers;
    }

    public TableColumn(string name, int[] codes, CategoryIndex categories)
    {
        Name = name;
        this._codes = codes;
        this._categories = categories;
    }

    public string Name { get; }

    public bool IsNumeric => _numbers is not null;

    /// <summary>How the numbers are written, where they were texts such as dates; null where they were numbers.</summary>
    public TextNumbers? Texts { get; }

    public double[] Numbers => _numbers ?? throw new InvalidOperationException($"Column '{Name}' is categorical.");

    public int[] Codes => _codes ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public CategoryIndex Categories => _categories ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public int RowCount => _numbers?.Length ?? _codes!.Length;

    public bool IsMissing(int row) => _numbers is not null ? double.IsNaN(_numbers[row]) : _codes![row] == 0;

    /// <summary>A number as text: a date as the column's dates are written.</summary>
    /// <param name="number">The number.</param>
    /// <param name="format">How it is written where it was no text.</param>
    public string Text(double number, string format) => Texts is not null ? Texts.Write(number) : number.ToString(format, CultureInfo.InvariantCulture);

    public double MissingRate()
    {
        int missing = 0;
        for (int row = 0; row < RowCount; row++)
        {
            missing += IsMissing(row) ? 1 : 0;
        }

        return (double)missing / RowCount;
    }

    /// <summary>Number of distinct values, missing ones not counted.</summary>
    public int DistinctCount()
    {
        if (_numbers is not null)
        {
            HashSet<double> values = [.. _numbers];
            values.Remove(double.NaN);
            return values.Count;
        }

        HashSet<int> present = [.. _codes!];
        present.Remove(0);
        return present.Count;
    }

    /// <summary>The column with the given rows alone, in the given order; categories stay shared.</summary>
    public TableColumn Select(int[] rows)
    {
        if (_numbers is not null)
        {
            return new TableColumn(Name, Array.ConvertAll(rows, row => _numbers[row]), Texts);
        }

        return new TableColumn(Name, Array.ConvertAll(rows, row => _codes![row]), _categories!);
    }
}
