namespace FairGan.Reporting.Report.Figures;

/// <summary>Keys to look groups up by.</summary>
internal static class GroupKey
{
    /// <summary>A text that differs wherever the values of two groups differ, missing ones included.</summary>
    public static string Of(IReadOnlyList<string?> values) => string.Join('\u001f', values.Select(value => value ?? "\u001e"));
}
