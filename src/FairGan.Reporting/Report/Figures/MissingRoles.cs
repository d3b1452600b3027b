namespace FairGan.Reporting.Report.Figures;

/// <summary>Says why a part of a report is left out, and what to name to get it.</summary>
/// <param name="hasLabel">Whether there is a label with a favourable value.</param>
/// <param name="plainLabel">A label of several values of which none was named as favourable; <see langword="null"/> for none.</param>
/// <param name="hasGroups">Whether there are sensitive columns.</param>
internal sealed class MissingRoles(bool hasLabel, string? plainLabel, bool hasGroups)
{
    private const string NameGroups = "no sensitive column was named; name one or more (on the command line --sensitive)";

    public static MissingRoles Of(ReportFigures report) => new(report.Label is not null, report.PlainLabel, report.SensitiveColumns.Count > 0);

    /// <summary>The reason where a label is missing; <see langword="null"/> where there is one.</summary>
    public string? Label => hasLabel ? null
        : plainLabel is not null ? $"the label '{plainLabel}' has more than two values, and none was named as favourable; name it (on the command line --positive)"
        : "no label was named; name it with its favourable value (on the command line --label and --positive)";

    /// <summary>The reason where sensitive columns are missing; <see langword="null"/> where there are some.</summary>
    public string? Groups => hasGroups ? null : NameGroups;

    /// <summary>The reason where either is missing; <see langword="null"/> where there are both.</summary>
    public string? LabelOrGroups => Label is { } label && Groups is not null ? $"{label}, and {NameGroups}" : Label ?? Groups;
}
