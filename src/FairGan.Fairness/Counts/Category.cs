using System.Globalization;

namespace FairGan.Fairness.Counts;

/// <summary>One value of a column: how it reads, and its number where it is one (NaN otherwise).</summary>
internal readonly record struct Category(string Text, double Number)
{
    public const string MissingText = "(missing)";

    public static Category Of(string text) => new(text, NumberIn(text));

    /// <summary>Whether this is the value the caller wrote: the same text, the same number, or the same truth value.</summary>
    public bool Matches(Category other) =>
        string.Equals(Text, other.Text, StringComparison.Ordinal) || (!double.IsNaN(Number) && Number == other.Number);

    /// <summary>Numbers by value before texts by code unit, so that tables read in the natural order.</summary>
    public static int Compare(Category left, Category right)
    {
        bool leftIsNumber = !double.IsNaN(left.Number);
        bool rightIsNumber = !double.IsNaN(right.Number);
        if (leftIsNumber && rightIsNumber && left.Number != right.Number)
        {
            return left.Number.CompareTo(right.Number);
        }

        return leftIsNumber != rightIsNumber
            ? (leftIsNumber ? -1 : 1)
            : string.CompareOrdinal(left.Text, right.Text);
    }

    private static double NumberIn(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number;
        }

        // "true" and 1 are one and the same label: ML.NET predicts booleans where tables hold 0 and 1.
        return bool.TryParse(text, out bool truth) ? (truth ? 1 : 0) : double.NaN;
    }
}
