using System.Diagnostics;

namespace FairGan.Cli.Tests;

public class FuzzTests
{
    [Theory]
    [InlineData("onnx", 300)]
    [InlineData("csv", 150)]
    [InlineData("parquet", 300)]
    [InlineData("schema", 150)]
    [InlineData("idx", 40)]
    public void Damaged_files_are_used_or_refused_in_a_sentence_and_never_fail_otherwise(string reader, int inputs)
    {
        string[] files = reader == "onnx" ? [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Files"), "*.onnx").Order(StringComparer.Ordinal)] : [];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [RunningCommand.Metadata("FuzzPath"), "--reader", reader, "--inputs", $"{inputs}", .. files]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains($"inputs {inputs},", output, StringComparison.Ordinal);
    }
}
