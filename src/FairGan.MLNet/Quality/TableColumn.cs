using System.Globalization;

namespace FairGan.MLNet.Quality;

/// <summary>One column in memory: either numbers (NaN is missing) or category codes (0 is missing).</summary>
internal sealed class TableColumn
{
    private readonly double[]? numbers;
    private readonly int[]? codes;
    private readonly CategoryIndex? categories;

    public TableColumn(string name, double[] numbers)
    {
        Name = name;
        this.numbers = numbers;
    }

    public TableColumn(string name, int[] codes, CategoryIndex categories)
    {
        Name = name;
        this.codes = codes;
        this.categories = categories;
    }

    public string Name { get; }

    public bool IsNumeric => numbers is not null;

    public double[] Numbers => numbers ?? throw new InvalidOperationException($"Column '{Name}' is categorical.");

    public int[] Codes => codes ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public CategoryIndex Categories => categories ?? throw new InvalidOperationException($"Column '{Name}' is numeric.");

    public int RowCount => numbers?.Length ?? codes!.Length;

    public bool IsMissing(int row) => numbers is not null ? double.IsNaN(numbers[row]) : codes![row] == 0;

    /// <summary>The cell as text; <see langword="null"/> when it is missing.</summary>
    public string? TextAt(int row) => numbers is null
        ? categories!.NameOf(codes![row])
        : double.IsNaN(numbers[row]) ? null : numbers[row].ToString("R", CultureInfo.InvariantCulture);

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
            return new TableColumn(Name, Array.ConvertAll(rows, row => numbers[row]));
        }

        return new TableColumn(Name, Array.ConvertAll(rows, row => codes![row]), categories!);
    }
}
