// The notebook make-a-fair-table.ipynb for those who have none, made from it by its test. From the root of the repository:
//     dotnet run samples/lessons/make-a-fair-table.cs
#:project ../../src/FairGan.MLNet/FairGan.MLNet.csproj
using FairGan.MLNet.Data;
using FairGan.MLNet.Metrics;
using FairGan.MLNet.Reporting;
using FairGan.MLNet.Synthesis;
using FairGan.MLNet.Training;
using Microsoft.ML;

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
    root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("Start this inside a clone of the repository.");
}

var mlContext = new MLContext(seed: 1);
IDataView mortgages = TableReader.Load(mlContext, Path.Combine(root, "src", "FairGan.Cli", "Data", "hmda.csv"));
Console.WriteLine($"columns: {string.Join(", ", mortgages.Schema.Select(column => column.Name))}");

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
display(Pictures.TrainingCurve(synthesizer.Summary));

// The curve shows how likely the generator finds rows it has *not* been trained on. It should rise and level off. One that falls again would mean that the generator began to memorize; the weights of the best step are the ones that are kept. **The number itself has no meaning across tables**: more columns make any row less likely.
//
// ## Draw, and compare
//
// The report draws the synthetic table at five strengths, trains a boosted-tree model on each, and tests those models on the real rows kept away.

IDataView synthetic = synthesizer.Generate(2_380);
SyntheticDataReport report = SyntheticDataReport.Create(mlContext, split.TrainSet, synthetic, new SyntheticDataReportOptions
{
    Label = "deny",
    Positive = "no",
    SensitiveColumns = ["afam"],
    Test = split.TestSet,
    Generator = ReportGenerator.Of(synthesizer, rows: 2_380),
});
display(Pictures.SelectionRates(report.LabelFairness[0], report.Dial[0].LabelFairness[0]));

// **Circle**: real applicants. **Triangle**: the same generator at strength 0, which has learned the old difference. **Square**: at strength 1, where the difference is gone from the labels. The interval of a synthetic rate shrinks with every row you draw; that says how well you know *the generator*, not the world.
//
// ## Does it look alike?
//
// Filled bars are real, outlined ones synthetic. Agreement of single columns is the easy part. It is necessary, and proves little.

foreach (string column in new[] { "pirat", "chist", "deny" })
{
    display(Pictures.Distribution(report.Distributions.Single(distribution => distribution.Column == column)));
}

// Pairs are harder: the map shows how well the relation of every two columns is kept (1 is perfect; two halves of the real table do not reach it either). The pair of `deny` and `afam` *should* be bad: breaking that relation is what was asked for.

Console.WriteLine($"mean column shape {report.Fidelity.MeanShape:F3}, two halves of the real rows {report.RealHalves.MeanShape:F3}");
Console.WriteLine($"mean pair trend   {report.Fidelity.MeanTrend:F3}, two halves of the real rows {report.RealHalves.MeanTrend:F3}");
display(Pictures.Trends(report.Fidelity));

// ## What does it cost?
//
// Up is better, left is fairer. Each square is a model trained on rows drawn at that strength; the circle is the model trained on real rows. **No point is the right one.** Where to stop is a decision about people, to be taken by somebody who answers for it, and not by a program.

display(Pictures.Frontier(report.Dial, report.Utility.TrainedOnReal));

// ## Fair labels do not make fair models, and parity and odds pull apart
//
// The dashed line falls to nothing: the labels obey. The solid line is what a *model* trained on them does to real people; it follows, not always all the way, because other columns stand in for the group. And the dotted line, the equalized odds difference, may *rise*: when the groups' outcomes differ in truth, a model with equal selection rates must make unequal errors. Both cannot be had, and which one matters depends on whether you believe the labels.

display(Pictures.Dial(report.Dial));
foreach (DialPoint point in report.Dial)
{
    var model = point.Utility.Partitions[0];
    Console.WriteLine($"strength {point.Strength:0.00}: labels {point.LabelFairness[0].Synthetic.DemographicParityDifference:F3}, model parity {model.DemographicParityDifference:F3}, model odds {model.EqualizedOddsDifference:F3}, area {point.Utility.AreaUnderRocCurve:F3}");
}

// **When these numbers mislead.** Only a few hundred real applicants are in the test, and one in seven of them African-American: a difference of five points between two strengths is within chance. A model that grants everybody a mortgage has parity and odds of exactly zero; always look at its usefulness too.
//
// ## Does it give people away?
//
// The distance from each synthetic row to the closest training row, against the same distance of real rows that were not trained on. A synthetic line to the *left* would mean that rows are repeated. The attack guesses who was in the training rows: an area of 0.5 is guessing.

display(Pictures.Distances(report.Privacy));
Console.WriteLine($"exact copies: {report.Privacy.Synthetic.ExactCopyShare:P2} of the synthetic rows, {report.Privacy.HeldOut.ExactCopyShare:P2} of the real rows kept away");
Console.WriteLine($"membership attack: area {report.Membership.AreaUnderRocCurve:F3}, advantage {report.Membership.Advantage:F3} (chance stays below {report.Membership.ChanceAdvantage:F3} in 19 of 20 cases)");

// **An attack that fails proves little**: a better one may succeed. Synthetic is not anonymous.
//
// `report.ToHtml()` is all of this, and more, as one page; `report.ToJson()` has every figure. Next: [from notebook to production](from-notebook-to-production.ipynb).

string written = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "make-a-fair-table.html");
File.WriteAllText(written, page.ToString());
Console.WriteLine($"The pictures and tables are in {written}");

void display(object value) => page.Write(value switch
{
    Picture picture => picture.ToHtml(),
    MetricFrame frame => frame.ToHtml(),
    FairnessAudit audit => audit.ToHtml(),
    _ => $"<p>{value}</p>",
});
