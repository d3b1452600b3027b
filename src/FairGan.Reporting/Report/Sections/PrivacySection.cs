using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Report.Charts;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on privacy: distances to the closest training row, exact copies and the membership attack.</summary>
internal sealed class PrivacySection(ReportFigures report, PageWriter page) : ReportSection("privacy", "Privacy", report, page)
{
    protected override void WriteBody()
    {
        if (Report.DifferentialPrivacy is { } guarantee)
        {
            Write($"<p><strong>Guarantee.</strong> {guarantee.Words()}</p>\n");
        }

        if (Report.Privacy is not { } privacy)
        {
            Write($"<p>One real row leaves nothing to compare with.</p>\n");
            return;
        }

        string heldOut = privacy.UsedHalves
            ? "No real rows unknown to the generator were given, so the real rows were cut in two random halves: the synthetic rows, and the other half, were compared with each half in turn."
            : "The yardstick is the given test rows, which the generator has not seen.";
        Write($"<p>A generator that repeats its training rows gives them away. The distance to the closest training row is Gower's: 0 for an equal row, 1 for one that differs in every cell as far as can be. Real rows resemble each other too, so the same figures of real rows that were not trained on are the yardstick. {heldOut}</p>\n");
        HtmlTable table = new HtmlTable(HtmlText.Of($"Distance to the closest of {privacy.SearchedRows} training rows, and exact copies"))
            .TextColumn("Measure").Column("Synthetic rows").Column("Real rows not trained on");
        table.Row(new HtmlText("Rows measured for distances"), HtmlText.Of($"{privacy.Synthetic.Rows}"), HtmlText.Of($"{privacy.HeldOut.Rows}"));
        table.Row(new HtmlText("Median distance"), Distance(privacy.Synthetic.Median), Distance(privacy.HeldOut.Median));
        table.Row(new HtmlText("5th percentile of the distance"), Distance(privacy.Synthetic.FifthPercentile), Distance(privacy.HeldOut.FifthPercentile));
        table.Row(new HtmlText("Closer than the 5th percentile of real rows not trained on"), Percent(privacy.CloserThanHeldOutShare), new HtmlText("5%"));
        if (privacy.UsedHalves)
        {
            table.Row(new HtmlText("Exact copies of any real row"), Percent(privacy.ExactCopyShare), new HtmlText("–"));
        }

        table.Row(new HtmlText(privacy.UsedHalves ? "Exact copies of a row of the half searched" : "Exact copies of a training row"), Percent(privacy.Synthetic.ExactCopyShare), Percent(privacy.HeldOut.ExactCopyShare));
        WriteTable(table);
        WriteChart(ReportCharts.Distances(privacy));
        WriteAttack();
        WriteAttacks();
    }

    private void WriteAttack()
    {
        Write($"<h3>Membership attack</h3>\n<p>An attacker who holds the synthetic table, and a person's row, guesses that the person was among the training rows when a synthetic row lies close. It is tried on training rows and on real rows that were not trained on.</p>\n");
        if (Report.Membership is not { } attack)
        {
            Write($"<p>Not tried: it needs real rows that the generator has not seen (on the command line, --test).</p>\n");
            return;
        }

        HtmlTable table = new HtmlTable(HtmlText.Of($"Guessing membership for {attack.Members} training rows and {attack.Others} others")).TextColumn("Measure").Column("Attack").Column("Guessing");
        table.Row(new HtmlText("Area under the ROC curve"), Score(attack.AreaUnderRocCurve), new HtmlText("0.500"));
        table.Row(new HtmlText("Advantage: true less false positive rate at the best threshold"), Score(attack.Advantage), HtmlText.Of($"below {Score(attack.ChanceAdvantage)} in 19 of 20 cases"));
        table.Row(new HtmlText("Members found while 1 % of the others are accused"), Percent(attack.TruePositiveRateAtOnePercent), new HtmlText("1.0%"));
        WriteTable(table);
    }

    private void WriteAttacks()
    {
        Write($"<h3>Attacks as a stranger would make them</h3>\n");
        if (Report.Attacks is not { } attacks)
        {
            Write($"<p>Not tried: they need real rows that the generator has not seen (on the command line, --test), at least 100.</p>\n");
            return;
        }

        Write($"<p><strong>Verdict: {AttackFindings.Words(attacks.Verdict)}.</strong> Each attack is made on training rows and on real rows that were not trained on: what works on both is knowledge of the population and no leak. Singling out, linkability and inference are the criteria of the Article 29 Working Party (opinion 05/2014). Attacks that fail prove nothing about stronger ones.</p>\n");
        WriteList(attacks.Findings.Select(finding => HtmlText.Of($"{finding}")));
        HtmlTable table = new HtmlTable(new HtmlText("Distinguishing training rows from other people's: 0.5 is guessing"))
            .TextColumn("Attack").TextColumn("With").TextColumn("Group").Column("Area under the ROC curve").Column("99 % interval").Column("Found at 1 % false alarms");
        foreach (MembershipAttack attack in attacks.Attacks)
        {
            HtmlText with = attack.Multiple is { } multiple ? HtmlText.Of($"rows × {multiple}") : new HtmlText("file");
            table.Row(
                HtmlText.Of($"{attack.Name}"), with, HtmlText.Data(attack.Group), Score(attack.Auc),
                HtmlText.Of($"{Score(attack.Interval.Low)} to {Score(attack.Interval.High)}"), Percent(attack.TprAt1));
        }

        WriteTable(table);
    }
}
