using System.Text;
using FairGan.Export.Sampling.Writers;
using FairGan.Export.Vectors;

namespace FairGan.Export.Tests.Sampling;

/// <summary>
/// Files that earlier versions wrote, with the rows that they gave: they open, and give these rows, for ever. A kept file is never
/// written again: where the format changes, the next version's get the next number.
/// </summary>
public class KeptFilesTests
{
    private const string Files = "Files";
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, Files);

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(s_folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kept_file_gives_the_rows_it_gave_when_it_was_written(string name) =>
        Assert.Equal(File.ReadAllText(Path.Combine(s_folder, name + ".csv")), Rows(File.ReadAllBytes(Path.Combine(s_folder, name + ".onnx"))));

    /// <summary>
    /// Writes the kept files that do not exist yet, of this version's examples, into the project's folder:
    /// <c>dotnet run --project tests/FairGan.Export.Tests -- -explicit only -method "*Examples_that_are_not_kept_yet_are_kept"</c>.
    /// </summary>
    [Fact(Explicit = true)]
    public void Examples_that_are_not_kept_yet_are_kept()
    {
        string folder = Path.Combine(Repository.Root, "tests", "FairGan.Export.Tests", Files);
        foreach (var (name, file) in new[] { ("every-kind-3", ExampleGenerator.File()), ("rules-3", RuledGenerator.File()), ("vectors-1", VectorExample.File()) })
        {
            string path = Path.Combine(folder, name + ".onnx");
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, file);
                File.WriteAllText(Path.ChangeExtension(path, ".csv"), Rows(file));
            }
        }
    }

    private static string Rows(byte[] file)
    {
        using var stream = new MemoryStream();
        if (VectorGenerator.CanOpen(file))
        {
            using var vectors = VectorGenerator.Open(file);
            var schema = vectors.Information.Schema;
            CsvVectorWriter.WriteHeader(schema, stream);
            CsvVectorWriter.WriteRows(schema, vectors.Generate(20), stream);
            CsvVectorWriter.WriteRows(schema, vectors.Generate(10, new() { Seed = 5, StartRow = 1_000_000_000_000, Group = schema.Group?.Categories[0] }), stream);
        }
        else
        {
            using var generator = OnnxGenerator.Open(file);
            CsvBatchWriter.WriteHeader(generator.Information.Schema, stream);
            CsvBatchWriter.WriteRows(generator.Generate(20), stream);
            CsvBatchWriter.WriteRows(generator.Generate(10, new() { Seed = 5, StartRow = 1_000_000_000_000, Strength = generator.Information.HasDial ? 0.5 : null }), stream);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
