using System.Globalization;
using System.Text;
using FairGan.MLNet.Quality;
using static FairGan.MLNet.Reporting.ReportFindings;

namespace FairGan.MLNet.Reporting;

/// <summary>Renders a <see cref="SyntheticDataReport"/> as one HTML page without script or outside resources.</summary>
internal sealed class ReportPage(SyntheticDataReport report)
{
    private const int MostColumns = 60;
    private const int MostGroups = 40;
    private const int MostPairs = 20;

    private static readonly (string Id, string Title)[] Sections =
    [
        ("summary", "Summary"),
        ("data", "Data"),
        ("labels", "Fairness of the labels"),
        ("models", "Fairness and utility of models"),
        ("fidelity", "Fidelity"),
        ("groups", "Fidelity by group"),
        ("detection", "Detection"),
        ("privacy", "Privacy"),
        ("limits", "Limits"),
    ];

    private readonly StringBuilder page = new();
    private readonly ReportFindings findings = new(report);
    private int tables;

    public string Render()
    {
        WriteHead();
        WriteSummary();
        WriteData();
        WriteLabels();
        WriteModels();
        WriteFidelity();
        WriteGroups();
        WriteDetection();
        WritePrivacy();
        WriteLimits();
        Write($"</main>\n<footer><p>Made by FairGan.MLNet. The same figures, uncut and unrounded, are in the JSON report. Nothing here is legal advice.</p></footer>\n</div>\n</body>\n</html>\n");
        return page.ToString();
    }

    private void WriteHead()
    {
        Html sensitive = report.SensitiveColumns.Count == 0 ? new Html("none named") : Html.Join(", ", report.SensitiveColumns.Select(Html.Data));
        Html links = Html.Join("", Sections.Select(section => Html.Of($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>")));
        string created = report.CreatedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <title>{report.Title}</title>
            <link rel="icon" href="data:,">
            <style>
            {new Html(ReportStyle.Css)}
            </style>
            </head>
            <body>
            <a class="skip" href="#summary">Skip to the summary</a>
            <div class="page">
            <header>
            <p class="kind">Synthetic data: fairness, utility, fidelity and privacy</p>
            <h1>{Html.Data(report.Title)}</h1>
            <dl class="facts">
            <div><dt>Outcome</dt><dd>{Html.Data(report.Label)} = {Html.Data(report.Positive)}</dd></div>
            <div><dt>Sensitive columns</dt><dd>{sensitive}</dd></div>
            <div><dt>Rows</dt><dd>{report.RealRows} real, {report.SyntheticRows} synthetic</dd></div>
            <div><dt>Made</dt><dd>{created}, seed {report.Seed.ToString(CultureInfo.InvariantCulture)}</dd></div>
            </dl>
            <nav aria-label="Sections"><ol>{links}</ol></nav>
            </header>
            <main>

            """);
    }

    private void WriteSummary()
    {
        Heading("summary");
        string groups = report.SensitiveColumns.Count == 0 ? "No sensitive column was named, so no groups are compared." : "";
        Write($"<p><strong>What was asked.</strong> Can the {report.SyntheticRows} synthetic rows stand in for the {report.RealRows} real ones: are outcomes shared out evenly between groups, do models trained on them work on real people, do they look like the real rows, and do they keep them private? The favourable outcome is {Html.Data(report.Label)} = {Html.Data(report.Positive)}. {groups}</p>\n");
        WriteKeyFigures();
        Write($"<h3>What came out</h3>\n");
        WriteList(findings.Outcome());
        List<Html> attention = [.. findings.Attention()];
        if (attention.Count == 0)
        {
            Write($"<div class=\"attention none\"><h3>Nothing passed a threshold</h3><p>No figure differs from its yardstick by enough for this report to remark on it. That is no approval: read the limits below.</p></div>\n");
        }
        else
        {
            Write($"<div class=\"attention\"><h3>To be looked into ({attention.Count})</h3>\n");
            WriteList(attention);
            Write($"</div>\n");
        }
    }

    private void WriteKeyFigures()
    {
        Write($"<dl class=\"figures\">\n");
        if (report.LabelFairness.Count > 0)
        {
            LabelFairness fairness = report.LabelFairness[^1];
            (LabelDisparity real, LabelDisparity synthetic) = DisparityOf(fairness);
            Figure("Label parity difference", Score(synthetic.DemographicParityDifference), Html.Of($"by {Columns(fairness.Columns)}; real table {Score(real.DemographicParityDifference)}. 0 is parity."));
        }

        if (report.Utility is { } utility)
        {
            if (utility.TrainedOnSynthetic.Partitions.Count > 0)
            {
                PartitionRates synthetic = utility.TrainedOnSynthetic.Partitions[^1];
                Figure("Model parity difference", Score(ParityOf(synthetic)), Html.Of($"by {Columns(synthetic.Columns)}; trained on real rows {Score(ParityOf(utility.TrainedOnReal.Partitions[^1]))}. 0 is parity."));
            }

            Figure("Model area under the ROC curve", Score(utility.TrainedOnSynthetic.AreaUnderRocCurve), Html.Of($"trained on real rows {Score(utility.TrainedOnReal.AreaUnderRocCurve)}"));
        }

        Figure("Column shapes", Score(report.Fidelity.MeanShape), Html.Of($"halves of the real rows {Score(report.RealHalves?.MeanShape ?? double.NaN)}; pair trends {Score(report.Fidelity.MeanTrend)}"));
        Figure("Detection", Score(report.Detection.AreaUnderRocCurve), new Html("0.5: synthetic rows cannot be told from real ones"));
        if (report.Privacy is { } privacy)
        {
            Figure("Exact copies", Percent(privacy.ExactCopyShare), Html.Of($"of a real row among the synthetic rows; {Percent(privacy.CloserThanHeldOutShare)} are closer to one than 5% of unknown real rows are"));
        }

        Write($"</dl>\n");
    }

    private void WriteData()
    {
        Heading("data");
        Html test = report.TestWasGiven
            ? Html.Of($"Models are tested on {report.TestRows} separate real rows.")
            : Html.Of($"No separate test rows were given: models are tested on {report.TestRows} real rows held out of the real table at random, stratified by the label.");
        Write($"<p>{report.RealRows} real and {report.SyntheticRows} synthetic rows of {report.Columns.Count} columns. {test}</p>\n");
        HtmlTable table = new HtmlTable(new Html("Columns, their roles, and their different and missing values"))
            .TextColumn("Column").TextColumn("Role").TextColumn("Kind")
            .Column("real", "Different values").Column("synthetic", "Different values")
            .Column("real", "Missing").Column("synthetic", "Missing");

        // Label and sensitive columns come first, so that a cut table still shows them.
        foreach ((ReportColumn column, ColumnFidelity fidelity) in report.Columns.Zip(report.Fidelity.Columns).OrderBy(pair => RoleRank(pair.First.Role)).Take(MostColumns))
        {
            table.Row(
                Html.Data(column.Name),
                Html.Of($"{column.Role}"),
                Html.Of($"{column.Kind}"),
                Html.Of($"{fidelity.RealDistinct}"),
                Html.Of($"{fidelity.SyntheticDistinct}"),
                Percent(fidelity.RealMissingRate),
                Percent(fidelity.SyntheticMissingRate));
        }

        WriteTable(table);
        NoteCut(report.Columns.Count, MostColumns, "columns");
    }

    private void WriteLabels()
    {
        Heading("labels");
        Write($"<p>The selection rate of a group is the share of its rows whose label is favourable. The <em>demographic parity difference</em> is the largest rate less the smallest (0 is parity), the <em>ratio</em> the smallest over the largest (1 is parity). The four-fifths rule of the US Uniform Guidelines on Employee Selection Procedures asks for a ratio of at least 0.8. Fair labels alone do not make a fair model: see the next section.</p>\n");
        if (report.LabelFairness.Count == 0)
        {
            Write($"<p>No sensitive column was named.</p>\n");
        }

        foreach (LabelFairness fairness in report.LabelFairness)
        {
            Write($"<h3>By {Columns(fairness.Columns)}</h3>\n");
            WriteDisparity(fairness);
            HtmlTable table = new HtmlTable(Html.Of($"Rows and selection rates by {Columns(fairness.Columns)}"))
                .TextColumn("Group")
                .Column("Rows", "Real").Column("Share", "Real").Column("Selection rate", "Real")
                .Column("Rows", "Synthetic").Column("Share", "Synthetic").Column("Selection rate", "Synthetic");
            foreach (LabelGroup group in fairness.Groups.Take(MostGroups))
            {
                table.Row(
                    Named(group.Values, group.IsSmall),
                    Html.Of($"{group.RealRows}"),
                    Percent(group.RealShare),
                    Bar(group.RealSelectionRate),
                    Html.Of($"{group.SyntheticRows}"),
                    Percent(group.SyntheticShare),
                    Bar(group.SyntheticSelectionRate));
            }

            WriteTable(table);
            NoteCut(fairness.Groups.Count, MostGroups, "groups, the largest first");
            NoteSmall(fairness.Groups.Any(group => group.IsSmall), "either table");
        }
    }

    private void WriteDisparity(LabelFairness fairness)
    {
        HtmlTable table = new HtmlTable(Html.Of($"Disparity of the labels by {Columns(fairness.Columns)}"))
            .TextColumn("Measure").Column("Real").Column("Synthetic");
        bool hasSmall = fairness.Groups.Any(group => group.IsSmall);
        string all = hasSmall ? ", all groups" : "";
        Rows(all, fairness.Real, fairness.Synthetic);
        if (hasSmall)
        {
            Rows(", without small groups", fairness.RealWithoutSmall, fairness.SyntheticWithoutSmall);
        }

        WriteTable(table);

        void Rows(string which, LabelDisparity real, LabelDisparity synthetic)
        {
            table.Row(Html.Of($"Demographic parity difference{which}"), Score(real.DemographicParityDifference), Score(synthetic.DemographicParityDifference));
            table.Row(Html.Of($"Demographic parity ratio{which}"), Score(real.DemographicParityRatio), Score(synthetic.DemographicParityRatio));
            table.Row(Html.Of($"Four-fifths rule{which}"), Verdict(real), Verdict(synthetic));
        }
    }

    private void WriteModels()
    {
        Heading("models");
        if (report.Utility is not { } utility)
        {
            Write($"<p>No model could be trained and tested; the limits below say why.</p>\n");
            return;
        }

        UtilityResult real = utility.TrainedOnReal;
        UtilityResult synthetic = utility.TrainedOnSynthetic;
        Write($"<p>The same model (gradient-boosted trees, LightGBM) was trained once on real and once on synthetic rows, the sensitive columns among its features, and tested on the same {real.TestRows} real rows. It selects a row when it gives the favourable outcome a probability above one half. The <em>equalized odds difference</em> is the larger of the spans of true and of false positive rates over the groups. A true positive rate rests on the rows alone that are favourable in truth, a false positive rate on the others: where these are few, both are uncertain.</p>\n");
        HtmlTable quality = new HtmlTable(new Html("Utility: models tested on real rows"))
            .TextColumn("Measure").Column("Trained on real").Column("Trained on synthetic").Column("Difference");
        quality.Row(new Html("Training rows"), Html.Of($"{real.TrainingRows}"), Html.Of($"{synthetic.TrainingRows}"), Html.Empty);
        Compare(quality, "Area under the ROC curve", real.AreaUnderRocCurve, synthetic.AreaUnderRocCurve);
        Compare(quality, "Accuracy", real.Accuracy, synthetic.Accuracy);
        Compare(quality, "F1 score", real.F1Score, synthetic.F1Score);
        WriteTable(quality);
        for (int index = 0; index < real.Partitions.Count; index++)
        {
            WriteModelGroups(real.Partitions[index], synthetic.Partitions[index]);
        }
    }

    private void WriteModelGroups(PartitionRates real, PartitionRates synthetic)
    {
        Write($"<h3>By {Columns(real.Columns)}</h3>\n");
        HtmlTable differences = new HtmlTable(Html.Of($"Disparity of the models' decisions by {Columns(real.Columns)}"))
            .TextColumn("Measure").Column("Trained on real").Column("Trained on synthetic").Column("Difference");
        bool hasSmall = real.Groups.Any(group => group.Rows < PartitionRates.SmallGroupRows);
        string all = hasSmall ? ", all groups" : "";
        Compare(differences, $"Demographic parity difference{all}", real.DemographicParityDifference, synthetic.DemographicParityDifference);
        Compare(differences, $"Equalized odds difference{all}", real.EqualizedOddsDifference, synthetic.EqualizedOddsDifference);
        if (hasSmall)
        {
            Compare(differences, "Demographic parity difference, without small groups", real.DemographicParityDifferenceWithoutSmall, synthetic.DemographicParityDifferenceWithoutSmall);
            Compare(differences, "Equalized odds difference, without small groups", real.EqualizedOddsDifferenceWithoutSmall, synthetic.EqualizedOddsDifferenceWithoutSmall);
        }

        WriteTable(differences);
        HtmlTable table = new HtmlTable(Html.Of($"Decisions on the real test rows by {Columns(real.Columns)}, for the model trained on real and on synthetic rows"))
            .TextColumn("Group").Column("Test rows").Column("Favourable in truth")
            .Column("real", "Selection rate").Column("synthetic", "Selection rate")
            .Column("real", "True positive rate").Column("synthetic", "True positive rate")
            .Column("real", "False positive rate").Column("synthetic", "False positive rate");
        foreach ((GroupRates first, GroupRates second) in real.Groups.Zip(synthetic.Groups).Take(MostGroups))
        {
            table.Row(
                Named(first.Values, first.Rows < PartitionRates.SmallGroupRows),
                Html.Of($"{first.Rows}"),
                Html.Of($"{first.Positives}"),
                Percent(first.SelectionRate),
                Percent(second.SelectionRate),
                Percent(first.TruePositiveRate),
                Percent(second.TruePositiveRate),
                Percent(first.FalsePositiveRate),
                Percent(second.FalsePositiveRate));
        }

        WriteTable(table);
        NoteCut(real.Groups.Count, MostGroups, "groups, the largest first");
        NoteSmall(hasSmall, "the test rows");
    }

    private void WriteFidelity()
    {
        Heading("fidelity");
        FidelityResult fidelity = report.Fidelity;
        Write($"<p>Shapes compare the distribution of one column, trends the relation of two, both from 0 to 1 (the same), by the definitions of SDMetrics: KSComplement for numbers, TVComplement for categories, CorrelationSimilarity for two numbers, ContingencySimilarity for other pairs with numbers in ten bins. Chance alone keeps even real rows from scoring 1: the yardstick is one random half of the real rows against the other.</p>\n");
        HtmlTable overall = new HtmlTable(new Html("Fidelity of the synthetic table")).TextColumn("Measure").Column("Synthetic").Column("Halves of the real rows");
        FidelityYardstick? halves = report.RealHalves;
        overall.Row(new Html("Mean column shape"), Score(fidelity.MeanShape), Score(halves?.MeanShape ?? double.NaN));
        overall.Row(new Html("Worst column shape"), Score(fidelity.WorstColumn?.Shape ?? double.NaN), Score(halves?.WorstShape ?? double.NaN));
        overall.Row(new Html("Mean pair trend"), Score(fidelity.MeanTrend), Score(halves?.MeanTrend ?? double.NaN));
        overall.Row(new Html("Worst pair trend"), Score(fidelity.WorstPair?.Trend ?? double.NaN), Score(halves?.WorstTrend ?? double.NaN));
        WriteTable(overall);

        HtmlTable shapes = new HtmlTable(new Html("Column shapes, the worst first")).TextColumn("Column").TextColumn("Measure").Column("Shape");
        foreach (ColumnFidelity column in fidelity.Columns.OrderBy(column => double.IsNaN(column.Shape) ? 2 : column.Shape).Take(MostColumns))
        {
            shapes.Row(Html.Data(column.Column), new Html(column.IsNumeric ? "KSComplement" : "TVComplement"), Score(column.Shape));
        }

        WriteTable(shapes);
        NoteCut(fidelity.Columns.Count, MostColumns, "columns, the worst first");
        if (fidelity.Pairs.Count == 0)
        {
            return;
        }

        HtmlTable pairs = new HtmlTable(Html.Of($"The {Math.Min(MostPairs, fidelity.Pairs.Count)} worst of {fidelity.Pairs.Count} pair trends"))
            .TextColumn("Columns").TextColumn("Measure").Column("Trend").Column("real", "Correlation").Column("synthetic", "Correlation");
        foreach (PairFidelity pair in fidelity.Pairs.OrderBy(pair => double.IsNaN(pair.Trend) ? 2 : pair.Trend).Take(MostPairs))
        {
            pairs.Row(
                Html.Of($"{Html.Data(pair.First)} and {Html.Data(pair.Second)}"),
                new Html(pair.BothNumeric ? "CorrelationSimilarity" : "ContingencySimilarity"),
                Score(pair.Trend),
                pair.BothNumeric ? Score(pair.RealCorrelation) : new Html("–"),
                pair.BothNumeric ? Score(pair.SyntheticCorrelation) : new Html("–"));
        }

        WriteTable(pairs);
    }

    private void WriteGroups()
    {
        Heading("groups");
        Write($"<p>The mean column shape within each group: whether a small group is reproduced as faithfully as a large one. Scores of small groups are low by chance alone, so each stands beside the score of that group in two halves of the real rows. A group that the synthetic table lost scores 0.</p>\n");
        if (report.Fidelity.Partitions.Count == 0)
        {
            Write($"<p>No sensitive column was named.</p>\n");
        }

        for (int index = 0; index < report.Fidelity.Partitions.Count; index++)
        {
            PartitionFidelity partition = report.Fidelity.Partitions[index];
            Dictionary<string, double> halves = report.RealHalves?.Partitions[index].Groups.ToDictionary(group => Key(group.Values), group => group.MeanShape) ?? [];
            Write($"<h3>By {Columns(partition.Columns)}</h3>\n");
            HtmlTable table = new HtmlTable(Html.Of($"Fidelity within the groups by {Columns(partition.Columns)}"))
                .TextColumn("Group").Column("real", "Rows").Column("synthetic", "Rows")
                .Column("synthetic", "Mean shape").Column("halves of the real rows", "Mean shape")
                .TextColumn("Worst column").Column("Its shape");
            foreach (GroupFidelity group in partition.Groups.Take(MostGroups))
            {
                table.Row(
                    Named(group.Values, Math.Min(group.RealRows, group.SyntheticRows) < LabelFairness.SmallCellRows),
                    Html.Of($"{group.RealRows}"),
                    Html.Of($"{group.SyntheticRows}"),
                    Score(group.MeanShape),
                    Score(halves.GetValueOrDefault(Key(group.Values), double.NaN)),
                    group.WorstColumn is null ? new Html("–") : Html.Data(group.WorstColumn),
                    group.WorstColumn is null ? new Html("–") : Score(group.Shapes[group.WorstColumn]));
            }

            WriteTable(table);
            NoteCut(partition.Groups.Count + partition.OmittedGroups, MostGroups, "groups, the largest first");
        }
    }

    private void WriteDetection()
    {
        Heading("detection");
        Write($"<p>A classifier two-sample test: gradient-boosted trees learn to tell real rows from synthetic ones and are tested, by cross-validation, on rows they have not seen. An area under the ROC curve of 0.5 means that they cannot, 1 that they always can; well below 0.5 is a sign that synthetic rows repeat real ones. It is the strictest of these measures, since it sees relations of many columns at once.</p>\n");
        if (report.Detection.FoldAreas.Count == 0)
        {
            Write($"<p>The tables have too few rows for this test.</p>\n");
            return;
        }

        HtmlTable table = new HtmlTable(Html.Of($"Telling {report.Detection.RowsPerTable} synthetic from {report.Detection.RowsPerTable} real rows"))
            .TextColumn("Fold").Column("Area under the ROC curve");
        for (int fold = 0; fold < report.Detection.FoldAreas.Count; fold++)
        {
            table.Row(Html.Of($"{fold + 1}"), Score(report.Detection.FoldAreas[fold]));
        }

        table.Row(new Html("Mean"), Score(report.Detection.AreaUnderRocCurve));
        WriteTable(table);
    }

    private void WritePrivacy()
    {
        Heading("privacy");
        if (report.Privacy is not { } privacy)
        {
            Write($"<p>One real row leaves nothing to compare with.</p>\n");
            return;
        }

        string heldOut = privacy.UsedHalves
            ? "No real rows unknown to the generator were given, so the real rows were cut in two random halves: the synthetic rows, and the other half, were held against each half in turn."
            : "The yardstick is the given test rows, which the generator has not seen.";
        Write($"<p>A generator that repeats its training rows gives them away. The distance to the closest training row is Gower's: 0 for an equal row, 1 for one that differs in every cell as far as can be. Real rows resemble each other too, so the same figures of real rows that were not trained on are the yardstick. {heldOut}</p>\n");
        HtmlTable table = new HtmlTable(Html.Of($"Distance to the closest of {privacy.SearchedRows} training rows, and exact copies"))
            .TextColumn("Measure").Column("Synthetic rows").Column("Real rows not trained on");
        table.Row(new Html("Rows measured for distances"), Html.Of($"{privacy.Synthetic.Rows}"), Html.Of($"{privacy.HeldOut.Rows}"));
        table.Row(new Html("Median distance"), Distance(privacy.Synthetic.Median), Distance(privacy.HeldOut.Median));
        table.Row(new Html("5th percentile of the distance"), Distance(privacy.Synthetic.FifthPercentile), Distance(privacy.HeldOut.FifthPercentile));
        table.Row(new Html("Closer than the 5th percentile of real rows not trained on"), Percent(privacy.CloserThanHeldOutShare), new Html("5%"));
        if (privacy.UsedHalves)
        {
            table.Row(new Html("Exact copies of any real row"), Percent(privacy.ExactCopyShare), new Html("–"));
        }

        table.Row(new Html(privacy.UsedHalves ? "Exact copies of a row of the half searched" : "Exact copies of a training row"), Percent(privacy.Synthetic.ExactCopyShare), Percent(privacy.HeldOut.ExactCopyShare));
        WriteTable(table);
    }

    private void WriteLimits()
    {
        Heading("limits");
        List<Html> limits =
        [
            new("Fairness here means that groups are treated alike by the named columns and measures. It does not show that the outcome is just, that its measurement was unbiased, or that groups which no column names are treated alike."),
            new("Parity and equalized odds cannot both hold where the groups' real outcomes differ. Which one matters is a decision, not a measurement."),
            new("Lowering a disparity changes the relation of the groups to the outcome on purpose. Synthetic labels made fair must not be used to estimate how often the outcome really occurs."),
            new("One kind of model was trained, at one threshold. Other models and thresholds give other figures."),
            new("Rates of small groups are uncertain, and this report gives no intervals. A difference between two tables may be chance."),
            new("The privacy figures find repeated rows. They bound no attacker's knowledge and are no guarantee: differential privacy is."),
            new("Distributions and pairs can agree while relations of three and more columns do not; detection looks at those, but names none."),
        ];
        if (!report.TestWasGiven)
        {
            limits.Add(new Html("No test rows were given. If the generator was trained on the whole real table, it has seen the rows that its models were tested on, and the utility of the synthetic rows is overstated."));
        }

        limits.AddRange(report.Notes.Select(note => Html.Of($"{note}")));
        WriteList(limits);
    }

    private static int RoleRank(string role) => role switch { "label" => 0, "sensitive" => 1, _ => 2 };

    private static void Compare(HtmlTable table, string measure, double real, double synthetic)
    {
        double difference = synthetic - real;
        Html signed = difference >= 0.0005 ? Html.Of($"+{Score(difference)}") : Score(Math.Abs(difference) < 0.0005 ? 0 : difference);
        table.Row(Html.Of($"{measure}"), Score(real), Score(synthetic), signed);
    }

    private static Html Verdict(LabelDisparity disparity) => new(disparity.MeetsFourFifthsRule switch
    {
        true => "met",
        false => "<span class=\"flag\">not met</span>",
        null => "n/a",
    });

    private static Html Named(IReadOnlyList<string?> values, bool isSmall) =>
        isSmall ? Html.Of($"{Group(values)} <span class=\"flag\">small</span>") : Group(values);

    private static Html Bar(double share)
    {
        string width = (double.IsNaN(share) ? 0 : share).ToString("0.0%", CultureInfo.InvariantCulture);
        return Html.Of($"<span class=\"bar\" aria-hidden=\"true\" style=\"--share:{new Html(width)}\"></span><span>{Percent(share)}</span>");
    }

    private static Html Distance(double value) => new(double.IsNaN(value) ? "n/a" : value.ToString("0.0000", CultureInfo.InvariantCulture));

    private void Write(Html.Interpolation markup) => page.Append(markup.ToString());

    private void Figure(string name, Html value, Html remark) =>
        Write($"<div><dt>{name}</dt><dd class=\"value\">{value}</dd><dd>{remark}</dd></div>\n");

    private void WriteTable(HtmlTable table) => table.Write(page, ++tables);

    private void Heading(string id)
    {
        int number = Array.FindIndex(Sections, section => section.Id == id);
        Write($"<h2 id=\"{id}\">{number + 1}. {Sections[number].Title}</h2>\n");
    }

    private void WriteList(IEnumerable<Html> items)
    {
        Write($"<ul>\n");
        foreach (Html item in items)
        {
            Write($"<li>{item}</li>\n");
        }

        Write($"</ul>\n");
    }

    private void NoteCut(int count, int shown, string what)
    {
        if (count > shown)
        {
            Write($"<p class=\"note\">{shown} of {count} {what}. The JSON report has the rest as far as it was measured.</p>\n");
        }
    }

    private void NoteSmall(bool hasSmall, string where)
    {
        if (hasSmall)
        {
            Write($"<p class=\"note\">Small: fewer than {LabelFairness.SmallCellRows} rows in {where}.</p>\n");
        }
    }
}
