using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Columns.Kinds;

/// <summary>The only place that lists which kinds of column hold quantities.</summary>
internal static class Quantities
{
    /// <summary>How the cells of a kind are read and written; null where they are no quantities.</summary>
    /// <param name="kind">The kind; null where it is unknown.</param>
    /// <param name="name">The column's name, for messages.</param>
    /// <param name="format">How its cells are written; null for the plain way.</param>
    /// <param name="otherFormats">Other formats in which cells are read, too.</param>
    /// <exception cref="FormatException">A format is none.</exception>
    public static IQuantity? Of(ColumnKind? kind, string name, string? format, IReadOnlyList<string>? otherFormats) => kind switch
    {
        ColumnKind.Real or ColumnKind.Integer => new NumberQuantity(name, format, otherFormats ?? []),
        ColumnKind.Date => new DateQuantity(name, format, otherFormats ?? []),
        ColumnKind.Duration => new DurationQuantity(name, format, otherFormats ?? []),
        _ => null,
    };
}
