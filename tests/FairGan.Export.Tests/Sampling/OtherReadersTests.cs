using System.Diagnostics;
using System.Text;
using FairGan.Export.Format;
using FairGan.Export.Graph;
using FairGan.Export.Sampling.Writers;
using Google.Protobuf;

namespace FairGan.Export.Tests.Sampling;

/// <summary>The file as others read it: ONNX's own checker, and ONNX Runtime in Node.</summary>
public sealed class OtherReadersTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "node");

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"fairgan-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(_file);

    // Debian 12's checker knows operator sets up to 17; the seeded noise needs BitwiseXor of 18. With the noise as an input the whole
    // graph is checked.
    [Fact]
    public void The_onnx_checker_accepts_the_graph()
    {
        var (code, _, _) = Run("/usr/bin/python3", "-c", "import onnx");
        Assert.SkipUnless(code == 0, "Python's onnx package is not here (Debian: python3-onnx).");
        File.WriteAllBytes(_file, GraphCuts.WithNoiseInput(GeneratorFile.Read(ExampleGenerator.File()).Model).ToByteArray());
        var (exit, output, error) = Run("/usr/bin/python3", "-c", $"import onnx; onnx.checker.check_model(onnx.load('{_file}'), full_check=True); print('fine')");
        Assert.True(exit == 0, error);
        Assert.Equal("fine", output.Trim());
    }

    [Theory]
    [InlineData("every-kind-1", "0.5")]
    [InlineData("every-kind-2", "0.5")]
    [InlineData("every-kind-3", "0.5")]
    [InlineData("rules-1")]
    [InlineData("rules-2")]
    [InlineData("rules-3")]
    public void Node_generates_the_rows_of_kept_files(string name, params string[] strength)
    {
        SkipUnlessNodeReads();
        string path = Path.Combine(AppContext.BaseDirectory, "Files", name);
        string first = Node(path + ".onnx", "20"), second = Node([path + ".onnx", "10", "5", "1000000000000", .. strength]);
        string header = first[..(first.IndexOf('\n', StringComparison.Ordinal) + 1)];
        Assert.Equal(File.ReadAllText(path + ".csv"), first + second[header.Length..]);
    }

    [Fact]
    public void Node_draws_the_same_rows()
    {
        SkipUnlessNodeReads();
        File.WriteAllBytes(_file, ExampleGenerator.File());
        string output = Node(_file, "3000", "5", "1500", "0.25");
        using var generator = OnnxGenerator.Open(_file);
        using var stream = new MemoryStream();
        CsvBatchWriter.WriteHeader(generator.Information.Schema, stream);
        CsvBatchWriter.WriteRows(generator.Generate(3000, new() { Seed = 5, StartRow = 1500, Strength = 0.25 }), stream);
        Assert.Equal(Encoding.UTF8.GetString(stream.ToArray()), output);
    }

    // Refused before a row is written: whichever column comes first.
    [Theory]
    [InlineData("yyyy-MM-dd HH:mm|0.25 yyyy-MM-dd")]
    [InlineData("dd-MMM-yyyy")]
    [InlineData("dd'.'MM'.'yyyy")]
    [InlineData("[unix]0")]
    public void Node_refuses_formats_that_it_would_write_in_another_form(string format)
    {
        SkipUnlessNodeReads();
        byte[] kept = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", "rules-3.onnx"));
        var model = GeneratorFile.Read(kept).Model;
        var schema = model.MetadataProps.Single(property => property.Key == "fairgan.schema");
        schema.Value = System.Text.RegularExpressions.Regex.Replace(schema.Value, "(\"codec\":\"date\"[^{}]*?\"format\":\")[^\"]*", match => match.Groups[1].Value + System.Text.Json.JsonEncodedText.Encode(format));
        File.WriteAllBytes(_file, model.ToByteArray());
        var (exit, output, error) = Run("node", Path.Combine(s_sample, "rows.mjs"), _file, "5");
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(format, error, StringComparison.Ordinal);
    }

    private static void SkipUnlessNodeReads() => Assert.SkipUnless(
        Directory.Exists(Path.Combine(s_sample, "node_modules", "onnxruntime-node")), "onnxruntime-node is not installed: npm ci --ignore-scripts in samples/node.");

    private static string Node(params string[] arguments)
    {
        var (exit, output, error) = Run("node", [Path.Combine(s_sample, "rows.mjs"), .. arguments]);
        Assert.True(exit == 0, error);
        return output;
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
