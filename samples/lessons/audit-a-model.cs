// The notebook audit-a-model.ipynb for those who have none, made from it by its test. From the root of the repository:
//     dotnet run samples/lessons/audit-a-model.cs
#:project ../../src/FairGan.MLNet/FairGan.MLNet.csproj
using FairGan.MLNet.Data;
using FairGan.MLNet.Metrics;
using FairGan.MLNet.Reporting;
using Microsoft.ML.Data;
using Microsoft.ML;

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
    root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("Start this inside a clone of the repository.");
}

var mlContext = new MLContext(seed: 1);
IDataView mortgages = TableReader.Load(mlContext, Path.Combine(root, "src", "FairGan.Cli", "Data", "hmda.csv"));
Console.WriteLine($"columns: {string.Join(", ", mortgages.Schema.Select(column => column.Name))}");

// ## The model
//
// Six numbers (such as the ratio of payments to income) and six yes-or-no columns go in. `afam` does not. The favourable outcome is `deny = no`: all rates below are rates of *being granted* a mortgage. Two fifths of the applications are kept for the audit: figures on rows that a model has seen flatter it.

string[] numbers = { "pirat", "hirat", "lvrat", "chist", "mhist", "unemp" };
string[] words = { "phist", "selfemp", "insurance", "condomin", "single", "hschool" };
var numberPairs = numbers.Select(name => new InputOutputColumnPair(name)).ToArray();
var wordPairs = words.Select(name => new InputOutputColumnPair($"{name} coded", name)).ToArray();
var pipeline = mlContext.Transforms.Conversion.ConvertType(numberPairs, DataKind.Single)
    .Append(mlContext.Transforms.NormalizeMeanVariance(numberPairs))
    .Append(mlContext.Transforms.Categorical.OneHotEncoding(wordPairs))
    .Append(mlContext.Transforms.Concatenate("Features", [.. numbers, .. wordPairs.Select(pair => pair.OutputColumnName)]))
    .Append(mlContext.Transforms.Conversion.MapValue("granted", new Dictionary<string, bool> { ["no"] = true, ["yes"] = false }, "deny"))
    .Append(mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression("granted", "Features"))
    .Append(mlContext.Transforms.Conversion.MapValue("decision", new Dictionary<bool, string> { [true] = "no", [false] = "yes" }, "PredictedLabel"));
var split = mlContext.Data.TrainTestSplit(mortgages, testFraction: 0.4, seed: 1);
IDataView scored = pipeline.Fit(split.TrainSet).Transform(split.TestSet);
Console.WriteLine($"area under the ROC curve {mlContext.BinaryClassification.Evaluate(scored, "granted").AreaUnderRocCurve:F3}");

// ## The audit
//
// The figures have Fairlearn's names and definitions. The intervals come from 500 bootstrap samples: the rows are drawn again, with replacement, and every figure is computed again; 95 % of the figures lie inside. **An interval that is as wide as the difference says: do not conclude yet.**

var audit = FairnessAudit.Run(scored, new FairnessAuditOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    PredictionColumn = "decision",
    SensitiveColumns = ["afam"],
    BootstrapReplicates = 500,
});
display(audit.Frame);

// ## Selection rate: who is granted a mortgage
//
// The share of each group that the model selects. Its largest difference between groups is the *demographic parity difference*. It needs no knowledge of the truth, which is its strength (the labels may carry the injustice themselves) and its weakness: it is silent on whether the right people were selected. A model that draws lots has parity.

display(Pictures.Metric(audit.Frame, "selection_rate", audit.Intervals));

// ## True positive rate: of those who deserved it, who got it
//
// Among the applicants whose mortgage *was granted in truth*, the share that the model grants. Its difference is the *equal opportunity difference*. It takes the labels for the truth: where the labels are unjust, being equal to them is no comfort.

display(Pictures.Metric(audit.Frame, "true_positive_rate", audit.Intervals));

// ## False positive rate: of those who were denied, who is granted all the same
//
// Read it together with the picture above: the larger of both differences is the *equalized odds difference*. Look at the width of the intervals. Few applicants were denied, so few rows stand behind each of these rates; a difference of ten points may be chance here.

display(Pictures.Metric(audit.Frame, "false_positive_rate", audit.Intervals));

// ## The four-fifths rule, and chance
//
// The *impact ratio* is a group's selection rate over the highest one; US agencies take less than 0.8 as evidence of adverse impact. The rule looks at no interval, so the *p-value* stands beside it: how often chance alone would make a difference at least as large. A ratio of 0.9 with a p-value of 0.001 is a finding; one of 0.7 among twenty people is not.

foreach (var row in audit.Impact[0].Rows)
{
    Console.WriteLine($"afam = {row.Cell[0],-4} {row.Count,4} applicants, selected {row.SelectionRate:P1}, impact ratio {row.ImpactRatio:F3}, p-value {row.Significance.PValue:G2}");
}

// ## Small groups
//
// Intersections (African-American *and* single *and* without a high school diploma) are where injustice hides and where figures are weakest. The audit lists the cells of fewer than 30 rows: **their rates are printed, but no verdict should rest on them.** The largest difference over many groups grows with the number of groups by chance alone, since somebody is always last.

var intersections = FairnessAudit.Run(scored, new FairnessAuditOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    PredictionColumn = "decision",
    SensitiveColumns = ["afam", "single", "hschool"],
    BootstrapReplicates = 200,
});
Console.WriteLine($"small cells: {string.Join("; ", intersections.SmallCells.Select(cell => $"{string.Join(" × ", cell.Cell)} ({cell.Summary.Count} rows)"))}");
display(Pictures.Metric(intersections.Frame, "selection_rate", intersections.Intervals));

// ## What to take away
//
// The model never saw `afam`, and its decisions differ by it all the same: other columns stand in for it. Leaving the column out is no remedy; it only makes the difference harder to see. What can be done is the next lesson, [make a fair table](make-a-fair-table.ipynb).

string written = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "audit-a-model.html");
File.WriteAllText(written, page.ToString());
Console.WriteLine($"The pictures and tables are in {written}");

void display(object value) => page.Write(value switch
{
    Picture picture => picture.ToHtml(),
    MetricFrame frame => frame.ToHtml(),
    FairnessAudit audit => audit.ToHtml(),
    _ => $"<p>{value}</p>",
});
