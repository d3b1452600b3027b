namespace FairGan.Fairness.Counts;

/// <summary>Treatment of rows whose group is missing (empty text, key 0, NaN).</summary>
public enum MissingGroupPolicy
{
    /// <summary>They form a group of their own, named <c>(missing)</c>.</summary>
    OwnGroup,

    /// <summary>They count in the overall figures and as unknown, but belong to no group (what pandas, and so Fairlearn, does).</summary>
    LeaveOut,

    /// <summary>They are an error that names the column and the row.</summary>
    Refuse,
}
