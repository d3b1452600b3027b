namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on the limits of its figures.</summary>
internal sealed class LimitSection(ReportFigures report, PageWriter page) : ReportSection("limits", "Limits", report, page)
{
    protected override void WriteBody()
    {
        List<HtmlText> limits =
        [
            new("Fairness here means that groups are treated alike by the named columns and measures. It does not show that the outcome is just, that its measurement was unbiased, or that groups which no column names are treated alike."),
            new("Parity and equalized odds cannot both hold where the groups' real outcomes differ. Which one matters is a decision, not a measurement."),
            new("Lowering a disparity changes the relation of the groups to the outcome on purpose. Synthetic labels made fair must not be used to estimate how often the outcome really occurs."),
            new("One kind of model was trained, at one threshold. Other models and thresholds give other figures."),
            new("Rates of small groups are uncertain. The intervals of models resample the test rows alone: other training rows, another seed of the generator or other synthetic rows would move the figures further."),
            new("The intervals of synthetic rates shrink with every generated row. They show how well the generator is known, not the world: for that, use the real intervals."),
            new("The privacy figures find repeated rows. They bound no attacker's knowledge and are no guarantee: differential privacy is."),
            new("Distributions and pairs can agree while relations of three and more columns do not; detection looks at those, but names none."),
        ];
        if (!Report.TestWasGiven)
        {
            limits.Add(new HtmlText(Report.Label is null
                ? "No test rows were given, so no attack on the membership of training rows was tried."
                : "No test rows were given. If the generator was trained on the whole real table, it has seen the rows that its models were tested on, and the utility of the synthetic rows is overstated."));
        }

        limits.AddRange(Report.Notes.Select(note => HtmlText.Of($"{note}")));
        WriteList(limits);
    }
}
