using System.Globalization;
using System.Runtime.InteropServices;

namespace FairGan.Fairness.Counts;

/// <summary>
/// Gives the distinct values of one column codes 0, 1, 2, … in the order they appear. One instance per column and pass;
/// not thread-safe.
/// </summary>
internal sealed class CategorySet(string column, int limit, string remedy)
{
    private const int RecentSlots = 256;

    private readonly List<Category> _categories = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly (string Text, int Code)[] _recent = new (string, int)[RecentSlots];

    public string Column => column;

    public int MissingCode { get; private set; } = -1;

    public IReadOnlyList<Category> Categories => _categories;

    public int CodeOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return CodeOfMissing();
        }

        // A small direct-mapped cache in front of the dictionary: group columns repeat a handful of texts, and comparing
        // one short span is several times cheaper than hashing it.
        int slot = ((text.Length * 31) + (text[0] * 7) + text[^1] + (text[text.Length / 2] * 3)) & (RecentSlots - 1);
        ref (string Text, int Code) recent = ref _recent[slot];
        if (recent.Text is not null && text.SequenceEqual(recent.Text))
        {
            return recent.Code;
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int code))
        {
            string added = text.ToString();
            code = Add(Category.Of(added));
            _texts.Add(added, code);
        }

        recent = (_categories[code].Text, code);
        return code;
    }

    public int CodeOfMissing()
    {
        if (MissingCode < 0)
        {
            MissingCode = Add(new Category(Category.MissingText, double.NaN));
        }

        return MissingCode;
    }

    public int Add(Category category)
    {
        if (_categories.Count == limit)
        {
            throw new InvalidDataException(
                $"Column '{column}' has more than {limit.ToString(CultureInfo.InvariantCulture)} distinct values. {remedy}");
        }

        _categories.Add(category);
        return _categories.Count - 1;
    }

    public int CodeOf<T>(Dictionary<T, int> codes, T value, Func<T, Category> describe)
        where T : notnull
    {
        ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(codes, value, out bool known);
        if (!known)
        {
            code = Add(describe(value));
        }

        return code;
    }

    /// <summary>The values in their natural order, missing last.</summary>
    /// <param name="ranks">The place of each code in it.</param>
    public CategoryList Sorted(out int[] ranks)
    {
        int[] order = [.. Enumerable.Range(0, _categories.Count)];
        Array.Sort(order, (left, right) => left == MissingCode || right == MissingCode
            ? (left == MissingCode).CompareTo(right == MissingCode)
            : Category.Compare(_categories[left], _categories[right]));
        ranks = new int[order.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        return new CategoryList(column, [.. order.Select(code => _categories[code])], MissingCode < 0 ? -1 : ranks[MissingCode]);
    }
}
