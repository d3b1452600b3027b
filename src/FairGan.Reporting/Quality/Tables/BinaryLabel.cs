namespace FairGan.Reporting.Quality.Tables;

/// <summary>A label column read as two classes: the positive value and everything else.</summary>
internal sealed class BinaryLabel
{
    private const int Negative = 0;
    private const int Positive = 1;
    private const int Missing = -1;

    private readonly TableColumn _reference;
    private readonly double _positiveNumber;
    private readonly int _positiveCode;

    private BinaryLabel(TableColumn reference, string positiveValue, double positiveNumber, int positiveCode)
    {
        this._reference = reference;
        PositiveValue = positiveValue;
        this._positiveNumber = positiveNumber;
        this._positiveCode = positiveCode;
    }

    public string Column => _reference.Name;

    /// <summary>The positive value, as text.</summary>
    public string PositiveValue { get; }

    /// <summary>Finds the positive value among those of the label column.</summary>
    /// <param name="tables">The tables, which share their categories; the first is asked for the label's values.</param>
    /// <param name="label">The name of the label column.</param>
    /// <param name="positive">The positive value; where null, the label must be 0/1 or false/true.</param>
    /// <param name="labelParameter">The name of the caller's parameter with the label, for messages.</param>
    /// <param name="positiveParameter">The name of the caller's parameter with the positive value, for messages.</param>
    public static BinaryLabel Create(
        IReadOnlyList<ColumnarTable> tables, string label, string? positive, string labelParameter, string positiveParameter)
    {
        TableColumn column = tables[0].Require(label, labelParameter);
        return column.IsNumeric ? OfNumbers(tables, column, positive, positiveParameter) : OfCategories(tables, column, positive, positiveParameter);
    }

    /// <summary>Whether a label column has more than two values.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="label">The name of the label column.</param>
    /// <param name="labelParameter">The name of the caller's parameter with the label, for messages.</param>
    public static bool HasSeveralOutcomes(IReadOnlyList<ColumnarTable> tables, string label, string labelParameter)
    {
        const int Outcomes = 2;
        return tables[0].Require(label, labelParameter).IsNumeric
            ? tables.SelectMany(table => table[label].Numbers).Where(value => !double.IsNaN(value)).Distinct().Skip(Outcomes).Any()
            : tables.SelectMany(table => table[label].Codes).Where(code => code != 0).Distinct().Skip(Outcomes).Any();
    }

    /// <summary>Whether each row of a table is positive.</summary>
    public bool[] IsPositive(ColumnarTable table) => Array.ConvertAll(Classes(table), value => value == Positive);

    /// <summary>The rows of a table whose label is not missing.</summary>
    public int[] LabelledRows(ColumnarTable table)
    {
        int[] classes = Classes(table);
        return [.. Enumerable.Range(0, classes.Length).Where(row => classes[row] != Missing)];
    }

    /// <summary>For each row 1 (positive), 0 (negative) or -1 (missing).</summary>
    public int[] Classes(ColumnarTable table)
    {
        TableColumn column = table[Column];
        return column.IsNumeric
            ? Array.ConvertAll(column.Numbers, value => double.IsNaN(value) ? Missing : value == _positiveNumber ? Positive : Negative)
            : Array.ConvertAll(column.Codes, code => code == 0 ? Missing : code == _positiveCode ? Positive : Negative);
    }

    private static BinaryLabel OfNumbers(IReadOnlyList<ColumnarTable> tables, TableColumn column, string? positive, string parameterName)
    {
        HashSet<double> values = [.. tables.SelectMany(table => table[column.Name].Numbers).Where(value => !double.IsNaN(value))];
        double number;
        if (positive is null)
        {
            number = values.Count > 0 && values.All(value => value is 0 or 1) ? 1 : throw NeedsPositive(column.Name, values.Count, parameterName);
        }
        else if (!double.TryParse(positive, NumberStyles.Float, CultureInfo.InvariantCulture, out number) || !values.Contains(number))
        {
            throw Unknown(column.Name, positive, values.Order().Select(value => value.ToString("R", CultureInfo.InvariantCulture)), parameterName);
        }

        return new BinaryLabel(column, number.ToString("R", CultureInfo.InvariantCulture), number, -1);
    }

    private static BinaryLabel OfCategories(IReadOnlyList<ColumnarTable> tables, TableColumn column, string? positive, string parameterName)
    {
        HashSet<int> codes = [.. tables.SelectMany(table => table[column.Name].Codes).Where(code => code != 0)];
        List<string> values = [.. codes.Select(code => column.Categories.NameOf(code)!).Order(StringComparer.Ordinal)];
        if (positive is null)
        {
            positive = values.Count > 0 && values.TrueForAll(value => bool.TryParse(value, out _)) && values.Find(bool.Parse) is { } found
                ? found
                : throw NeedsPositive(column.Name, values.Count, parameterName);
        }

        int code = column.Categories.Find(positive);
        return codes.Contains(code) ? new BinaryLabel(column, positive, double.NaN, code) : throw Unknown(column.Name, positive, values, parameterName);
    }

    private static ArgumentException NeedsPositive(string column, int values, string parameterName) => new(
        values == 0
            ? $"Label column '{column}' has no values. Name a label column with values."
            : $"Label column '{column}' has {values} different values. Name the one that counts as positive.",
        parameterName);

    private static ArgumentException Unknown(string column, string positive, IEnumerable<string> values, string parameterName)
    {
        const int Listed = 10;
        List<string> all = [.. values];
        string names = string.Join(", ", all.Take(Listed).Select(value => $"'{value}'"));
        string more = all.Count > Listed ? $" and {all.Count - Listed} more" : "";
        return new ArgumentException($"Label column '{column}' has no value '{positive}'. Its values are {names}{more}.", parameterName);
    }
}
