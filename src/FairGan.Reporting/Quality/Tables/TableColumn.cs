using System.Globalization;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>One column in memory: either numbers (NaN is missing; dates as days since the year 1) or category codes (0 is missing).</summary>
internal sealed class TableColumn
{
    // Ranges may end past the last date that there is.
    private static readonly int s_lastDay = (DateTime.MaxValue - DateTime.MinValue).Days;

    private readonly double[]? _numbers;
    private readonly int[]? _codes;
    private readonly CategoryIndex? _categories;

    public TableColumn(string name, double[] numbers, IReadOnlyList<string>? dateFormats = null)
    {
        Name = name;
        DateFormats = dateFormats ?? [];
        this._numbers = numbers;
    }

    public TableColumn(string name, int[] codes, CategoryIndex categories)
    {
        Name = name;
        DateFormats = [];
        this._codes = codes;
        this._categories = categories;
    }

    public string Name { get; }

    public bool IsNumeric => _numbers is not null;

    /// <summary>How the dates are written, the most frequent way first; none where the numbers are no dates.</summary>
    public IReadOnlyList<string> DateFormats { get; }

    /// <summary>Whether the numbers are dates.</summary>
    public bool IsDates => DateFormats.Count > 0;

    public double[] Numbers => _numbers ?? throw new InvalidOperationException($"Column '{Name}' is categorical.");

    public int[] Codes => _codes ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public CategoryIndex Categories => _categories ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public int RowCount => _numbers?.Length ?? _codes!.Length;

    public bool IsMissing(int row) => _numbers is not null ? double.IsNaN(_numbers[row]) : _codes![row] == 0;

    /// <summary>A number as text: a date as the column's dates are written.</summary>
    /// <param name="number">The number.</param>
    /// <param name="format">How it is written where it is no date.</param>
    public string Text(double number, string format) => IsDates
        ? DateTime.MinValue.AddMilliseconds(Math.Round(Math.Clamp(number, 0, s_lastDay) * TimeSpan.MillisecondsPerDay)).ToString(DateFormats[0], CultureInfo.InvariantCulture)
        : number.ToString(format, CultureInfo.InvariantCulture);

    public double MissingRate()
    {
        int missing = 0;
        for (int row = 0; row < RowCount; row++)
        {
            missing += IsMissing(row) ? 1 : 0;
        }

        return (double)missing / RowCount;
    }

    /// <summary>How many different values the column holds, missing values not counted.</summary>
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
            return new TableColumn(Name, Array.ConvertAll(rows, row => _numbers[row]), DateFormats);
        }

        return new TableColumn(Name, Array.ConvertAll(rows, row => _codes![row]), _categories!);
    }
}
