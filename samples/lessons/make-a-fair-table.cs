// The notebook make-a-fair-table.ipynb for those who have none, made from it by its test. From the root of the repository:
//     dotnet run samples/lessons/make-a-fair-table.cs
#:project ../../src/FairGan.Reporting/FairGan.Reporting.csproj
using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Report.Charts;
using FairGan.Reporting.Report.Figures;
using FairGan.Reporting.Report;
using FairGan.Tables;
using Microsoft.ML;
using System.IO;

var page = new StringWriter();
page.Write("<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>make-a-fair-table</title><body>");

// # Make a fair table
//
// A generator learns the mortgage applications, and draws people who look like them but are treated alike. The labels can be moved by a *dial*, the strength of fairness, without training again. This lesson trains, turns the dial, and audits what comes out, the disappointing parts included.

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

// ## Train
//
// **The lesson trains 150 steps, so that it takes seconds. That is too few for real use**: leave `Steps` out, and the number follows the size of the table. A fifth of the rows is kept away from the generator. Without them nobody could tell whether it learned the population or learned people by heart.

var split = mlContext.Data.TrainTestSplit(mortgages, testFraction: 0.2, seed: 1);
var options = new SynthesizerOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    SensitiveColumns = ["afam"],
    Training = new GanOptions { Steps = 150, Threads = 2 },
};
SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer(options).Fit(split.TrainSet);
display(ReportCharts.TrainingCurve(synthesizer.Summary));

// The curve shows how likely the generator finds rows it has *not* been trained on. It should rise and level off. One that falls again would mean that the generator began to memorize; the weights of the best step are the ones that are kept. **The number itself has no meaning across tables**: more columns make any row less likely.
//
// ## Draw, and compare
//
// Rows are drawn, not looked up: none below is copied from the table, though one may happen to equal a real person's.

IDataView synthetic = synthesizer.Generate(2_380);
display(TableSample.Of(synthetic, rows: 5));

// The report draws the synthetic table at five strengths, trains a boosted-tree model on each, and tests those models on the real rows kept away.

var asked = new SyntheticDataReportOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    SensitiveColumns = ["afam"],
    Test = split.TestSet,
    Generator = ReportGenerator.Of(synthesizer, rows: 2_380),
};
SyntheticDataReport report = SyntheticDataReport.Create(mlContext, split.TrainSet, synthetic, asked);
display(ReportCharts.SelectionRates(report.LabelFairness[0], report.Dial[0].LabelFairness[0]));

// **Circle**: real applicants. **Triangle**: the same generator at strength 0, which has learned the old difference. **Square**: at strength 1, where the difference is gone from the labels but for chance. The interval of a synthetic rate shrinks with every row you draw; that says how well you know *the generator*, not the world.
//
// ## Does it look alike?
//
// Filled bars are real, outlined ones synthetic. Agreement of single columns is the easy part. It is necessary, and proves little.

foreach (string column in new[] { "pirat", "chist", "deny" })
{
    display(ReportCharts.Distribution(report.Distributions.Single(distribution => distribution.Column == column)));
}

// Pairs are harder: the map shows how well the relation of every two columns is kept (1 is perfect; two halves of the real table do not reach it either). The pair of `deny` and `afam` *should* be bad: breaking that relation is what was asked for.
//
// **A mean hides the worst.** The means printed below beat two halves of the real rows, and yet one cell of the map is dark: `pirat` and `hirat`. All payments include the cost of housing, so that the two rise together; the generator has learned each of them well, and their relation badly. A table for a question that hangs on that relation would be the wrong one. Look for the darkest cell before you look at the mean.

var (made, halves) = (report.Fidelity, report.RealHalves);
Console.WriteLine($"mean column shape {made.MeanShape:F3}, two halves of the real rows {halves.MeanShape:F3}");
Console.WriteLine($"mean pair trend   {made.MeanTrend:F3}, two halves of the real rows {halves.MeanTrend:F3}");
Console.WriteLine($"worst pair trend  {made.WorstPair.Trend:F3}, two halves of the real rows {halves.WorstTrend:F3}");
display(ReportCharts.Trends(report.Fidelity));

// ## What does it cost?
//
// Up is better, left is fairer. Each square is a model trained on rows drawn at that strength; the circle is the model trained on real rows. **No point is the right one.** Where to stop is a decision about people, to be taken by somebody who answers for it, and not by a program.
//
// The *area under the ROC curve* is the chance that the model ranks an applicant who was granted above one who was denied: 1 is perfect, 0.5 is drawing lots. It is measured against the real labels, so that a model which departs from an unjust label loses area for it: part of the cost that you see is the price of disagreeing with the past.

display(ReportCharts.Frontier(report.Dial, report.Utility.TrainedOnReal));

// ## Fair labels do not make fair models, and parity and odds pull apart
//
// The dashed line is the labels: it falls toward 0, they obey. The solid line is what a *model* trained on them does to real people. It follows, but it need not arrive: the labels no longer depend on the group, while the other columns still tell who belongs to it, and the model was taught by real people's columns. **Audit the model, not the table.** The dotted line is the equalized odds difference. Where the groups' outcomes differ in truth, a model with equal selection rates has to make unequal errors, so that it may rise as the others fall. Both cannot be had, and which one matters depends on whether you believe the labels.

display(ReportCharts.Dial(report.Dial));
string Ends(BootstrapInterval interval) => $"[{interval.Lower:F3}, {interval.Upper:F3}]";
foreach (DialPoint point in report.Dial)
{
    var model = point.Utility.Partitions[0];
    var ends = point.Utility.Intervals.Partitions[0];
    double labels = point.LabelFairness[0].Synthetic.DemographicParityDifference;
    string parity = $"{model.DemographicParityDifference:F3} {Ends(ends.DemographicParityDifference)}";
    string odds = $"{model.EqualizedOddsDifference:F3} {Ends(ends.EqualizedOddsDifference)}";
    Console.WriteLine($"strength {point.Strength:0.00}: parity of labels {labels:F3}, of the model {parity}, odds {odds}");
}

// **When these numbers mislead.** Only a few hundred real applicants are in the test, and one in seven of them African-American: the intervals behind the figures hold what the same models give when the test rows are drawn again, and those of odds are so wide that neither a rise nor a fall between two strengths is shown. A model that grants everybody a mortgage has parity and odds of exactly zero; always look at its usefulness too.
//
// ## Does it give people away?
//
// The distance from each synthetic row to the closest training row, against the same distance of real rows that were not trained on. A synthetic line to the *left* would mean that rows are repeated. The attack guesses who was in the training rows: an area of 0.5 is guessing.

display(ReportCharts.Distances(report.Privacy));
var (drawn, kept, attack) = (report.Privacy.Synthetic, report.Privacy.HeldOut, report.Membership);
Console.WriteLine($"exact copies: {drawn.ExactCopyShare:P2} of the synthetic rows, {kept.ExactCopyShare:P2} of the real rows kept away");
Console.WriteLine($"membership attack: area {attack.AreaUnderRocCurve:F3}, advantage {attack.Advantage:F3}");
Console.WriteLine($"chance alone stays below an advantage of {attack.ChanceAdvantage:F3} in 19 of 20 cases");

// **An attack that fails proves little**: a better one may succeed, and rows of people who stand out are the first to be found. Synthetic is not anonymous; a promise that holds against every attack needs differential privacy, which the generator of this lesson does not have.
//
// ## The report in a few sentences
//
// What a reviewer reads first: the outcome, and what passed a threshold and has to be looked into. **An empty list would be no approval**: the thresholds are conventions, and groups that no column names are in none of the figures.

display(report);

// `report.ToHtml()` is all of this, and more, as one page; `report.ToJson()` has every figure. Next: [from notebook to production](from-notebook-to-production.ipynb).

string written = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "make-a-fair-table.html");
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
