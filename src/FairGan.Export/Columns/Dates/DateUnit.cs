namespace FairGan.Export.Columns.Dates;

/// <summary>The granularity of a column of dates.</summary>
internal enum DateUnit
{
    /// <summary>Whole days.</summary>
    Day,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Milliseconds.</summary>
    Millisecond,

    /// <summary>Microseconds.</summary>
    Microsecond,
}
