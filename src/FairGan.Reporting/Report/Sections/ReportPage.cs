namespace FairGan.Reporting.Report.Sections;

/// <summary>Renders the figures of a report as one HTML page without script or outside resources.</summary>
internal sealed class ReportPage
{
    private readonly ReportFigures _report;
    private readonly PageWriter _page = new();
    private readonly ReportSection[] _sections;

    public ReportPage(ReportFigures report)
    {
        _report = report;
        _sections =
        [
            new SummarySection(report, _page),
            new DataSection(report, _page),
            new LabelSection(report, _page),
            new ModelSection(report, _page),
            new StrengthSection(report, _page),
            new FidelitySection(report, _page),
            new DistributionSection(report, _page),
            new GroupSection(report, _page),
            new DetectionSection(report, _page),
            new PrivacySection(report, _page),
            new TrainingSection(report, _page),
            new ProfileSection(report, _page),
            new LimitSection(report, _page),
        ];
    }

    /// <summary>The whole page.</summary>
    public string Render()
    {
        WriteHeader();
        for (int index = 0; index < _sections.Length; index++)
        {
            _sections[index].Write(index + 1);
        }

        _page.Write($"</main>\n<footer><p>Made by FairGan.MLNet. The same figures, uncut and unrounded, are in the JSON report. Nothing here is legal advice.</p><p class=\"on-paper\">The tables behind the charts of shares, rates and pairs are left out on paper: the page on a screen has them folded, the JSON report in full.</p></footer>\n</div>\n");
        return HtmlPage.Of(_report.Title, ReportStyle.Css, new HtmlText(_page.ToString()));
    }

    /// <summary>The sentences of the summary alone.</summary>
    public static string RenderFindings(ReportFigures report)
    {
        PageWriter page = new();
        new SummarySection(report, page).WriteFindings();
        return page.ToString();
    }

    private void WriteHeader()
    {
        HtmlText sensitive = _report.SensitiveColumns.Count == 0 ? new HtmlText("none named") : HtmlText.Join(", ", _report.SensitiveColumns.Select(HtmlText.Data));
        HtmlText outcome = _report.Label is null ? new HtmlText("none named") : HtmlText.Of($"{HtmlText.Data(_report.Label)} = {HtmlText.Data(_report.Positive)}");
        HtmlText links = HtmlText.Join("", _sections.Select(section => HtmlText.Of($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>")));
        string created = _report.CreatedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        _page.Write($"""
            <a class="skip" href="#summary">Skip to the summary</a>
            <div class="page">
            <header>
            <p class="kind">Synthetic data: fairness, utility, fidelity and privacy</p>
            <h1>{HtmlText.Data(_report.Title)}</h1>
            <dl class="facts">
            <div><dt>Outcome</dt><dd>{outcome}</dd></div>
            <div><dt>Sensitive columns</dt><dd>{sensitive}</dd></div>
            <div><dt>Rows</dt><dd>{_report.RealRows} real, {_report.SyntheticRows} synthetic</dd></div>
            <div><dt>Made</dt><dd>{created}, seed {_report.Seed.ToString(CultureInfo.InvariantCulture)}</dd></div>
            </dl>
            <nav aria-label="Sections"><ol>{links}</ol></nav>
            </header>
            <main>

            """);
    }
}
