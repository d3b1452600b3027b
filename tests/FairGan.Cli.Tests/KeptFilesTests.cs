namespace FairGan.Cli.Tests;

/// <summary>The files that the generators' tests keep give the same rows from the command.</summary>
public sealed class KeptFilesTests
{
    [Theory]
    [InlineData("conditions-1", "--strength", "0.5")]
    [InlineData("every-kind-1", "--strength", "0.5")]
    [InlineData("hmda-1", "--strength", "0.5")]
    [InlineData("rules-1")]
    public async Task A_kept_file_gives_the_rows_it_gave_when_it_was_written(string name, params string[] strength)
    {
        using var place = new Workplace();
        string file = Path.Combine(AppContext.BaseDirectory, "Files", name);
        await place.Succeed("sample", file + ".onnx", "--rows", "20", "--out", "first.csv");
        await place.Succeed(["sample", file + ".onnx", "--rows", "10", "--seed", "5", "--start-row", "1000000000000", "--out", "second.csv", .. strength]);
        string second = place.Text("second.csv");
        Assert.Equal(File.ReadAllText(file + ".csv"), place.Text("first.csv") + second[(second.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public async Task A_kept_file_of_vectors_does_so_too()
    {
        using var place = new Workplace();
        string file = Path.Combine(AppContext.BaseDirectory, "Files", "vectors-1");
        await place.Succeed("sample", file + ".onnx", "--rows", "20", "--out", "first.csv");
        Assert.StartsWith(place.Text("first.csv"), File.ReadAllText(file + ".csv"), StringComparison.Ordinal);
    }
}
