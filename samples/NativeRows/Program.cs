// Rows of a generator's file as CSV, from a program without a runtime to install or warm up:
//   NativeRows generator.onnx ROWS [SEED]
using System.Globalization;
using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;

if (args is not [string path, string rows, ..])
{
    Console.Error.WriteLine("Usage: NativeRows generator.onnx ROWS [SEED]");
    return 2;
}

try
{
    using var generator = OnnxGenerator.Open(path);
    using var output = Console.OpenStandardOutput();
    var options = new SamplingOptions { Seed = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 1 };
    CsvBatchWriter.WriteHeader(generator.Information.Schema, output);
    CsvBatchWriter.WriteRows(generator.Generate(long.Parse(rows, CultureInfo.InvariantCulture), options), output);
    return 0;
}
catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
