using System.Numerics;
using FairGan.Tables;
using Microsoft.ML.Data;

namespace FairGan.Reporting.Quality.Tables;

/// <summary>Collects the cells of one column, row after row, as numbers or as codes of categories.</summary>
internal sealed class CellCollector
{
    private readonly List<double> _numbers = [];
    private readonly List<int> _codes = [];
    private readonly CategoryIndex? _categories;
    private readonly TextNumbers? _texts;
    private readonly bool _findsNumbers;

    /// <summary>A column of numbers, dates or durations.</summary>
    public CellCollector(DataViewRow row, DataViewSchema.Column column)
    {
        Name = column.Name;
        Func<double> number = column.Type is NumberDataViewType ? CellReader.Number(row, column, FloatReading.Exact) : CellReader.Days(row, column);
        Read = () => _numbers.Add(number() is var value && double.IsFinite(value) ? value : double.NaN);
    }

    /// <summary>A column of categories.</summary>
    /// <param name="row">The row that moves over the table.</param>
    /// <param name="column">The column.</param>
    /// <param name="categories">The categories known, to which new ones are added.</param>
    /// <param name="texts">How the texts are numbers; null where that is unknown.</param>
    /// <param name="findsNumbers">Whether to detect that where it is unknown.</param>
    public CellCollector(DataViewRow row, DataViewSchema.Column column, CategoryIndex categories, TextNumbers? texts, bool findsNumbers)
    {
        Name = column.Name;
        _categories = categories;
        _texts = texts;
        _findsNumbers = findsNumbers;
        Func<int> code = CellType.Visit(column.Type, new CodeVisitor(row, column, categories));
        Read = () => _codes.Add(code());
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Takes the current row's cell.</summary>
    public Action Read { get; }

    /// <summary>The finished column; texts that turn out to be dates or durations are numbers.</summary>
    public TableColumn ToColumn()
    {
        if (_categories is null)
        {
            return new TableColumn(Name, [.. _numbers]);
        }

        var column = new TableColumn(Name, [.. _codes], _categories);
        return (_texts ?? (_findsNumbers ? TextNumbers.Find(column) : null))?.Of(column) ?? column;
    }

    /// <summary>Codes of the cells of each categorical type.</summary>
    private sealed class CodeVisitor(DataViewRow row, DataViewSchema.Column column, CategoryIndex index) : ICellTypeVisitor<Func<int>>
    {
        public Func<int> Text() => CellReader.Get<ReadOnlyMemory<char>, int>(row, column, text => index.CodeOf(text.Span));

        public Func<int> Boolean() => CellReader.Get<bool, int>(row, column, value => index.CodeOf(CellFormat.Boolean(value, BooleanSpelling.Capitalised)));

        // Two tables may number the same values differently, so keys are compared by the values they stand for.
        public Func<int> Key<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            int[] codes = [0, .. KeyNames().Select(name => index.CodeOf(name))];
            return CellReader.Get<T, int>(row, column, key => ulong.CreateChecked(key) is var number && number < (ulong)codes.Length ? codes[number] : 0);
        }

        public Func<int> Number<T>()
            where T : unmanaged, INumber<T> => throw NotCategorical();

        public Func<int> Time<T>()
            where T : unmanaged => throw NotCategorical();

        public Func<int> Other() => throw NotCategorical();

        private IEnumerable<string> KeyNames()
        {
            if (CellReader.KeyNames(column, BooleanSpelling.Capitalised) is { } names)
            {
                return names;
            }

            return CellReader.KeyValueType(column) is { } type
                ? throw new ArgumentException($"Column '{column.Name}' is a key over values of type {type}, which cannot be compared. Map it back with MapKeyToValue, or drop it.")
                : Enumerable.Range(1, (int)Math.Min(((KeyDataViewType)column.Type).Count, int.MaxValue - 1)).Select(key => key.ToString(CultureInfo.InvariantCulture));
        }

        private InvalidOperationException NotCategorical() => new($"Column '{column.Name}' has no categories.");
    }
}
