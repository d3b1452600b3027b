using FairGan.Fairness.Audits;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The figures of a report under the headings that three legal texts use.</summary>
internal sealed class ReportProfiles(ReportFigures report)
{
    private const int MostGroups = 40;
    private const double LeftOutShare = 0.02;

    /// <summary>The profiles, each a heading, an introduction and its tables.</summary>
    public IEnumerable<(string Title, HtmlText Text, IReadOnlyList<HtmlTable> Tables)> All()
    {
        yield return (
            "Four-fifths rule",
            new HtmlText("The US Uniform Guidelines on Employee Selection Procedures (29 CFR 1607.4 D) take a selection rate of less than four fifths of the rate of the group with the highest one as evidence of adverse impact. Smaller differences may matter where they are significant, and larger ones may be chance where groups are small: see the intervals."),
            [.. report.LabelFairness.Select(FourFifths)]);
        yield return (
            "New York City, Local Law 144",
            new HtmlText("A bias audit under 6 RCNY § 5-301 states, for each category of sex, of race or ethnicity, and of their combinations: the number of applicants, the selection rate, and the impact ratio (the rate over the highest rate). Categories below 2 % of the rows may be left out of the ratios, with their number and rate stated; rows of unknown category are counted. The law asks for them of the decisions of a tool on real people: here they are of the labels of a table."),
            report.LabelFairness.Count == 0 ? [] : [.. report.LabelFairness.Select(Impact), Unknown()]);
        yield return (
            "EU AI Act, Article 10",
            new HtmlText("Article 10 of Regulation (EU) 2024/1689 asks for governance of the training, validation and testing data of high-risk systems. The table says where this report has figures for its points, and what only the provider can add."),
            [Article10()]);
    }

    private HtmlTable FourFifths(LabelFairness fairness)
    {
        HtmlTable table = new HtmlTable(HtmlText.Of($"Four-fifths rule by {Columns(fairness.Columns)}"))
            .TextColumn("Group")
            .Column("Selection rate", "Real").Column("Of the highest", "Real").Column("Four fifths", "Real")
            .Column("Selection rate", "Synthetic").Column("Of the highest", "Synthetic").Column("Four fifths", "Synthetic");
        foreach (LabelGroup group in fairness.Groups.Take(MostGroups))
        {
            table.Row(
                Named(group.Values, group.IsSmall),
                WithInterval(group.RealSelectionRate, group.RealInterval),
                Score(group.RealImpactRatio),
                Verdict(group.RealImpactRatio),
                WithInterval(group.SyntheticSelectionRate, group.SyntheticInterval),
                Score(group.SyntheticImpactRatio),
                Verdict(group.SyntheticImpactRatio));
        }

        return table;
    }

    private HtmlTable Impact(LabelFairness fairness)
    {
        List<LabelGroup> known = [.. fairness.Groups.Where(group => group.Values.All(value => value is not null))];
        HtmlTable table = new HtmlTable(HtmlText.Of($"Impact ratios by {Columns(fairness.Columns)}"))
            .TextColumn("Category")
            .Column("Applicants", "Real").Column("Selection rate", "Real").Column("Impact ratio", "Real")
            .Column("Applicants", "Synthetic").Column("Selection rate", "Synthetic").Column("Impact ratio", "Synthetic");
        foreach (LabelGroup group in known.Take(MostGroups))
        {
            table.Row(
                group.RealShare < LeftOutShare ? HtmlText.Of($"{Group(group.Values)} <span class=\"flag\">below 2 %</span>") : Group(group.Values),
                HtmlText.Of($"{group.RealRows}"),
                Percent(group.RealSelectionRate),
                Score(group.RealKnownImpactRatio),
                HtmlText.Of($"{group.SyntheticRows}"),
                Percent(group.SyntheticSelectionRate),
                Score(group.SyntheticKnownImpactRatio));
        }

        return table;
    }

    private HtmlTable Unknown()
    {
        HtmlTable table = new HtmlTable(new HtmlText("Rows of unknown category")).TextColumn("Columns").Column("Real").Column("Synthetic");
        foreach (LabelFairness fairness in report.LabelFairness)
        {
            List<LabelGroup> unknown = [.. fairness.Groups.Where(group => group.Values.Any(value => value is null))];
            table.Row(Columns(fairness.Columns), HtmlText.Of($"{unknown.Sum(group => group.RealRows)}"), HtmlText.Of($"{unknown.Sum(group => group.SyntheticRows)}"));
        }

        return table;
    }

    private static HtmlTable Article10()
    {
        HtmlTable table = new HtmlTable(new HtmlText("Article 10, point by point"))
            .TextColumn("Point").TextColumn("What is asked about").TextColumn("In this report").TextColumn("To be added by the provider");
        Add("2 (a)", "design choices", "Definition of fairness and its strength: <a href=\"#data\">Data</a>, <a href=\"#dial\">Strength</a>", "why this definition and this strength");
        Add("2 (b)", "collection and origin of the data, and its original purpose", "Files and their hashes: <a href=\"#data\">Data</a>", "who collected the rows, when, from whom and what for");
        Add("2 (c)", "preparation: labelling, cleaning, updating, enrichment, aggregation", "Missing and different values by column, and cells cleaned: <a href=\"#data\">Data</a>", "what else was done to the rows before this report");
        Add("2 (d)", "assumptions on what the data measure", "Label and favourable value: <a href=\"#data\">Data</a>", "whether the label measures what the decision is about");
        Add("2 (e)", "availability, quantity and suitability", "Rows by table and by group: <a href=\"#labels\">Labels</a>; usefulness: <a href=\"#models\">Models</a>", "whether they suffice for the purpose");
        Add("2 (f)", "examination for possible biases", "Selection rates with intervals: <a href=\"#labels\">Labels</a>; decisions by group: <a href=\"#models\">Models</a>", "groups that no column names; harm of wrong decisions");
        Add("2 (g)", "measures against biases", "Real against synthetic, and the frontier: <a href=\"#labels\">Labels</a>, <a href=\"#dial\">Strength</a>", "whether the measure is lawful and proportionate");
        Add("2 (h)", "gaps and shortcomings", "<a href=\"#summary\">Remarks</a> and <a href=\"#limits\">Limits</a>", "how they are addressed");
        Add("3", "representative, free of errors and complete as far as possible; statistical properties, also by group", "<a href=\"#distributions\">Distributions</a>, <a href=\"#fidelity\">Fidelity</a>, also <a href=\"#groups\">by group</a>", "representative of whom: the population the system is used on");
        Add("4", "the setting of use: geographical, contextual, behavioural, functional", "nothing", "all of it");
        Add("5", "special categories of personal data, where synthetic or anonymised data do not suffice", "<a href=\"#privacy\">Privacy</a>: what the synthetic table gives away", "the grounds for processing the real rows");
        return table;

        void Add(string point, string asked, string here, string missing) => table.Row(new HtmlText(point), new HtmlText(asked), new HtmlText(here), new HtmlText(missing));
    }

    private static HtmlText Verdict(double ratio) => new(double.IsNaN(ratio) ? "n/a" : ratio >= ImpactTable.FourFifths ? "met" : "<span class=\"flag\">not met</span>");
}
