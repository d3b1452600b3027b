using System.Numerics;

namespace FairGan.Tables;

/// <summary>One method for each type of cell that ML.NET has; <see cref="CellType.Visit"/> calls the one that fits a column.</summary>
/// <typeparam name="TResult">What a method returns, usually a function that reads the current row's cell.</typeparam>
internal interface ICellTypeVisitor<out TResult>
{
    /// <summary>Numbers. A missing float or double is NaN; the integer types have no missing value.</summary>
    TResult Number<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>Keys: 1 for the first value that the column's annotation names, 0 for a missing one.</summary>
    TResult Key<T>()
        where T : unmanaged, IBinaryInteger<T>;

    /// <summary>Text; an empty one is missing.</summary>
    TResult Text();

    /// <summary>Booleans.</summary>
    TResult Boolean();

    /// <summary>Points in time or durations: <see cref="DateTime"/>, <see cref="DateTimeOffset"/> or <see cref="TimeSpan"/>.</summary>
    TResult Time<T>()
        where T : unmanaged;

    /// <summary>Everything else, such as vectors.</summary>
    TResult Other();
}
