using System.Diagnostics;
using System.Text;
using FairGan.Export.Graph;
using FairGan.Export.Sampling;
using Google.Protobuf;

namespace FairGan.Export.Tests.Sampling;

/// <summary>The file as others read it: ONNX's own checker, and ONNX Runtime in Node.</summary>
public sealed class OtherReadersTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"fairgan-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(_file);

    // Debian 12's checker knows operator sets up to 17; the seeded noise needs BitwiseXor of 18. With the noise as an input the whole
    // graph is checked.
    [Fact]
    public void The_onnx_checker_accepts_the_graph()
    {
        var (code, _, _) = Run("/usr/bin/python3", "-c", "import onnx");
        Assert.SkipUnless(code == 0, "Python's onnx package is not here (Debian: python3-onnx).");
        File.WriteAllBytes(_file, GeneratorFile.WithNoiseInput(GeneratorFile.Read(ExampleGenerator.File()).Model).ToByteArray());
        var (exit, output, error) = Run("/usr/bin/python3", "-c", $"import onnx; onnx.checker.check_model(onnx.load('{_file}'), full_check=True); print('fine')");
        Assert.True(exit == 0, error);
        Assert.Equal("fine", output.Trim());
    }

    [Fact]
    public void Node_draws_the_same_rows()
    {
        string sample = Path.Combine(Repository.Root, "samples", "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(sample, "node_modules", "onnxruntime-node")), "onnxruntime-node is not installed: npm ci --ignore-scripts in samples/node.");
        File.WriteAllBytes(_file, ExampleGenerator.File());
        var (exit, output, error) = Run("node", Path.Combine(sample, "rows.mjs"), _file, "3000", "5", "1500", "0.25");
        Assert.True(exit == 0, error);
        using var generator = OnnxGenerator.Open(_file);
        using var stream = new MemoryStream();
        CsvTableWriter.WriteHeader(generator.Information.Schema, stream);
        CsvTableWriter.WriteRows(generator.Generate(3000, new() { Seed = 5, StartRow = 1500, Strength = 0.25 }), stream);
        Assert.Equal(Encoding.UTF8.GetString(stream.ToArray()), output);
    }

    private static (int Exit, string Output, string Error) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", $"{program} is not here.");
        }
    }
}
