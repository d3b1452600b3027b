using System.Globalization;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>One column in memory: either numbers (NaN is missing; dates as days since the year 1) or category codes (0 is missing).</summary>
internal sealed class TableColumn
{
    // Ranges may end past the last date that there is.
    private static readonly int LastDay = (DateTime.MaxValue - DateTime.MinValue).Days;

    private readonly double[]? numbers;
    private readonly int[]? codes;
    private readonly CategoryIndex? categories;

    public TableColumn(string name, double[] numbers, IReadOnlyList<string>? dateFormats = null)
    {
        Name = name;
        DateFormats = dateFormats ?? [];
        this.numbers = numbers;
    }

    public TableColumn(string name, int[] codes, CategoryIndex categories)
    {
        Name = name;
        DateFormats = [];
        this.codes = codes;
        this.categories = categories;
    }

    public string Name { get; }

    public bool IsNumeric => numbers is not null;

    /// <summary>How the dates are written, the most frequent way first; none where the numbers are no dates.</summary>
    public IReadOnlyList<string> DateFormats { get; }

    /// <summary>Whether the numbers are dates.</summary>
    public bool IsDates => DateFormats.Count > 0;

    public double[] Numbers => numbers ?? throw new InvalidOperationException($"Column '{Name}' is categorical.");

    public int[] Codes => codes ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public CategoryIndex Categories => categories ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public int RowCount => numbers?.Length ?? codes!.Length;

    public bool IsMissing(int row) => numbers is not null ? double.IsNaN(numbers[row]) : codes![row] == 0;

    /// <summary>A number as text: a date as the column's dates are written.</summary>
    /// <param name="number">The number.</param>
    /// <param name="format">How it is written where it is no date.</param>
    public string Text(double number, string format) => IsDates
        ? DateTime.MinValue.AddMilliseconds(Math.Round(Math.Clamp(number, 0, LastDay) * TimeSpan.MillisecondsPerDay)).ToString(DateFormats[0], CultureInfo.InvariantCulture)
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
        if (numbers is not null)
        {
            HashSet<double> values = [.. numbers];
            values.Remove(double.NaN);
            return values.Count;
        }

        HashSet<int> present = [.. codes!];
        present.Remove(0);
        return present.Count;
    }

    /// <summary>The column with the given rows alone, in the given order; categories stay shared.</summary>
    public TableColumn Select(int[] rows)
    {
        if (numbers is not null)
        {
            return new TableColumn(Name, Array.ConvertAll(rows, row => numbers[row]), DateFormats);
        }

        return new TableColumn(Name, Array.ConvertAll(rows, row => codes![row]), categories!);
    }
}
