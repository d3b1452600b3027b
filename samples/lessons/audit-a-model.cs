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
// You have a model that decides about people. Whom does it treat how? This lesson trains a plain logistic regression on 2,380 mortgage applications (`deny` is `yes` or `no`; `afam` tells whether the applicant was African-American), never shows it the column `afam`, and audits it all the same. Nothing here changes the model: an audit measures.

// Run the two cells below once. They fetch the packages (`FairGan.MLNet`, and Torch's and ONNX Runtime's native libraries, which the package leaves to applications) and tell the notebook how to show what the library makes. From a clone, pack them first: `dotnet pack -c Release -o artifacts/packages`.


// The mortgage applications of Boston 1990-91 lie in the repository.
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
// | column | what it says of an application |
// |---|---|
// | `pirat`, `hirat` | all payments, and the cost of housing, as a share of income |
// | `lvrat` | the loan as a share of the property's value |
// | `chist`, `mhist` | history of consumer credit, 1 (no late payments) to 6, and of mortgages, 1 to 4 |
// | `unemp` | the unemployment rate of the applicant's industry, in per cent |
// | `phist`, `insurance` | whether there is a public record of bad credit, and whether mortgage insurance was refused |
// | `selfemp`, `single`, `hschool`, `condomin` | self-employed, single, with a high school diploma, for a condominium |
// | `afam` | whether the applicant was African-American |
// | `deny` | whether the mortgage was denied |
//
// Six numbers and six yes-or-no columns go in. `afam` does not. The favourable outcome is `deny = no`: all rates below are rates of *being granted* a mortgage. Two fifths of the applications are kept for the audit: figures on rows that a model has seen flatter it.

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
// The figures have Fairlearn's names and definitions. Read a row of *By group* from left to right: how many applicants of the group were tested, the share the model would grant (*selection rate*), how often it agrees with what happened (*accuracy*), and how it errs. Below it, *Disparities* says how far the groups lie apart in each of these: a difference of 0 and a ratio of 1 are equality.
//
// Not every difference is unfair. The accuracies differ here because the groups were denied at different rates: it is easier to be right about a group that was nearly always granted. And `count` is in the table so that nobody reads the rest without it.

var audit = FairnessAudit.Run(scored, new FairnessAuditOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    PredictionColumn = "decision",
    SensitiveColumns = ["afam"],
    BootstrapReplicates = 500,
});
display(audit.Frame);

// A difference is a single number, drawn from one sample of people. The intervals come from 500 bootstrap samples: the rows are drawn again, with replacement, and every figure is computed again; 95 % of the results lie inside. **A difference whose interval is as wide as itself is a reason to collect more rows, not to conclude.** Two things the interval does not tell: a difference is the largest less the smallest and cannot be negative, so its interval stays above 0 even where the groups are alike; and it knows only chance, not rows that were collected badly.

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
// The share of each group that the model selects. Its largest difference between groups is the *demographic parity difference*. It needs no knowledge of the truth, which is its strength (the labels may carry the injustice themselves) and its weakness: it is silent on whether the right people were selected. A model that draws lots has parity.

display(ReportCharts.Metric(audit.Frame, "selection_rate", audit.Intervals));

// ## True positive rate: of those who deserved it, who got it
//
// Among the applicants whose mortgage *was granted in truth*, the share that the model grants. Its difference is the *equal opportunity difference*. It takes the labels for the truth: where the labels are unjust, being equal to them is no comfort.

display(ReportCharts.Metric(audit.Frame, "true_positive_rate", audit.Intervals));

// ## False positive rate: of those who were denied, who is granted all the same
//
// Read it together with the picture above: the larger of both differences is the *equalized odds difference*. Look at the width of the intervals: few applicants were denied, so few rows stand behind each of these rates, and intervals that overlap as these do show no difference.
//
// Parity and equalized odds ask for different things. Parity wants the groups granted at the same rate, whoever was granted before; odds want the model to err alike in each group, which keeps the old rates. Where the groups' real outcomes differ, a model can satisfy both only by being useless.

display(ReportCharts.Metric(audit.Frame, "false_positive_rate", audit.Intervals));

// ## The four-fifths rule, and chance
//
// The *impact ratio* is a group's selection rate over the highest one; US agencies take less than 0.8 as evidence of adverse impact. The rule looks at no interval, so the *p-value* stands beside it: how often chance alone would make a difference at least as large (1 for the group with the highest rate, which is compared with itself). A ratio of 0.9 with a p-value of 0.001 is a finding; one of 0.7 among twenty people is not. **The rule can be met by a model that is unfair all the same**: when nearly everybody is selected, the ratio of the rates is near 1, and the ratio of the *denials* is not. Look at both.

double fewest = audit.Impact[0].Rows.Min(row => 1 - row.SelectionRate);
foreach (var row in audit.Impact[0].Rows)
{
    double denials = (1 - row.SelectionRate) / fewest;
    Console.WriteLine($"afam = {row.Cell[0]}: {row.Count} applicants, selected {row.SelectionRate:P1}");
    Console.WriteLine($"    impact ratio {row.ImpactRatio:F3}, p-value {row.Significance.PValue:G2}");
    Console.WriteLine($"    denied {denials:F1} times as often as the group least denied");
}

// ## Small groups
//
// Intersections (African-American *and* single *and* without a high school diploma) are where injustice hides and where figures are weakest. The audit lists the cells of fewer than 30 rows: **their rates are printed, but no verdict should rest on them.** Two traps lie in the picture. A cell of three people who were all granted shows 100 % and *no interval at all*: drawing the same three again never gives anything else, so the bootstrap sees no doubt where there is most of it. And the largest difference over many groups grows with the number of groups by chance alone, since somebody is always last.

var intersections = FairnessAudit.Run(scored, new FairnessAuditOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    PredictionColumn = "decision",
    SensitiveColumns = ["afam", "single", "hschool"],
    BootstrapReplicates = 200,
});
foreach (var cell in intersections.SmallCells)
{
    Console.WriteLine($"small cell: {string.Join(" × ", cell.Cell)}, {cell.Summary.Count} rows");
}

display(ReportCharts.Metric(intersections.Frame, "selection_rate", intersections.Intervals));

// ## What to take away
//
// The model never saw `afam`, and its decisions differ by it all the same: other columns stand in for it. Leaving the column out is no remedy; it only makes the difference harder to see. Nor does the audit say *why* they differ: the model may have learned an injustice from the labels, or the groups may differ in what a lender may rightly look at, and only people who know how the rows came about can tell these apart. What can be done is the next lesson, [make a fair table](make-a-fair-table.ipynb).

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
