using System.Text;
using FairGan.Export.Sampling;

namespace FairGan.Export.Tests.Sampling;

/// <summary>Files that earlier versions wrote, with the rows that they gave: they open, and give these rows, for ever.</summary>
public class KeptFilesTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Files");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(s_folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kept_file_gives_the_rows_it_gave_when_it_was_written(string name)
    {
        using var generator = OnnxGenerator.Open(Path.Combine(s_folder, name + ".onnx"));
        using var stream = new MemoryStream();
        CsvTableWriter.WriteHeader(generator.Information.Schema, stream);
        CsvTableWriter.WriteRows(generator.Generate(20), stream);
        CsvTableWriter.WriteRows(generator.Generate(10, new() { Seed = 5, StartRow = 1_000_000_000_000, Strength = 0.5 }), stream);
        Assert.Equal(File.ReadAllText(Path.Combine(s_folder, name + ".csv")), Encoding.UTF8.GetString(stream.ToArray()));
    }
}
