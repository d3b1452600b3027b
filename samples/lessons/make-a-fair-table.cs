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
// A generator learns the mortgage applications and generates rows that look like them, with labels that treat both groups alike. A *dial*, the strength of fairness, moves the labels without training again. This lesson trains, turns the dial, and audits the result, the disappointing parts included.

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

// ## Train
//
// **The lesson trains for 150 steps, so that it takes seconds. That is too few for real use**: leave `Steps` out, and the number follows from the size of the table. A fifth of the rows is held out from training. Only held-out rows show whether the generator learned the population or memorised people.

var split = mlContext.Data.TrainTestSplit(mortgages, testFraction: 0.2, seed: 1);
var options = new SynthesizerOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    SensitiveColumns = ["afam"],
    Training = new GanOptions { Seed = 1, Steps = 150, Threads = 2 },
};
SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer(options).Fit(split.TrainSet);
display(ReportCharts.TrainingCurve(synthesizer.Summary));

// The curve shows the log-likelihood of rows that the generator was *not* trained on. It should rise and level off. A falling curve would mean that the generator began to memorise; the weights of the best step are the ones in the file. **Do not compare the number across tables**: more columns make any row less likely.
//
// ## Generate, and compare
//
// Rows are generated, not looked up: none below is copied from the table, though one may happen to equal a real person's.

IDataView synthetic = synthesizer.Generate(2_380);
display(TableSample.Of(synthetic, rows: 5));

// The report generates the synthetic table at five strengths, trains a boosted-tree model on each, and tests those models on the held-out real rows.

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

// **Circle**: real applicants. **Triangle**: the same generator at strength 0, which has learned the old difference. **Square**: at strength 1, where only chance is left of the difference in the labels. The interval of a synthetic rate shrinks with every row you generate; it shows how well you know *the generator*, not the world.
//
// ## Does it look alike?
//
// Filled bars are real, outlined ones synthetic. Agreement of single columns is the easy part: necessary, but weak evidence.

foreach (string column in new[] { "pirat", "chist", "deny" })
{
    display(ReportCharts.Distribution(report.Distributions.Single(distribution => distribution.Column == column)));
}

// Pairs are harder: the map shows how well the generator reproduces the relation of every two columns (1 is perfect; two halves of the real table do not reach it either). The pair of `deny` and `afam` *should* score low: breaking that relation is the purpose.
//
// **A mean hides the worst case.** The means printed below beat two halves of the real rows, and yet one cell of the map is dark: `pirat` and `hirat`. All payments include the cost of housing, so the two rise together; the generator has learned each of them well and their relation badly. Do not use this table for a question that depends on that relation. Look for the darkest cell before you look at the mean.

var (fidelity, halves) = (report.Fidelity, report.RealHalves);
Console.WriteLine($"mean column shape {fidelity.MeanShape:F3}, two halves of the real rows {halves.MeanShape:F3}");
Console.WriteLine($"mean pair trend   {fidelity.MeanTrend:F3}, two halves of the real rows {halves.MeanTrend:F3}");
Console.WriteLine($"worst pair trend  {fidelity.WorstPair.Trend:F3}, two halves of the real rows {halves.WorstTrend:F3}");
display(ReportCharts.Trends(report.Fidelity));

// ## What does it cost?
//
// Up is better, left is fairer. Each square is a model trained on rows generated at that strength; the circle is the model trained on real rows. **No point is the right one.** Where to stop is a decision about people, to be taken by somebody accountable for it, not by a program.
//
// The *area under the ROC curve* is the probability that the model ranks an applicant who was granted above one who was denied: 1 is perfect, 0.5 is guessing. It is measured against the real labels, so a model that departs from an unjust label loses area for it: part of the cost is the price of disagreeing with the past.

display(ReportCharts.Frontier(report.Dial, report.Utility.TrainedOnReal));

// ## Fair labels do not make fair models, and parity and odds pull apart
//
// The dashed line is the labels: their difference falls toward 0, as asked. The solid line is the decisions of a *model* trained on them, on real people. It follows, but need not reach 0: the labels no longer depend on the group, but the other columns still reveal it. **Audit the model, not the table.** The dotted line is the equalized odds difference. Where the groups' real outcomes differ, a model with equal selection rates has to make unequal errors, so this line may rise as the others fall. You cannot have both, and which one matters depends on whether you trust the labels.

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

// **When these numbers mislead.** The test has only a few hundred real applicants, and one in seven of them is African-American. The intervals behind the figures are 95 % bootstrap intervals over the test rows, with the models fixed; those of odds are so wide that they show neither a rise nor a fall between two strengths. A model that grants everybody a mortgage has parity and odds differences of exactly zero; always look at its usefulness too.
//
// ## Does it reveal people?
//
// The distance from each synthetic row to the closest training row, compared with the same distance of held-out real rows. A synthetic curve to the *left* of the other would mean that the generator repeats training rows. The attack guesses who was in the training rows: an area of 0.5 is guessing.

display(ReportCharts.Distances(report.Privacy));
var (generated, heldOut, attack) = (report.Privacy.Synthetic, report.Privacy.HeldOut, report.Membership);
Console.Write($"exact copies: {generated.ExactCopyShare:P2} of the synthetic rows, ");
Console.WriteLine($"{heldOut.ExactCopyShare:P2} of the held-out real rows");
Console.WriteLine($"membership attack: area {attack.AreaUnderRocCurve:F3}, advantage {attack.Advantage:F3}");
Console.WriteLine($"chance alone stays below an advantage of {attack.ChanceAdvantage:F3} in 19 of 20 cases");

// **An attack that fails proves little**: a better one may succeed, and the rows of people who stand out are found first. Synthetic is not anonymous; a guarantee against every attack needs differential privacy, which the generator of this lesson does not have.
//
// ## The report in a few sentences
//
// What a reviewer reads first: the outcome, and the figures that crossed a threshold and need a closer look. **An empty list would be no approval**: the thresholds are conventions, and groups that no column identifies are in none of the figures.

display(report);

// `report.ToHtml()` writes all of this, and more, as one page; `report.ToJson()` has every figure. Next: [from notebook to production](from-notebook-to-production.ipynb).

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
