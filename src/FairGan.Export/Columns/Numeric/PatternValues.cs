using System.Collections;

namespace FairGan.Export.Columns.Numeric;

/// <summary>
/// Numbers in a repeating pattern, such as the working hours of working days: every block, such as a day, has the same places, and from each
/// place on there are some numbers at equal steps. They are a list without being stored as one.
/// </summary>
/// <param name="blocks">The blocks' first numbers, ascending.</param>
/// <param name="places">Places in a block, ascending from 0.</param>
/// <param name="each">Numbers from every place on.</param>
/// <param name="step">The step between them.</param>
internal sealed class PatternValues(double[] blocks, double[] places, int each, double step) : IReadOnlyList<double>
{
    /// <summary>The blocks' first numbers.</summary>
    public IReadOnlyList<double> Blocks => blocks;

    /// <summary>Places in a block.</summary>
    public IReadOnlyList<double> Places => places;

    /// <summary>Numbers from every place on.</summary>
    public int Each => each;

    /// <summary>The step between them.</summary>
    public double Step => step;

    /// <summary>Numbers in a block.</summary>
    public int PerBlock => places.Length * each;

    /// <inheritdoc/>
    public int Count { get; } = checked(blocks.Length * places.Length * each);

    /// <inheritdoc/>
    public double this[int index] => blocks[index / PerBlock] + places[index / each % places.Length] + (index % each * step);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
