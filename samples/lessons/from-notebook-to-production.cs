// The notebook from-notebook-to-production.ipynb for those who have none, made from it by its test. From the root of the repository:
//     dotnet run samples/lessons/from-notebook-to-production.cs
#:project ../../src/FairGan.Reporting/FairGan.Reporting.csproj
using FairGan.Export.Format;
using FairGan.Export.Sampling.Writers;
using FairGan.Export.Sampling;
using FairGan.Export.Schemas;
using FairGan.Export;
using FairGan.Fairness.Audits;
using FairGan.Fairness.Metrics;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Reporting.Report.Charts;
using FairGan.Reporting.Report;
using FairGan.Tables;
using Microsoft.ML;
using System.IO;
using System.Net.Http;
using System.Net;
using System.Security.Cryptography;

var page = new StringWriter();
page.Write("<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>from-notebook-to-production</title><body>");

// # From notebook to production
//
// A model trained in a notebook has to run somewhere else: without ML.NET, without TorchSharp, on another machine, perhaps in another language. The generator is *one ONNX file*. This lesson writes it, samples rows from it as production would, and serves them over HTTP.

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

// ## Train, and write the file
//
// **The lesson trains for 80 steps, so that it takes seconds; for real use leave `Steps` out.** The same seed, data and number of threads give the same bytes, so a model can be reproduced and compared by its hash.

SynthesizerTransformer synthesizer = mlContext.FairGan().Synthesizer(new SynthesizerOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    SensitiveColumns = ["afam"],
    Training = new GanOptions { Seed = 1, Steps = 80, Threads = 2 },
}).Fit(mortgages);
string folder = Directory.CreateTempSubdirectory("fairgan-lesson-").FullName;
string model = Path.Combine(folder, "generator.onnx");
synthesizer.SaveAsOnnx(model);
byte[] bytes = File.ReadAllBytes(model);
Console.WriteLine($"{bytes.Length:N0} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(bytes))[..16]}…");
display(ReportCharts.TrainingCurve(synthesizer.Summary));

// ## What the file contains
//
// The schema, the columns' roles, the options and the training summary are stored in the file. **Its purpose is not**: describe it in the model card, which `fairgan train` writes beside the file.

OnnxGenerator generator = OnnxGenerator.Open(model);
GeneratorInformation information = generator.Information;
var schema = information.Schema;
Console.WriteLine($"label {schema.Label}, favourable {schema.Positive}, strength {information.Strength}");
Console.WriteLine($"sensitive {string.Join(", ", schema.Sensitive)}");
Console.WriteLine($"columns {string.Join(", ", schema.Columns.Select(column => column.Name))}");

// ## Sample rows as production does
//
// From here on only `FairGan.Export` and ONNX Runtime are used. Row *i* of a seed is the same row on every machine: four shards put together are the bytes of one run. So a large table can be generated on many machines, and any single row again later.

byte[] Csv(long start, long rows, bool header)
{
    var stream = new MemoryStream();
    if (header)
    {
        CsvBatchWriter.WriteHeader(information.Schema, stream);
    }

    var sampling = new SamplingOptions { Seed = 7, StartRow = start };
    CsvBatchWriter.WriteRows(generator.Generate(rows, sampling), stream);
    return stream.ToArray();
}

byte[] whole = Csv(0, 4_000, header: true);
byte[][] shards = [.. Enumerable.Range(0, 4).Select(shard => Csv(1_000 * shard, 1_000, header: shard == 0))];
Console.WriteLine($"four shards are the bytes of one run: {whole.SequenceEqual(shards.SelectMany(shard => shard))}");

// ## The dial in production
//
// The strength is an input of the graph, so each caller can choose it. **Decide who may.** A service that lets everybody ask for strength 0 hands out the old injustice on demand.

IDataView Generate(double strength) => synthesizer.Generate(2_000, new SamplingOptions { Strength = strength });
var asked = new SyntheticDataReportOptions
{
    LabelColumn = "deny",
    PositiveValue = "no",
    SensitiveColumns = ["afam"],
    Generator = new ReportGenerator(synthesizer.Options, synthesizer.Summary, Generate),
};
SyntheticDataReport report = SyntheticDataReport.Create(mlContext, mortgages, Generate(1), asked);
display(ReportCharts.Dial(report.Dial));
display(ReportCharts.SelectionRates(report.LabelFairness[0], report.Dial[0].LabelFairness[0]));

// The dial needs no retraining, which is also its danger: a caller who turns it changes who is favoured. The lines jump because 80 steps and a few hundred test rows are few; do not read a rise or fall between two strengths from them.
//
// This report had no held-out rows, and lists that under its limits: its models were tested on rows that the generator was trained on, which flatters them. The lesson [make a fair table](make-a-fair-table.ipynb) does it properly.
//
// ## A service
//
// The smallest service that streams rows: one listener, and one generator shared by all callers. A service of your own adds authentication, a limit on the number of rows, and a log of who requested which rows at which strength.

var listener = new HttpListener();
int port = 20_000 + (Environment.ProcessId % 20_000);
listener.Prefixes.Add($"http://localhost:{port}/");
listener.Start();
Task serving = Task.Run(async () =>
{
    HttpListenerContext call = await listener.GetContextAsync();
    long rows = Math.Clamp(long.Parse(call.Request.QueryString["rows"] ?? "100"), 0, 100_000);
    call.Response.ContentType = "text/csv";
    CsvBatchWriter.WriteHeader(information.Schema, call.Response.OutputStream);
    IEnumerable<SyntheticBatch> batches = generator.Generate(rows, new SamplingOptions { Seed = 7 });
    CsvBatchWriter.WriteRows(batches, call.Response.OutputStream);
    call.Response.Close();
});
byte[] served = await new HttpClient().GetByteArrayAsync($"http://localhost:{port}/?rows=4000");
await serving;
listener.Stop();
Console.WriteLine($"the service sends the bytes of one run: {whole.AsSpan().SequenceEqual(served)}");

// ## Monitor it
//
// A generator does not age, but the population it represents changes. Compare fresh real rows with the synthetic ones regularly. The shape of a column is 1 minus the largest gap between the two distributions; two halves of the same real rows set the scale, since even they do not reach 1. Here the worst column is within the difference between two halves. When it falls clearly below, or when the real outcomes of the groups change, train and audit again.

var worst = report.Fidelity.WorstColumn;
Console.WriteLine($"worst column: {worst.Column}, shape {worst.Shape:F3}");
Console.WriteLine($"worst column of two halves of the real rows: shape {report.RealHalves.WorstShape:F3}");
display(ReportCharts.Distribution(report.Distributions.Single(one => one.Column == worst.Column)));
generator.Dispose();
Directory.Delete(folder, recursive: true);

string written = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "from-notebook-to-production.html");
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
