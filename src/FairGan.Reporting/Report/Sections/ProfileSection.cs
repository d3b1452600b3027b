namespace FairGan.Reporting.Report.Sections;

/// <summary>The figures under the headings of three legal texts.</summary>
internal sealed class ProfileSection(ReportFigures report, PageWriter page) : ReportSection("profiles", "Profiles", report, page)
{
    protected override void WriteBody()
    {
        Write($"<p>The figures of this report under the headings that three texts use. This is no legal advice, shows no compliance, and does not replace the texts.</p>\n");
        foreach ((string title, HtmlText text, IReadOnlyList<HtmlTable> profile) in new ReportProfiles(Report).All())
        {
            Write($"<h3>{title}</h3>\n<p>{text}</p>\n");
            if (profile.Count == 0)
            {
                IsLeftOut(Missing.LabelOrGroups);
            }

            foreach (HtmlTable table in profile)
            {
                WriteTable(table);
            }
        }
    }
}
