using System.Globalization;
using System.Text;
using FairGan.Fairness.Metrics;
using FairGan.MLNet.Training;
using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Charts;
using FairGan.Reporting.Report.Html;
using static FairGan.Reporting.Report.Sections.ReportFindings;

namespace FairGan.Reporting.Report.Sections;

/// <summary>Renders a <see cref="SyntheticDataReport"/> as one HTML page without script or outside resources.</summary>
internal sealed class ReportPage(SyntheticDataReport report)
{
    private const int MostColumns = 60;
    private const int MostGroups = 40;
    private const int MostPairs = 20;
    private const int MostPictures = 40;

    private static readonly (string Id, string Title)[] Sections =
    [
        ("summary", "Summary"),
        ("data", "Data"),
        ("labels", "Fairness of the labels"),
        ("models", "Fairness and utility of models"),
        ("dial", "Strength of fairness"),
        ("fidelity", "Fidelity"),
        ("distributions", "Distributions"),
        ("groups", "Fidelity by group"),
        ("detection", "Detection"),
        ("privacy", "Privacy"),
        ("training", "Training"),
        ("profiles", "Profiles"),
        ("limits", "Limits"),
    ];

    private readonly StringBuilder page = new();
    private readonly ReportFindings findings = new(report);
    private int tables;
    private int pictures;

    public string Render()
    {
        WriteHead();
        WriteSummary();
        WriteData();
        WriteLabels();
        WriteModels();
        WriteDial();
        WriteFidelity();
        WriteDistributions();
        WriteGroups();
        WriteDetection();
        WritePrivacy();
        WriteTraining();
        WriteProfiles();
        WriteLimits();
        Write($"</main>\n<footer><p>Made by FairGan.MLNet. The same figures, uncut and unrounded, are in the JSON report. Nothing here is legal advice.</p><p class=\"on-paper\">The tables behind the pictures of shares, rates and pairs are left out on paper: the page on a screen has them folded, the JSON report in full.</p></footer>\n</div>\n</body>\n</html>\n");
        return page.ToString();
    }

    public string RenderFindings()
    {
        WriteFindings();
        return page.ToString();
    }

    private void WriteHead()
    {
        HtmlText sensitive = report.SensitiveColumns.Count == 0 ? new HtmlText("none named") : HtmlText.Join(", ", report.SensitiveColumns.Select(HtmlText.Data));
        HtmlText links = HtmlText.Join("", Sections.Select(section => HtmlText.Of($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>")));
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
            {new HtmlText(ReportStyle.Css)}
            </style>
            </head>
            <body>
            <a class="skip" href="#summary">Skip to the summary</a>
            <div class="page">
            <header>
            <p class="kind">Synthetic data: fairness, utility, fidelity and privacy</p>
            <h1>{HtmlText.Data(report.Title)}</h1>
            <dl class="facts">
            <div><dt>Outcome</dt><dd>{HtmlText.Data(report.Label)} = {HtmlText.Data(report.Positive)}</dd></div>
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
        Write($"<p><strong>What was asked.</strong> Can the {report.SyntheticRows} synthetic rows stand in for the {report.RealRows} real ones: are outcomes shared out evenly between groups, do models trained on them work on real people, do they look like the real rows, and do they keep them private? The favourable outcome is {HtmlText.Data(report.Label)} = {HtmlText.Data(report.Positive)}. {groups}</p>\n");
        WriteKeyFigures();
        WriteFindings();
    }

    private void WriteFindings()
    {
        Write($"<h3>What came out</h3>\n");
        WriteList(findings.Outcome());
        List<HtmlText> attention = [.. findings.Attention()];
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
            Figure("Label parity difference", Score(synthetic.DemographicParityDifference), HtmlText.Of($"by {Columns(fairness.Columns)}; real table {Score(real.DemographicParityDifference)}. 0 is parity."));
        }

        if (report.Utility is { } utility)
        {
            if (utility.TrainedOnSynthetic.Partitions.Count > 0)
            {
                PartitionRates synthetic = utility.TrainedOnSynthetic.Partitions[^1];
                Figure(
                    "Model parity difference",
                    Score(ParityOf(synthetic)),
                    HtmlText.Of($"by {Columns(synthetic.Columns)}{By(ParityOf(synthetic, utility.TrainedOnSynthetic.Intervals?.Partitions[^1]))}; trained on real rows {Score(ParityOf(utility.TrainedOnReal.Partitions[^1]))}. 0 is parity."));
            }

            Figure(
                "Model area under the ROC curve",
                Score(utility.TrainedOnSynthetic.AreaUnderRocCurve),
                HtmlText.Of($"trained on real rows {Score(utility.TrainedOnReal.AreaUnderRocCurve)}; 95 % interval of the difference {Ends(utility.DifferenceIntervals?.AreaUnderRocCurve)}"));
        }

        Figure("Column shapes", Score(report.Fidelity.MeanShape), HtmlText.Of($"halves of the real rows {Score(report.RealHalves?.MeanShape ?? double.NaN)}; pair trends {Score(report.Fidelity.MeanTrend)}"));
        Figure("Detection", Score(report.Detection.AreaUnderRocCurve), new HtmlText("0.5: synthetic rows cannot be told from real ones"));
        if (report.Privacy is { } privacy)
        {
            Figure("Exact copies", Percent(privacy.ExactCopyShare), HtmlText.Of($"of the synthetic rows equal a real row; {Percent(privacy.CloserThanHeldOutShare)} lie as close to one as only the closest 5% of unseen real rows do"));
        }

        Write($"</dl>\n");
    }

    private void WriteData()
    {
        Heading("data");
        HtmlText test = report.TestWasGiven
            ? HtmlText.Of($"Models are tested on {report.TestRows} separate real rows.")
            : HtmlText.Of($"No separate test rows were given: models are tested on {report.TestRows} real rows held out of the real table at random, stratified by the label.");
        Write($"<p>{report.RealRows} real and {report.SyntheticRows} synthetic rows of {report.Columns.Count} columns. {test}</p>\n");
        WriteQuestion();
        WriteSources();
        WritePreparation();
        HtmlTable table = new HtmlTable(new HtmlText("Columns, their roles, and their different and missing values"))
            .TextColumn("Column").TextColumn("Role").TextColumn("Kind")
            .Column("real", "Different values").Column("synthetic", "Different values")
            .Column("real", "Missing").Column("synthetic", "Missing");

        // Label and sensitive columns come first, so that a cut table still shows them.
        foreach ((ReportColumn column, ColumnFidelity fidelity) in report.Columns.Zip(report.Fidelity.Columns).OrderBy(pair => RoleRank(pair.First.Role)).Take(MostColumns))
        {
            table.Row(
                HtmlText.Data(column.Name),
                HtmlText.Of($"{column.Role}"),
                HtmlText.Of($"{column.Kind}"),
                HtmlText.Of($"{fidelity.RealDistinct}"),
                HtmlText.Of($"{fidelity.SyntheticDistinct}"),
                Percent(fidelity.RealMissingRate),
                Percent(fidelity.SyntheticMissingRate));
        }

        WriteTable(table);
        NoteCut(report.Columns.Count, MostColumns, "columns");
    }

    private void WriteQuestion()
    {
        HtmlText groups = report.SensitiveColumns.Count == 0 ? new HtmlText("no column") : HtmlText.Join(", ", report.SensitiveColumns.Select(HtmlText.Data));
        HtmlText definition = report.Fairness is { } name
            ? HtmlText.Of($"The generator was trained for {name.Replace('-', ' ')} at strength {Strength(report.Strength ?? double.NaN)}{Meaning(name)}.{OtherColumns(name)}")
            : new HtmlText("What the generator was trained for is not known to this report. It measures demographic parity of the labels, and parity and equalized odds of models.");
        Write($"<p><strong>Question and definition.</strong> Are the values of {groups} treated alike in {HtmlText.Data(report.Label)} = {HtmlText.Data(report.Positive)}? {definition}</p>\n");
    }

    private HtmlText OtherColumns(string definition) =>
        definition == "none" || report.FairnessColumns is not { Count: > 0 } columns || columns.Order().SequenceEqual(report.SensitiveColumns.Order())
            ? HtmlText.Empty
            : HtmlText.Of($" It was trained so by {Columns(columns)}, while this report compares groups by {Columns(report.SensitiveColumns)}: by other columns, and by combinations with them, nothing was asked of it.");

    private void WritePreparation()
    {
        if (report.Preparation.Count > 0)
        {
            Write($"<p>Before they were compared, all tables were prepared alike. What was found in the real table, and done:</p>\n");
            WriteList(report.Preparation.Take(MostColumns).Select(remark => HtmlText.Of($"{remark}")));
            NoteCut(report.Preparation.Count, MostColumns, "remarks");
        }
    }

    private void WriteSources()
    {
        if (report.Sources.Count == 0)
        {
            Write($"<p class=\"note\">The tables were given in memory: there are no files to name.</p>\n");
            return;
        }

        HtmlTable table = new HtmlTable(new HtmlText("Files, and the hashes that tell them from others")).TextColumn("File").TextColumn("Role").Column("Bytes").TextColumn("SHA-256");
        foreach (ReportSource source in report.Sources)
        {
            table.Row(HtmlText.Data(source.Name), HtmlText.Of($"{source.Role}"), HtmlText.Of($"{source.Bytes}"), HtmlText.Of($"<span class=\"hash\">{source.Sha256}</span>"));
        }

        WriteTable(table);
    }

    private void WriteLabels()
    {
        Heading("labels");
        Write($"<p>The selection rate of a group is the share of its rows whose label is favourable. The <em>demographic parity difference</em> is the largest rate less the smallest (0 is parity), the <em>ratio</em> the smallest over the largest (1 is parity). The four-fifths rule of the US Uniform Guidelines on Employee Selection Procedures asks for a ratio of at least 0.8. Fair labels alone do not make a fair model: see the next section.</p>\n");
        if (report.LabelFairness.Count == 0)
        {
            Write($"<p>No sensitive column was named.</p>\n");
        }

        for (int index = 0; index < report.LabelFairness.Count; index++)
        {
            LabelFairness fairness = report.LabelFairness[index];
            Write($"<h3>By {Columns(fairness.Columns)}</h3>\n");
            WriteDisparity(fairness);
            WritePicture(Pictures.SelectionRates(fairness, report.Dial.FirstOrDefault(point => point.Strength == 0)?.LabelFairness[index]));
            HtmlTable table = new HtmlTable(HtmlText.Of($"Rows and selection rates by {Columns(fairness.Columns)}"))
                .TextColumn("Group")
                .Column("Rows", "Real").Column("Share", "Real").Column("Selection rate", "Real").Column("95 % interval", "Real")
                .Column("Rows", "Synthetic").Column("Share", "Synthetic").Column("Selection rate", "Synthetic").Column("95 % interval", "Synthetic");
            foreach (LabelGroup group in fairness.Groups.Take(MostGroups))
            {
                table.Row(
                    Named(group.Values, group.IsSmall),
                    HtmlText.Of($"{group.RealRows}"),
                    Percent(group.RealShare),
                    Bar(group.RealSelectionRate),
                    Interval(group.RealInterval),
                    HtmlText.Of($"{group.SyntheticRows}"),
                    Percent(group.SyntheticShare),
                    Bar(group.SyntheticSelectionRate),
                    Interval(group.SyntheticInterval));
            }

            WriteTable(table);
            NoteCut(fairness.Groups.Count, MostGroups, "groups, the largest first");
            NoteSmall(fairness.Groups.Any(group => group.IsSmall), "either table");
        }
    }

    private void WriteDisparity(LabelFairness fairness)
    {
        HtmlTable table = new HtmlTable(HtmlText.Of($"Disparity of the labels by {Columns(fairness.Columns)}"))
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
            table.Row(HtmlText.Of($"Demographic parity difference{which}"), Score(real.DemographicParityDifference), Score(synthetic.DemographicParityDifference));
            table.Row(HtmlText.Of($"Demographic parity ratio{which}"), Score(real.DemographicParityRatio), Score(synthetic.DemographicParityRatio));
            table.Row(HtmlText.Of($"Four-fifths rule{which}"), Verdict(real), Verdict(synthetic));
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
        Write($"<p>The same model (gradient-boosted trees, LightGBM) was trained once on real and once on synthetic rows, the sensitive columns among its features, and tested on the same {real.TestRows} real rows. It selects a row when it gives the favourable outcome a probability above one half. The <em>equalized odds difference</em> is the larger of the spans of true and of false positive rates over the groups. A true positive rate rests on the rows alone that are favourable in truth, a false positive rate on the others: where these are few, both are uncertain. The intervals below the figures hold 95 % of what the same two models give on test rows drawn again from these at random. A difference between groups cannot be negative, so its interval does not reach 0; whether the two models differ is told by the interval of their difference: where that holds 0, they may be alike.</p>\n");
        HtmlTable quality = new HtmlTable(new HtmlText("Utility: models tested on real rows"))
            .TextColumn("Measure").Column("Trained on real").Column("Trained on synthetic").Column("Difference");
        quality.Row(new HtmlText("Training rows"), HtmlText.Of($"{real.TrainingRows}"), HtmlText.Of($"{synthetic.TrainingRows}"), HtmlText.Empty);
        foreach ((string measure, Func<UtilityResult, double> figure, Func<UtilityIntervals, BootstrapInterval> interval) in new (string, Func<UtilityResult, double>, Func<UtilityIntervals, BootstrapInterval>)[]
        {
            ("Area under the ROC curve", model => model.AreaUnderRocCurve, ends => ends.AreaUnderRocCurve),
            ("Accuracy", model => model.Accuracy, ends => ends.Accuracy),
            ("F1 score", model => model.F1Score, ends => ends.F1Score),
        })
        {
            Compare(quality, measure, figure(real), figure(synthetic), utility, interval);
        }

        WriteTable(quality);
        for (int index = 0; index < real.Partitions.Count; index++)
        {
            WriteModelGroups(utility, index);
        }
    }

    private void WriteModelGroups(UtilityComparison utility, int index)
    {
        PartitionRates real = utility.TrainedOnReal.Partitions[index];
        PartitionRates synthetic = utility.TrainedOnSynthetic.Partitions[index];
        Write($"<h3>By {Columns(real.Columns)}</h3>\n");
        HtmlTable differences = new HtmlTable(HtmlText.Of($"Disparity of the models' decisions by {Columns(real.Columns)}"))
            .TextColumn("Measure").Column("Trained on real").Column("Trained on synthetic").Column("Difference");
        bool hasSmall = real.Groups.Any(group => group.Rows < PartitionRates.SmallGroupRows);
        string all = hasSmall ? ", all groups" : "";
        Row($"Demographic parity difference{all}", rates => rates.DemographicParityDifference, ends => ends.DemographicParityDifference);
        Row($"Equalized odds difference{all}", rates => rates.EqualizedOddsDifference, ends => ends.EqualizedOddsDifference);
        if (hasSmall)
        {
            Row("Demographic parity difference, without small groups", rates => rates.DemographicParityDifferenceWithoutSmall, ends => ends.DemographicParityDifferenceWithoutSmall);
            Row("Equalized odds difference, without small groups", rates => rates.EqualizedOddsDifferenceWithoutSmall, ends => ends.EqualizedOddsDifferenceWithoutSmall);
        }

        WriteTable(differences);
        WritePictures([
            Pictures.ModelRates(real, synthetic, "Selection rate", group => group.SelectionRate),
            Pictures.ModelRates(real, synthetic, "True positive rate", group => group.TruePositiveRate),
            Pictures.ModelRates(real, synthetic, "False positive rate", group => group.FalsePositiveRate),
        ]);
        HtmlTable table = new HtmlTable(HtmlText.Of($"Decisions on the real test rows by {Columns(real.Columns)}, for the model trained on real and on synthetic rows"))
            .TextColumn("Group").Column("Test rows").Column("Favourable in truth")
            .Column("real", "Selection rate").Column("synthetic", "Selection rate")
            .Column("real", "True positive rate").Column("synthetic", "True positive rate")
            .Column("real", "False positive rate").Column("synthetic", "False positive rate");
        foreach ((GroupRates first, GroupRates second) in real.Groups.Zip(synthetic.Groups).Take(MostGroups))
        {
            table.Row(
                Named(first.Values, first.Rows < PartitionRates.SmallGroupRows),
                HtmlText.Of($"{first.Rows}"),
                HtmlText.Of($"{first.Positives}"),
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

        void Row(string measure, Func<PartitionRates, double> figure, Func<PartitionIntervals, BootstrapInterval> interval) =>
            Compare(differences, measure, figure(real), figure(synthetic), utility, ends => interval(ends.Partitions[index]));
    }

    private void WriteDial()
    {
        Heading("dial");
        if (report.Dial.Count == 0)
        {
            Write($"<p>Not measured: this needs the generator of the synthetic table (on the command line, --model), and one whose strength can be chosen.</p>\n");
            return;
        }

        Write($"<p>The generator's labels can be drawn at any strength of fairness, without training it again: 0 leaves them as it learned them, 1 moves them in full. At each strength {report.Dial[0].SyntheticRows} rows were drawn and a model was trained on them and tested on the real test rows; they are not the rows of the given table, so that its own figures, in the last column below, differ by chance and by the number of rows. A model that selects at random, or nobody, is even as well: only together with usefulness does a small disparity mean something. Parity and equalized odds pull apart where the real outcomes of the groups differ, so that closing one may open the other.</p>\n");
        WriteBeforeAfter();
        WritePictures([.. report.Dial.Any(point => point.Utility is { Partitions.Count: > 0 }) ? [Pictures.Frontier(report.Dial, report.Utility?.TrainedOnReal)] : Array.Empty<Picture>(), Pictures.Dial(report.Dial)]);
    }

    private void WriteBeforeAfter()
    {
        (string Name, int? Rows, IReadOnlyList<LabelDisparity> Labels, UtilityResult? Model)[] columns =
        [
            ("Real", report.Utility?.TrainedOnReal.TrainingRows, [.. report.LabelFairness.Select(labels => DisparityOf(labels).Real)], report.Utility?.TrainedOnReal),
            .. report.Dial.Where(point => point.Strength == 0 || point.Strength == report.Strength).Select(point => (
                $"Strength {Strength(point.Strength)}",
                (int?)point.SyntheticRows,
                (IReadOnlyList<LabelDisparity>)[.. point.LabelFairness.Select(labels => DisparityOf(labels).Synthetic)],
                point.Utility)),
            ("Given table", report.SyntheticRows, [.. report.LabelFairness.Select(labels => DisparityOf(labels).Synthetic)], report.Utility?.TrainedOnSynthetic),
        ];
        HtmlTable table = new HtmlTable(new HtmlText("Before and after: real rows, rows at strength 0, rows at the chosen strength, and the given table")).TextColumn("Measure");
        foreach (var column in columns)
        {
            table.Column(column.Name);
        }

        table.Row([new HtmlText("Rows"), .. columns.Select(column => column.Rows is { } rows ? HtmlText.Of($"{rows}") : new HtmlText("–"))]);
        for (int index = 0; index < report.LabelFairness.Count; index++)
        {
            HtmlText by = Columns(report.LabelFairness[index].Columns);
            table.Row([HtmlText.Of($"Parity difference of the labels by {by}"), .. columns.Select(column => Score(column.Labels[index].DemographicParityDifference))]);
            table.Row([HtmlText.Of($"Parity difference of a model by {by}"), .. columns.Select(column => OfModel(column.Model, index, ParityOf, ParityOf))]);
            table.Row([HtmlText.Of($"Equalized odds difference of a model by {by}"), .. columns.Select(column => OfModel(column.Model, index, OddsOf, OddsOf))]);
        }

        table.Row([
            new HtmlText("Area under the ROC curve of a model"),
            .. columns.Select(column => WithEnds(Score(column.Model?.AreaUnderRocCurve ?? double.NaN), column.Model?.Intervals?.AreaUnderRocCurve))]);
        WriteTable(table);

        static HtmlText OfModel(UtilityResult? model, int index, Func<PartitionRates, double> figure, Func<PartitionRates, PartitionIntervals?, BootstrapInterval?> interval) =>
            model is null ? Score(double.NaN) : WithEnds(Score(figure(model.Partitions[index])), interval(model.Partitions[index], model.Intervals?.Partitions[index]));
    }

    private void WriteDistributions()
    {
        Heading("distributions");
        Write($"<p>Every column, real (filled) against synthetic (outlined). Numbers with more than 12 different values stand in ranges of equal width between the half percents at both ends; what lies beyond is in the first and last range. Of categories, the 12 most frequent real ones have a bar.</p>\n");
        Dictionary<string, string> roles = report.Columns.ToDictionary(column => column.Name, column => column.Role);
        Dictionary<string, double> shapes = report.Fidelity.Columns.ToDictionary(column => column.Column, column => double.IsNaN(column.Shape) ? 2 : column.Shape);
        HashSet<string> shown = [.. report.Distributions.OrderBy(one => RoleRank(roles[one.Column])).ThenBy(one => shapes[one.Column]).Take(MostPictures).Select(one => one.Column)];
        WritePictures(report.Distributions.Where(one => shown.Contains(one.Column) && one.Bins.Count > 0).Select(Pictures.Distribution));
        NoteCut(report.Distributions.Count, MostPictures, "columns: the label, the sensitive columns and those with the worst shapes");
    }

    private void WriteTraining()
    {
        Heading("training");
        if (report.Training is not { } training)
        {
            Write($"<p>Not known: this needs the generator of the synthetic table (on the command line, --model).</p>\n");
            return;
        }

        Write($"<p>The generator was trained in {training.Steps} steps of {training.BatchSize} real rows and {training.Components} noise vectors. A tenth of the rows was held out of it; the weights of step {training.BestStep} were kept, which fit those rows best. {Fall(training)}</p>\n");
        if (training.Curve.Count > 0)
        {
            WritePicture(Pictures.TrainingCurve(training));
        }
    }

    private static string Fall(TrainingSummary training) => training.Curve.Count > 0 && training.Curve[^1].ValidationLogLikelihood < training.ValidationLogLikelihood
        ? "After that step the line falls: the generator began to learn single rows by heart, and what it learned since was dropped."
        : "The line does not fall at its end: nothing shows that the generator began to learn single rows by heart.";

    private void WriteProfiles()
    {
        Heading("profiles");
        Write($"<p>The figures of this report under the headings that three texts use. This is no legal advice, shows no compliance, and does not replace the texts.</p>\n");
        foreach ((string title, HtmlText text, IReadOnlyList<HtmlTable> profile) in new ReportProfiles(report).All())
        {
            Write($"<h3>{title}</h3>\n<p>{text}</p>\n");
            foreach (HtmlTable table in profile)
            {
                WriteTable(table);
            }
        }
    }

    private void WriteFidelity()
    {
        Heading("fidelity");
        FidelityResult fidelity = report.Fidelity;
        Write($"<p>Shapes compare the distribution of one column, trends the relation of two, both from 0 to 1 (the same), by the definitions of SDMetrics: KSComplement for numbers, TVComplement for categories, CorrelationSimilarity for two numbers, ContingencySimilarity for other pairs with numbers in ten bins. Chance alone keeps even real rows from scoring 1: the yardstick is one random half of the real rows against the other.</p>\n");
        HtmlTable overall = new HtmlTable(new HtmlText("Fidelity of the synthetic table")).TextColumn("Measure").Column("Synthetic").Column("Halves of the real rows");
        FidelityYardstick? halves = report.RealHalves;
        overall.Row(new HtmlText("Mean column shape"), Score(fidelity.MeanShape), Score(halves?.MeanShape ?? double.NaN));
        overall.Row(new HtmlText("Worst column shape"), Score(fidelity.WorstColumn?.Shape ?? double.NaN), Score(halves?.WorstShape ?? double.NaN));
        overall.Row(new HtmlText("Mean pair trend"), Score(fidelity.MeanTrend), Score(halves?.MeanTrend ?? double.NaN));
        overall.Row(new HtmlText("Worst pair trend"), Score(fidelity.WorstPair?.Trend ?? double.NaN), Score(halves?.WorstTrend ?? double.NaN));
        WriteTable(overall);

        HtmlTable shapes = new HtmlTable(new HtmlText("Column shapes, the worst first")).TextColumn("Column").TextColumn("Measure").Column("Shape");
        foreach (ColumnFidelity column in fidelity.Columns.OrderBy(column => double.IsNaN(column.Shape) ? 2 : column.Shape).Take(MostColumns))
        {
            shapes.Row(HtmlText.Data(column.Column), new HtmlText(column.IsNumeric ? "KSComplement" : "TVComplement"), Score(column.Shape));
        }

        WriteTable(shapes);
        NoteCut(fidelity.Columns.Count, MostColumns, "columns, the worst first");
        if (fidelity.Pairs.Count == 0)
        {
            return;
        }

        HtmlTable pairs = new HtmlTable(HtmlText.Of($"The {Math.Min(MostPairs, fidelity.Pairs.Count)} worst of {fidelity.Pairs.Count} pair trends"))
            .TextColumn("Columns").TextColumn("Measure").Column("Trend").Column("real", "Correlation").Column("synthetic", "Correlation");
        foreach (PairFidelity pair in fidelity.Pairs.OrderBy(pair => double.IsNaN(pair.Trend) ? 2 : pair.Trend).Take(MostPairs))
        {
            pairs.Row(
                HtmlText.Of($"{HtmlText.Data(pair.First)} and {HtmlText.Data(pair.Second)}"),
                new HtmlText(pair.BothNumeric ? "CorrelationSimilarity" : "ContingencySimilarity"),
                Score(pair.Trend),
                pair.BothNumeric ? Score(pair.RealCorrelation) : new HtmlText("–"),
                pair.BothNumeric ? Score(pair.SyntheticCorrelation) : new HtmlText("–"));
        }

        WriteTable(pairs);
        List<Picture> maps = [Pictures.Trends(fidelity)];
        if (fidelity.Pairs.Any(pair => pair.BothNumeric))
        {
            maps.AddRange([Pictures.Correlations(fidelity, synthetic: false), Pictures.Correlations(fidelity, synthetic: true)]);
        }

        WritePictures(maps);
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
            HtmlTable table = new HtmlTable(HtmlText.Of($"Fidelity within the groups by {Columns(partition.Columns)}"))
                .TextColumn("Group").Column("real", "Rows").Column("synthetic", "Rows")
                .Column("synthetic", "Mean shape").Column("halves of the real rows", "Mean shape")
                .TextColumn("Worst column").Column("Its shape");
            foreach (GroupFidelity group in partition.Groups.Take(MostGroups))
            {
                table.Row(
                    Named(group.Values, Math.Min(group.RealRows, group.SyntheticRows) < LabelFairness.SmallCellRows),
                    HtmlText.Of($"{group.RealRows}"),
                    HtmlText.Of($"{group.SyntheticRows}"),
                    Score(group.MeanShape),
                    Score(halves.GetValueOrDefault(Key(group.Values), double.NaN)),
                    group.WorstColumn is null ? new HtmlText("–") : HtmlText.Data(group.WorstColumn),
                    group.WorstColumn is null ? new HtmlText("–") : Score(group.Shapes[group.WorstColumn]));
            }

            WriteTable(table);
            NoteCut(partition.Groups.Count + partition.OmittedGroups, MostGroups, "groups, the largest first");
            WriteGroupDistributions(partition);
        }
    }

    private void WriteGroupDistributions(PartitionFidelity partition)
    {
        foreach (IGrouping<string, ColumnDistribution> group in report.GroupDistributions.Where(one => one.GroupColumns.SequenceEqual(partition.Columns)).GroupBy(one => Key(one.Group)))
        {
            Write($"<details><summary>Distributions where {Columns(partition.Columns)} is {Group(group.First().Group)} ({group.Count()} pictures)</summary>\n");
            WritePictures(group.Where(one => one.Bins.Count > 0).Select(Pictures.Distribution));
            Write($"</details>\n");
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

        HtmlTable table = new HtmlTable(HtmlText.Of($"Telling {report.Detection.RowsPerTable} synthetic from {report.Detection.RowsPerTable} real rows"))
            .TextColumn("Fold").Column("Area under the ROC curve");
        for (int fold = 0; fold < report.Detection.FoldAreas.Count; fold++)
        {
            table.Row(HtmlText.Of($"{fold + 1}"), Score(report.Detection.FoldAreas[fold]));
        }

        table.Row(new HtmlText("Mean"), Score(report.Detection.AreaUnderRocCurve));
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
        WritePicture(Pictures.Distances(privacy));
        WriteAttack();
    }

    private void WriteAttack()
    {
        Write($"<h3>Membership attack</h3>\n<p>An attacker who holds the synthetic table, and a person's row, guesses that the person was among the training rows when a synthetic row lies close. It is tried on training rows and on real rows that were not trained on.</p>\n");
        if (report.Membership is not { } attack)
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

    private void WriteLimits()
    {
        Heading("limits");
        List<HtmlText> limits =
        [
            new("Fairness here means that groups are treated alike by the named columns and measures. It does not show that the outcome is just, that its measurement was unbiased, or that groups which no column names are treated alike."),
            new("Parity and equalized odds cannot both hold where the groups' real outcomes differ. Which one matters is a decision, not a measurement."),
            new("Lowering a disparity changes the relation of the groups to the outcome on purpose. Synthetic labels made fair must not be used to estimate how often the outcome really occurs."),
            new("One kind of model was trained, at one threshold. Other models and thresholds give other figures."),
            new("Rates of small groups are uncertain. The intervals of models redraw the test rows alone: other training rows, another seed of the generator or other synthetic rows would move the figures further."),
            new("The intervals of synthetic rates shrink with every row that is drawn. They say how well the generator is known, not the world: for that, the real intervals count."),
            new("The privacy figures find repeated rows. They bound no attacker's knowledge and are no guarantee: differential privacy is."),
            new("Distributions and pairs can agree while relations of three and more columns do not; detection looks at those, but names none."),
        ];
        if (!report.TestWasGiven)
        {
            limits.Add(new HtmlText("No test rows were given. If the generator was trained on the whole real table, it has seen the rows that its models were tested on, and the utility of the synthetic rows is overstated."));
        }

        limits.AddRange(report.Notes.Select(note => HtmlText.Of($"{note}")));
        WriteList(limits);
    }

    private static int RoleRank(string role) => role switch { "label" => 0, "sensitive" => 1, _ => 2 };

    private static void Compare(
        HtmlTable table, string measure, double real, double synthetic, UtilityComparison utility, Func<UtilityIntervals, BootstrapInterval> interval)
    {
        double difference = synthetic - real;
        HtmlText signed = difference >= 0.0005 ? HtmlText.Of($"+{Score(difference)}") : Score(Math.Abs(difference) < 0.0005 ? 0 : difference);
        table.Row(
            HtmlText.Of($"{measure}"),
            With(Score(real), utility.TrainedOnReal.Intervals),
            With(Score(synthetic), utility.TrainedOnSynthetic.Intervals),
            With(signed, utility.DifferenceIntervals));

        HtmlText With(HtmlText value, UtilityIntervals? intervals) => WithEnds(value, intervals is null ? null : interval(intervals));
    }

    private static HtmlText WithEnds(HtmlText value, BootstrapInterval? interval) => interval is { } ends && !double.IsNaN(ends.Lower)
        ? HtmlText.Of($"{value}<span class=\"ends\">{Ends(ends)}</span>")
        : value;

    private static HtmlText By(BootstrapInterval? interval) => interval is { } ends && !double.IsNaN(ends.Lower) ? HtmlText.Of($", 95 % interval {Ends(ends)}") : HtmlText.Empty;

    private static HtmlText Verdict(LabelDisparity disparity) => new(disparity.MeetsFourFifthsRule switch
    {
        true => "met",
        false => "<span class=\"flag\">not met</span>",
        null => "n/a",
    });

    private static HtmlText Named(IReadOnlyList<string?> values, bool isSmall) =>
        isSmall ? HtmlText.Of($"{Group(values)} <span class=\"flag\">small</span>") : Group(values);

    private static HtmlText Bar(double share)
    {
        string width = (double.IsNaN(share) ? 0 : share).ToString("0.0%", CultureInfo.InvariantCulture);
        return HtmlText.Of($"<span class=\"bar\" aria-hidden=\"true\" style=\"--share:{new HtmlText(width)}\"></span><span>{Percent(share)}</span>");
    }

    private static HtmlText Interval(RateInterval interval) => double.IsNaN(interval.Lower) ? new HtmlText("n/a") : HtmlText.Of($"{Percent(interval.Lower)}–{Percent(interval.Upper)}");

    private static string Strength(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Meaning(string definition) => definition switch
    {
        "demographic-parity" => ": every group has the same share of favourable labels",
        "conditional-parity" => ": groups have the same share of favourable labels where the named legitimate columns agree",
        "equal-opportunity" => ": among those whose real outcome is favourable, groups are selected at the same rate",
        "equalized-odds" => ": groups have the same true and the same false positive rates",
        "none" => ": labels as they were",
        _ => "",
    };

    private void Write(HtmlText.Interpolation markup) => page.Append(markup.ToString());

    private void Figure(string name, HtmlText value, HtmlText remark) =>
        Write($"<div><dt>{name}</dt><dd class=\"value\">{value}</dd><dd>{remark}</dd></div>\n");

    private void WriteTable(HtmlTable table) => table.Write(page, ++tables);

    private void WritePicture(Picture picture) => picture.Write(page, ++pictures);

    private void WritePictures(IEnumerable<Picture> several)
    {
        Write($"<div class=\"pictures\">\n");
        foreach (Picture picture in several)
        {
            WritePicture(picture);
        }

        Write($"</div>\n");
    }

    private void Heading(string id)
    {
        int number = Array.FindIndex(Sections, section => section.Id == id);
        Write($"<h2 id=\"{id}\">{number + 1}. {Sections[number].Title}</h2>\n");
    }

    private void WriteList(IEnumerable<HtmlText> items)
    {
        Write($"<ul>\n");
        foreach (HtmlText item in items)
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
