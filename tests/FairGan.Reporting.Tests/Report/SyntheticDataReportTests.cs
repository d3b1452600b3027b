using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FairGan.MLNet.Options;
using FairGan.MLNet.Training;
using FairGan.Reporting.Report;
using FairGan.Reporting.Report.Figures;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Report;

public sealed partial class SyntheticDataReportTests
{
    private static readonly string[] s_sectionIds = ["summary", "data", "labels", "models", "dial", "fidelity", "distributions", "groups", "detection", "privacy", "training", "profiles", "limits"];

    [Fact]
    public void Selection_rates_of_the_labels_are_counted_as_by_hand()
    {
        // Real: F 1 of 4, M 3 of 4. Synthetic: F 2 of 4, M 1 of 2. The row without a label counts for neither.
        IDataView real = Of(
            Text("sex", "F", "F", "F", "F", "M", "M", "M", "M", "F"),
            Text("granted", "yes", "no", "no", "no", "yes", "yes", "yes", "no", null));
        IDataView synthetic = Of(Text("sex", "F", "F", "F", "F", "M", "M"), Text("granted", "yes", "yes", "no", "no", "yes", "no"));

        LabelFairness fairness = Assert.Single(Create(real, synthetic, "granted", ["sex"]).LabelFairness);

        LabelGroup women = fairness.Groups.Single(group => group.Values[0] == "F");
        Assert.Equal((4, 0.5, 0.25), (women.RealRows, women.RealShare, women.RealSelectionRate));
        Assert.Equal((4, 0.5), (women.SyntheticRows, women.SyntheticSelectionRate));
        Assert.Equal(2.0 / 3, women.SyntheticShare, 12);
        Assert.True(women.IsSmall);
        Assert.Equal((1.0 / 3, 1.0 / 3), (women.RealImpactRatio, women.RealKnownImpactRatio));
        Assert.Equal(1, women.SyntheticImpactRatio);
        Assert.Equal(0.5, fairness.Real.DemographicParityDifference, 12);
        Assert.Equal(1.0 / 3, fairness.Real.DemographicParityRatio, 12);
        Assert.False(fairness.Real.MeetsFourFifthsRule);
        Assert.Equal(0, fairness.Synthetic.DemographicParityDifference);
        Assert.True(fairness.Synthetic.MeetsFourFifthsRule);
        Assert.Null(fairness.RealWithoutSmall.MeetsFourFifthsRule);
    }

    [Fact]
    public void The_page_holds_every_section_and_the_json_every_figure()
    {
        SyntheticDataReport report = Create(Loans(400, 1), Loans(500, 2), "granted", ["sex", "region"]);

        string html = report.ToHtml();
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        JsonElement root = json.RootElement;

        AssertWellFormed(html);
        Assert.Equal("granted", root.GetProperty("label").GetString());
        Assert.Equal("yes", root.GetProperty("positive").GetString());
        Assert.Equal(400, root.GetProperty("real_rows").GetInt32());
        Assert.Equal(3, root.GetProperty("label_fairness").GetArrayLength());
        Assert.Equal(report.Fidelity.MeanShape, root.GetProperty("fidelity").GetProperty("mean_shape").GetDouble());
        Assert.Equal(10, root.GetProperty("fidelity").GetProperty("pairs").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("fidelity").GetProperty("pairs")[0].GetProperty("real_correlation").ValueKind);
        Assert.Equal(
            report.Utility!.TrainedOnSynthetic.AreaUnderRocCurve,
            root.GetProperty("utility").GetProperty("trained_on_synthetic").GetProperty("area_under_roc_curve").GetDouble());
        Assert.Equal(report.Figures.Detection.AreaUnderRocCurve, root.GetProperty("detection").GetProperty("area_under_roc_curve").GetDouble());
        Assert.Equal(report.Privacy!.Synthetic.Median, root.GetProperty("privacy").GetProperty("synthetic").GetProperty("median").GetDouble());
        Assert.True(report.Privacy.UsedHalves);
        Assert.False(report.Figures.TestWasGiven);
        Assert.Equal(80, report.Figures.TestRows);
    }

    [Fact]
    public void Given_test_rows_are_tested_on_and_are_the_yardstick_of_privacy()
    {
        SyntheticDataReport report = SyntheticDataReport.Create(
            new MLContext(1),
            Loans(300, 1),
            Loans(300, 2),
            new SyntheticDataReportOptions { LabelColumn = "granted", PositiveValue = "no", SensitiveColumns = ["sex"], Test = Loans(150, 3) },
            cancellationToken: Token);

        Assert.Equal(150, report.Figures.TestRows);
        Assert.Equal(150, report.Privacy!.HeldOut.Rows);
        Assert.False(report.Privacy.UsedHalves);
        Assert.Equal("no", report.Figures.Positive);
        Assert.Contains("separate real rows", report.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(150, report.Membership!.Others);
    }

    [Fact]
    public void With_the_generator_the_report_turns_the_dial_and_shows_the_training()
    {
        // At strength 1 everybody's label is drawn without a look at sex; at 0 men alone are favoured.
        List<double> drawn = [];
        IDataView Draw(double strength)
        {
            drawn.Add(strength);
            string[] sexes = [.. Enumerable.Range(0, 400).Select(row => row % 2 == 0 ? "Female" : "Male")];
            return Of(
                Text("sex", sexes),
                Numbers("age", [.. sexes.Select((_, row) => 20.0 + (row % 37))]),
                Text("granted", [.. sexes.Select((sex, row) => (strength < 1 ? sex == "Male" : row % 4 < 2) ? "yes" : "no")]));
        }

        SyntheticDataReportOptions options = new()
        {
            LabelColumn = "granted",
            PositiveValue = "yes",
            SensitiveColumns = ["sex"],
            Test = Draw(0),
            Generator = new ReportGenerator(
                new SynthesizerOptions { Strength = 0.9 },
                new TrainingSummary { Steps = 20, BestStep = 10, Curve = [new TrainingPoint(10, -3), new TrainingPoint(20, -4)] },
                Draw),
        };
        IDataView fair = Draw(1);
        drawn.Clear();
        SyntheticDataReport report = SyntheticDataReport.Create(new MLContext(1), Draw(0), fair, options, cancellationToken: Token);

        Assert.Equal([0, 0, 0.25, 0.5, 0.75, 0.9, 1], drawn);
        Assert.Equal(1, report.Dial[0].LabelFairness[0].Synthetic.DemographicParityDifference);
        Assert.Equal(0, report.Dial[^1].LabelFairness[0].Synthetic.DemographicParityDifference);
        Assert.Equal(1, report.Dial[0].Utility!.AreaUnderRocCurve);
        Assert.Equal("demographic-parity", report.Figures.Fairness);
        Assert.Equal(2, report.Figures.Training!.Curve.Count);
        string html = report.ToHtml();
        AssertWellFormed(html);
        Assert.Contains("Training curve over 20 steps", html, StringComparison.Ordinal);
        Assert.Contains("Frontier of utility against disparity: strength 0: area 1.000", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 1, "row", "at most 2.72 times as likely", "any one row had")]
    [InlineData("who", 1, "subject", "at most 2.72 times as likely", "the rows of any one person had")]
    [InlineData(null, 50, "row", "more than a thousand times as likely", "any one row had")]
    public void The_differential_privacy_of_the_generator_is_said_in_words(string? subject, double epsilon, string unit, string times, string whose)
    {
        var trained = new SynthesizerOptions { Protection = new ProtectionOptions { MinRows = 0, SubjectColumn = subject }, Privacy = new PrivacyOptions { Epsilon = epsilon } };
        var options = new SyntheticDataReportOptions { LabelColumn = "granted", PositiveValue = "yes", SensitiveColumns = ["sex"], Generator = new ReportGenerator(trained, new TrainingSummary(), null) };
        SyntheticDataReport report = SyntheticDataReport.Create(new MLContext(1), Loans(200, 1), Loans(200, 2), options, cancellationToken: Token);

        string html = report.ToHtml();

        AssertWellFormed(html);
        Assert.Contains($"δ = 1E-06, by {unit}. Whether {whose}", html, StringComparison.Ordinal);
        Assert.Contains(times, html, StringComparison.Ordinal);
        Assert.Contains("It does not hold for this report", html, StringComparison.Ordinal);
        JsonElement privacy = JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("differential_privacy");
        Assert.Equal((epsilon, 1e-6, unit), (privacy.GetProperty("epsilon").GetDouble(), privacy.GetProperty("delta").GetDouble(), privacy.GetProperty("unit").GetString()));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(Create(Loans(60, 1), Loans(60, 2), "granted", ["sex"]).ToJson()).RootElement.GetProperty("differential_privacy").ValueKind);
    }

    [Fact]
    public void Distributions_are_counted_as_by_hand()
    {
        IDataView real = Of(Text("label", "a", "a", "b", null), Numbers("few", 1, 2, 2, double.NaN));
        IDataView synthetic = Of(Text("label", "a", "c"), Numbers("few", 2, 7));

        SyntheticDataReport report = Create(real, synthetic, "label", [], "a");

        Assert.Equal(
            [("a", "value", 0.5, 0.5), ("b", "value", 0.25, 0), ("c", "value", 0, 0.5), (null, "missing", 0.25, 0)],
            report.Distributions[0].Bins.Select(bin => (bin.Value, bin.Kind, bin.RealShare, bin.SyntheticShare)));
        Assert.Equal(
            [("1", "value", 0.25, 0), ("2", "value", 0.5, 0.5), (null, "rest", 0, 0.5), (null, "missing", 0.25, 0)],
            report.Distributions[1].Bins.Select(bin => (bin.Value, bin.Kind, bin.RealShare, bin.SyntheticShare)));
    }

    [Fact]
    public void The_report_names_no_value_that_fewer_than_ten_real_rows_hold()
    {
        SyntheticDataReport report = SyntheticDataReport.Create(
            new MLContext(1), Patients(400, 1), Patients(400, 1), new SyntheticDataReportOptions { LabelColumn = "ill", PositiveValue = "yes", SensitiveColumns = ["sex"], Test = Patients(200, 2) }, cancellationToken: Token);

        Assert.All([report.ToHtml(), report.ToJson(), report.ToSummaryHtml()], text =>
        {
            Assert.DoesNotContain("fatal familial insomnia", text, StringComparison.Ordinal);
            Assert.DoesNotContain("987654", text, StringComparison.Ordinal);
            Assert.DoesNotContain("-4321", text, StringComparison.Ordinal);
            Assert.DoesNotContain("1899-12", text, StringComparison.Ordinal);
        });
        Assert.Contains(report.Distributions, distribution => distribution.Column == "diagnosis" && distribution.Bins.Any(bin => bin.Kind == "rest" && bin.RealShare > 0));
        Assert.Contains(report.Attacks!.Leaks, leak => leak is { Column: "diagnosis", Kind: "rows" });
        Assert.Contains("do not release", report.ToHtml(), StringComparison.Ordinal);
    }

    private static IDataView Patients(int rows, int seed)
    {
        Random random = new(seed);
        string[] diagnoses = [.. Enumerable.Range(0, rows).Select(row => row == 7 ? "fatal familial insomnia" : $"diagnosis {random.Next(3)}")];
        return Of(
            Text("ill", [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0 ? "yes" : "no")]),
            Text("sex", [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0 ? "F" : "M")]),
            Text("diagnosis", diagnoses),
            Text("born", [.. Enumerable.Range(0, rows).Select(row => row == 3 ? "1899-12-31" : new DateTime(1960, 1, 1).AddDays(random.Next(9000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]),
            Numbers("balance", [.. Enumerable.Range(0, rows).Select(row => row == 5 ? 987654 : row == 6 ? -4321 : random.Next(1000))]),
            Numbers("few", [.. Enumerable.Range(0, rows).Select(row => row == 9 ? 987654.5 : random.Next(4))]));
    }

    [Fact]
    public void Ranges_hold_every_number_once_and_whole_numbers_evenly()
    {
        double[] numbers = [.. Enumerable.Range(0, 100).Select(value => (double)value)];
        SyntheticDataReport report = Create(Of(Text("label", [.. numbers.Select(_ => "a")]), Numbers("many", numbers)), Of(Text("label", "a", "a"), Numbers("many", -50, 500)), "label", [], "a");

        ColumnDistribution many = report.Distributions[1];
        Assert.True(many.IsRanges);
        Assert.Equal(20, many.Bins.Count);
        Assert.All(many.Bins, bin => Assert.Equal(0.05, bin.RealShare, 12));
        Assert.Equal((0.5, 0.5), (many.Bins[0].SyntheticShare, many.Bins[^1].SyntheticShare));
    }

    [Fact]
    public void Ranges_of_dates_are_written_as_dates()
    {
        string[] Days(int first) => [.. Enumerable.Range(first, 100).Select(day => new DateTime(2017, 1, 1).AddDays(day).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture))];
        string[] labels = [.. Enumerable.Repeat("a", 100)];
        SyntheticDataReport report = Create(Of(Text("label", labels), Text("opened", Days(0))), Of(Text("label", labels), Text("opened", Days(5))), "label", ["opened"], "a");

        ColumnDistribution opened = report.Distributions[1];
        Assert.True(opened.IsRanges);
        Assert.Equal(("01.01.2017 to 06.01.2017", "06.01.2017 to 11.01.2017"), (opened.Bins[0].Value, opened.Bins[1].Value));
        Assert.Equal((0.05, 0), (opened.Bins[0].RealShare, opened.Bins[0].SyntheticShare));
        Assert.Contains("01.01.2017 to 06.01.2017", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains(">2017-0", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("up to 25.01.2017", report.LabelFairness[0].Groups.Select(group => group.Values[0]));
    }

    [Theory]
    [InlineData(0, 10, 0, 0.27753)]
    [InlineData(5, 10, 0.23659, 0.76341)]
    [InlineData(81, 263, 0.25527, 0.36620)]
    public void Intervals_are_Wilsons(int positives, int rows, double lower, double upper)
    {
        RateInterval interval = RateInterval.Of(positives, rows);

        Assert.Equal(lower, interval.Lower, 4);
        Assert.Equal(upper, interval.Upper, 4);
    }

    [Fact]
    public void A_source_is_named_with_the_hash_that_sha256sum_prints()
    {
        ReportSource source = ReportSource.Of("real", "abc.csv", new MemoryStream("abc"u8.ToArray()));

        Assert.Equal(3, source.Bytes);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", source.Sha256);
    }

    [Fact]
    public void The_same_seed_and_time_give_the_same_page()
    {
        string Page() => SyntheticDataReport.Create(
            new MLContext(1),
            Loans(200, 1),
            Loans(200, 2),
            new SyntheticDataReportOptions { LabelColumn = "granted", PositiveValue = "yes", SensitiveColumns = ["sex"], CreatedAt = DateTimeOffset.UnixEpoch, Title = "Loans" },
            cancellationToken: Token).ToHtml();

        string page = Page();
        Assert.Equal(page, Page());
        Assert.Contains("1970-01-01", page, StringComparison.Ordinal);
        Assert.Contains("<title>Loans</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_the_data_is_shown_and_not_run()
    {
        const string Attack = "<script>alert(1)</script>";
        const string Attribute = "\" onmouseover=\"alert(1)";
        IDataView Draw(int seed)
        {
            Random random = new(seed);
            string[] Cells(params string[] values) => [.. Enumerable.Range(0, 120).Select(_ => values[random.Next(values.Length)])];
            return Of(Text(Attack, Cells(Attack, Attribute, "&amp;")), Text("</style>", Cells("a", "b")), Text("label", Cells("yes", "<b>")));
        }

        string html = SyntheticDataReport.Create(
            new MLContext(1),
            Draw(1),
            Draw(2),
            new SyntheticDataReportOptions { LabelColumn = "label", PositiveValue = "<b>", SensitiveColumns = [Attack, "</style>"], Title = "</title><script>" },
            cancellationToken: Token).ToHtml();

        AssertWellFormed(html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]*\" onmouseover", html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("&amp;amp;", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "</style>"));
    }

    [Fact]
    public void A_hostile_table_gives_a_small_page()
    {
        SyntheticDataReport report = SyntheticDataReport.Create(
            new MLContext(1),
            Hostile(3000, 1),
            Hostile(2500, 2),
            new SyntheticDataReportOptions { LabelColumn = "label", PositiveValue = "yes", SensitiveColumns = ["group", "code"] },
            new Steps(),
            Token);
        string html = report.ToHtml();

        AssertWellFormed(html);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 20_000, 2_000_000);
        Assert.Contains("60 of 304 columns", html, StringComparison.Ordinal);
        Assert.Contains("<bdi>עברית</bdi>", html, StringComparison.Ordinal);
        Assert.Contains("no synthetic row", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_table_of_a_few_rows_gives_a_page(int rows)
    {
        SyntheticDataReport report = Create(Loans(rows, 1), Loans(rows, 2), "granted", ["sex"], "yes");

        AssertWellFormed(report.ToHtml());
        Assert.NotEmpty(report.ToJson());
    }

    [Fact]
    public void A_table_of_one_constant_column_gives_a_page()
    {
        SyntheticDataReport report = Create(Of(Text("label", "x", "x", "x")), Of(Text("label", "x", "x")), "label", [], "x");

        AssertWellFormed(report.ToHtml());
        Assert.Equal(1, report.Fidelity.MeanShape);
        Assert.Empty(report.Fidelity.Pairs);
    }

    [Fact]
    public void Synthetic_rows_without_labels_leave_out_the_models_and_say_so()
    {
        IDataView real = Of(Text("granted", "yes", "no", "yes", "no"), Numbers("income", 1, 2, 3, 4));
        IDataView synthetic = Of(Text("granted", null, null), Numbers("income", 1, 2));

        SyntheticDataReport report = Create(real, synthetic, "granted", []);

        Assert.Null(report.Utility);
        Assert.Contains(report.Notes, note => note.Contains("synthetic rows have no value", StringComparison.Ordinal));
        AssertWellFormed(report.ToHtml());
    }

    [Fact]
    public void A_wrong_label_or_sensitive_column_is_named()
    {
        IDataView table = Loans(20, 1);

        Assert.Contains("'grant'", Assert.Throws<ArgumentException>(() => Create(table, table, "grant", [])).Message, StringComparison.Ordinal);
        Assert.Contains("'gender'", Assert.Throws<ArgumentException>(() => Create(table, table, "granted", ["gender"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_token_stops_the_report() => Assert.Throws<OperationCanceledException>(() => SyntheticDataReport.Create(
        new MLContext(1), Loans(20, 1), Loans(20, 2), new SyntheticDataReportOptions { LabelColumn = "granted" }, cancellationToken: new CancellationToken(true)));

    [Fact]
    public void A_report_of_a_table_against_itself_finds_nothing_but_copies()
    {
        (IDataView train, _) = Adult("train");
        (IDataView test, _) = Adult("test");
        SyntheticDataReport report = SyntheticDataReport.Create(
            new MLContext(1),
            train,
            train,
            new SyntheticDataReportOptions { LabelColumn = "income", PositiveValue = ">50K", SensitiveColumns = ["sex", "race"], Test = test },
            new Steps(),
            Token);
        string html = report.ToHtml();

        AssertWellFormed(html);
        Assert.Equal(1, report.Fidelity.MeanShape, 9);
        Assert.Equal(1, report.Privacy!.Synthetic.ExactCopyShare);
        Assert.InRange(report.RealHalves!.MeanShape, 0.991, 0.996);
        Assert.InRange(report.RealHalves.MeanTrend, 0.982, 0.988);
        Assert.Contains("copy training rows", html, StringComparison.Ordinal);
    }

    private static SyntheticDataReport Create(IDataView real, IDataView synthetic, string label, string[] sensitive, string positive = "yes") =>
        SyntheticDataReport.Create(
            new MLContext(1), real, synthetic, new SyntheticDataReportOptions { LabelColumn = label, PositiveValue = positive, SensitiveColumns = sensitive, LeastRows = 1 }, cancellationToken: Token);

    private static IDataView Loans(int rows, int seed)
    {
        Random random = new(seed);
        double[] incomes = [.. Enumerable.Range(0, rows).Select(_ => random.Next(10) == 0 ? double.NaN : Math.Round(random.NextDouble() * 100))];
        return Of(
            Text("sex", [.. incomes.Select(_ => random.Next(3) == 0 ? "Female" : "Male")]),
            Text("region", [.. incomes.Select(_ => random.Next(3) == 0 ? null : random.Next(2) == 0 ? "north" : "south")]),
            Numbers("income", incomes),
            Numbers("age", [.. incomes.Select(_ => (double)random.Next(18, 80))]),
            Text("granted", [.. incomes.Select((income, row) => row == 0 || income + random.Next(40) > 60 ? "yes" : "no")]));
    }

    /// <summary>300 columns, thousands of categories, a group of one real row, empty and right-to-left text, constant and missing columns.</summary>
    private static IDataView Hostile(int rows, int seed)
    {
        Random random = new(seed);
        int[] all = [.. Enumerable.Range(0, rows)];
        List<DataFrameColumn> columns =
        [
            Text("label", [.. all.Select(_ => random.Next(5) == 0 ? "yes" : "no")]),
            Text("group", [.. all.Select(row => row == 0 && seed == 1 ? "only one" : random.Next(2) == 0 ? "עברית" : "")]),
            Text("code", [.. all.Select(_ => $"code {random.Next(10_000)}")]),
            Text("long", [.. all.Select(row => new string('x', row % 7 == 0 ? 5000 : 3))]),
        ];
        for (int column = 0; column < 300; column++)
        {
            columns.Add((column % 4) switch
            {
                0 => Numbers($"number {column}", [.. all.Select(_ => random.NextDouble() < 0.1 ? double.NaN : random.NextDouble() * 1e300)]),
                1 => Text($"text {column}", [.. all.Select(_ => random.Next(3) == 0 ? "" : $"‮v{random.Next(5)}")]),
                2 => Numbers($"constant {column}", [.. all.Select(_ => 7.0)]),
                _ => Numbers($"missing {column}", [.. all.Select(_ => double.NaN)]),
            });
        }

        return Of([.. columns]);
    }

    /// <summary>Every element that needs an end tag has one, in the right order; every section is there; nothing is fetched.</summary>
    private static void AssertWellFormed(string html)
    {
        HashSet<string> empty = ["meta", "link", "!doctype"];
        Stack<string> open = new();
        string body = StyleElement().Replace(html, "");
        foreach (Match tag in Tag().Matches(body))
        {
            string name = tag.Groups["name"].Value.ToLowerInvariant();
            if (tag.Groups["close"].Length > 0)
            {
                Assert.Equal(name, open.Pop());
            }
            else if (!empty.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
        Assert.All(s_sectionIds, id => Assert.Single(Regex.Matches(html, $"<h2 id=\"{id}\">")));
        Assert.Equal(Regex.Count(html, "<table"), Regex.Count(html, "<caption[ >]"));
        string[] numbers = [.. TableNumber().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(number => $"{number}"), numbers);
        Assert.Equal(Regex.Count(html, "<figure "), Regex.Count(html, "<svg [^>]*aria-label=\"[^\"]"));
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("<caption id=\"table-[0-9]+\"><span class=\"title\"><span class=\"number\">Table ([0-9]+)")]
    private static partial Regex TableNumber();

    [GeneratedRegex("<(?<close>/?)(?<name>[!a-zA-Z][a-zA-Z0-9]*)[^>]*>")]
    private static partial Regex Tag();

    private sealed class Steps : IProgress<string>
    {
        public void Report(string value) => TestContext.Current.TestOutputHelper?.WriteLine(value);
    }
}
