namespace FairGan.Tables;

/// <summary>Values of a column of which many rows may have the same one, which is then stored and examined once.</summary>
/// <param name="Values">The values, in the order of the first rows that have them. Equal ones may occur twice.</param>
/// <param name="Rows">For each row the position of its value; negative where it is missing.</param>
internal sealed record SharedValues<T>(IReadOnlyList<T> Values, int[] Rows)
{
    /// <summary>Whether cells are missing.</summary>
    public bool HasMissing => Array.Exists(Rows, value => value < 0);

    /// <summary>The same rows with other values.</summary>
    /// <param name="convert">What a value becomes.</param>
    public SharedValues<TOther> Select<TOther>(Func<T, TOther> convert) => new([.. Values.Select(convert)], Rows);

    /// <summary>The row that first has a value.</summary>
    /// <param name="value">The value's position.</param>
    public int FirstRow(int value) => Array.IndexOf(Rows, value);
}
