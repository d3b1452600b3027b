// The notebook audit-a-model.ipynb for those who have none, made from it by its test. From the root of the repository:
//     dotnet run samples/lessons/audit-a-model.cs
#:project ../../src/FairGan.Reporting/FairGan.Reporting.csproj
using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using FairGan.Reporting.Report.Charts;
using FairGan.Reporting.Report;
using FairGan.Tables;
using Microsoft.ML.Data;
using Microsoft.ML;
using System.IO;

var page = new StringWriter();
page.Write("<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>audit-a-model</title><body>");

// # Audit a model you already have
//
// You have a model that decides about people. Whom does it treat how? This lesson trains a plain logistic regression on 2,380 mortgage applications (`deny` is `yes` or `no`; `afam` is `yes` where the applicant was African-American), never shows it the column `afam`, and audits it by that column all the same. An audit measures; nothing here changes the model.

// Run the two cells below once. They install the packages (`FairGan.Reporting`, which brings everything that training takes, and the native libraries of TorchSharp and ONNX Runtime, which are left to each application) and register how the notebook displays FairGan's objects. From a clone, pack the packages first: `dotnet pack -c Release -o artifacts/packages`.


// The mortgage applications of Boston 1990-91 are part of the repository.
string root = Directory.GetCurrentDirectory();
while (!File.Exists(Path.Combine(root, "FairGanMLNet.sln")))
{
    root = Path.GetDirectoryName(root)
        ?? throw new DirectoryNotFoundException("Start this inside a clone of the repository.");
}

var mlContext = new MLContext(seed: 1);
string file = Path.Combine(root, "src", "FairGan.Cli", "Data", "hmda.csv");
IDataView mortgages = TableReader.Load(mlContext, file);
display(TableSample.Of(mortgages, rows: 3));

// ## The model
//
// | column | meaning |
// |---|---|
// | `pirat`, `hirat` | all payments, and the cost of housing, as a share of income |
// | `lvrat` | the loan as a share of the property's value |
// | `chist`, `mhist` | consumer credit history, 1 (no late payments) to 6, and mortgage history, 1 to 4 |
// | `unemp` | the unemployment rate of the applicant's industry, in per cent |
// | `phist`, `insurance` | whether there is a public record of bad credit, and whether mortgage insurance was refused |
// | `selfemp`, `single`, `hschool`, `condomin` | self-employed, single, with a high school diploma, for a condominium |
// | `afam` | whether the applicant was African-American |
// | `deny` | whether the mortgage was denied |
//
// The features are six numbers and six yes-or-no columns, without `afam`. The favourable outcome is `deny = no`: all rates below are rates of *being granted* a mortgage. Two fifths of the applications are held out for the audit, because figures on training rows flatter a model.
//
// (The notebook kernel may print the warning CS1701 about `Microsoft.AspNetCore.Html.Abstractions` below this cell. It concerns the kernel's own assemblies and can be ignored.)

string[] numbers = { "pirat", "hirat", "lvrat", "chist", "mhist", "unemp" };
string[] words = { "phist", "selfemp", "insurance", "condomin", "single", "hschool" };
var numberPairs = numbers.Select(name => new InputOutputColumnPair(name)).ToArray();
var wordPairs = words.Select(name => new InputOutputColumnPair($"{name} coded", name)).ToArray();
var isGranted = new Dictionary<string, bool> { ["no"] = true, ["yes"] = false };
var isDenied = new Dictionary<bool, string> { [true] = "no", [false] = "yes" };
string[] features = [.. numbers, .. wordPairs.Select(pair => pair.OutputColumnName)];
var pipeline = mlContext.Transforms.Conversion.ConvertType(numberPairs, DataKind.Single)
    .Append(mlContext.Transforms.NormalizeMeanVariance(numberPairs))
    .Append(mlContext.Transforms.Categorical.OneHotEncoding(wordPairs))
    .Append(mlContext.Transforms.Concatenate("Features", features))
    .Append(mlContext.Transforms.Conversion.MapValue("granted", isGranted, "deny"))
    .Append(mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression("granted", "Features"))
    .Append(mlContext.Transforms.Conversion.MapValue("decision", isDenied, "PredictedLabel"));
var split = mlContext.Data.TrainTestSplit(mortgages, testFraction: 0.4, seed: 1);
IDataView scored = pipeline.Fit(split.TrainSet).Transform(split.TestSet);
var quality = mlContext.BinaryClassification.Evaluate(scored, "granted");
Console.WriteLine($"area under the ROC curve {quality.AreaUnderRocCurve:F3}");

// ## The audit
//
// The figures have Fairlearn's names and definitions. Read a row of *By group* from left to right: the number of applicants tested, the share that the model would grant (*selection rate*), how often it agrees with the real outcome (*accuracy*), and its errors. *Disparities* then shows how far the groups are apart in each figure: a difference of 0 and a ratio of 1 mean equality.
//
// Not every difference is unfair. The accuracies differ here because the groups were denied at different rates: it is easier to be right about a group that was nearly always granted. Always read `count` with the rest.

var audit = FairnessAudit.Run(scored, new FairnessAuditOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    PredictionColumn = "decision",
    SensitiveColumns = ["afam"],
    BootstrapReplicates = 500,
});
display(audit.Frame);

// A difference is a single number, estimated from one sample of people. The intervals come from 500 bootstrap samples: the rows are sampled again with replacement, every figure is computed again, and 95 % of the results lie inside. **A difference whose interval is as wide as the difference itself is a reason to collect more rows, not to conclude.** The interval leaves out two things. A difference is the largest rate minus the smallest and cannot be negative, so its interval stays above 0 even where the groups are alike. And it covers chance only, not a biased collection of the rows.

string[] figures =
[
    "demographic_parity_difference|between_groups",
    "equal_opportunity_difference|between_groups",
    "equalized_odds_difference|between_groups|worst_case",
];
foreach (string figure in figures)
{
    double value = audit.Scalars[figure];
    var ends = audit.ScalarIntervals[figure];
    Console.WriteLine($"{figure.Split('|')[0],-30} {value:F3}, 95 % interval {ends.Lower:F3} to {ends.Upper:F3}");
}

// ## Selection rate: who is granted a mortgage
//
// The share of each group that the model selects. The largest difference between groups is the *demographic parity difference*. It does not use the true labels, which is its strength (the labels may carry the injustice themselves) and its weakness: it does not measure whether the right people were selected. A model that decides by lottery has parity.

display(ReportCharts.Metric(audit.Frame, "selection_rate", audit.Intervals));

// ## True positive rate: of those who were granted, whom the model grants
//
// Among the applicants whose mortgage *was granted in reality*, the share that the model grants. The difference between groups is the *equal opportunity difference*. It takes the labels for the truth: where the labels are unjust, equal rates are no comfort.

display(ReportCharts.Metric(audit.Frame, "true_positive_rate", audit.Intervals));

// ## False positive rate: of those who were denied, whom the model grants
//
// Read it together with the chart above: the larger of the two differences is the *equalized odds difference*. Look at the width of the intervals: few applicants were denied, so each of these rates rests on few rows, and intervals that overlap as these do show no difference.
//
// Parity and equalized odds ask for different things. Parity asks for equal selection rates, whatever the outcomes were; odds ask for equal error rates, which preserves the old outcomes. Where the groups' real outcomes differ, only a useless model satisfies both.

display(ReportCharts.Metric(audit.Frame, "false_positive_rate", audit.Intervals));

// ## The four-fifths rule, and chance
//
// The *impact ratio* is a group's selection rate divided by the highest one; US agencies take less than 0.8 as evidence of adverse impact. The rule ignores uncertainty, so the audit adds the *p-value*: how often chance alone would produce a difference at least as large (1 for the group with the highest rate, which is compared with itself). A ratio of 0.9 with a p-value of 0.001 is a finding; one of 0.7 among twenty people is not. **A model can satisfy the rule and still be unfair**: when nearly everybody is selected, the ratio of the selection rates is near 1 while the ratio of the *denial* rates is not. Look at both.

double lowestDenialRate = audit.Impact[0].Rows.Min(row => 1 - row.SelectionRate);
foreach (var row in audit.Impact[0].Rows)
{
    double denials = (1 - row.SelectionRate) / lowestDenialRate;
    Console.WriteLine($"afam = {row.Cell[0]}: {row.Count} applicants, selected {row.SelectionRate:P1}");
    Console.WriteLine($"    impact ratio {row.ImpactRatio:F3}, p-value {row.PValue:G2}");
    Console.WriteLine($"    denied {denials:F1} times as often as the group denied least");
}

// ## Small groups
//
// Intersections (African-American *and* single *and* without a high school diploma) are where injustice hides and where figures are least certain. The audit lists the cells of fewer than 30 rows: **their rates are printed, but do not base a verdict on them.** The chart has two traps. A cell of three people who were all granted shows 100 % and *no interval at all*: resampling the same three people always gives the same rate, so the bootstrap reports no uncertainty where it is largest. And the largest difference over many groups grows with the number of groups by chance alone.

var intersections = FairnessAudit.Run(scored, new FairnessAuditOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    PredictionColumn = "decision",
    SensitiveColumns = ["afam", "single", "hschool"],
    BootstrapReplicates = 200,
});
foreach (var cell in intersections.Impact[^1].Rows.Where(row => row.Count < intersections.Options.SmallCellLimit))
{
    Console.WriteLine($"small cell: {string.Join(" × ", cell.Cell)}, {cell.Count} rows");
}

display(ReportCharts.Metric(intersections.Frame, "selection_rate", intersections.Intervals));

// ## What to take away
//
// The model never saw `afam`, and its decisions still differ by it: other columns act as proxies. Leaving the column out is no remedy; it only makes the difference harder to see. Nor does the audit explain *why* decisions differ: the model may have learned an injustice from the labels, or the groups may differ in what a lender may legitimately consider, and only people who know how the rows were collected can tell which. What you can do about it is the next lesson, [make a fair table](make-a-fair-table.ipynb).

string written = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "audit-a-model.html");
File.WriteAllText(written, page.ToString());
Console.WriteLine($"The pictures and tables are in {written}");

void display(object value) => page.Write(value switch
{
    Chart chart => chart.ToHtml(),
    MetricFrame frame => frame.ToHtml(),
    FairnessAudit audit => audit.ToHtml(),
    SyntheticDataReport report => report.ToSummaryHtml(),
    TableSample sample => sample.ToHtml(),
    _ => $"<p>{value}</p>",
});
