namespace FairGan.Export.Columns.Durations;

/// <summary>What the numbers of a column of durations count.</summary>
internal enum DurationUnit
{
    /// <summary>Weeks of seven days.</summary>
    Week,

    /// <summary>Days of 24 hours.</summary>
    Day,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Milliseconds.</summary>
    Millisecond,
}
