using System.Text;
using System.Text.RegularExpressions;

namespace FairGan.Faults;

/// <summary>A command line that is killed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its share of all kills.</param>
/// <param name="Outputs">The files it writes, in its folder.</param>
/// <param name="Arguments">The arguments, for a seed.</param>
internal sealed partial record Scenario(string Name, int Share, string[] Outputs, Func<int, string[]> Arguments)
{
    /// <summary>What is added to the arguments after a kill.</summary>
    public string[] Again { get; init; } = [];

    /// <summary>All scenarios.</summary>
    public static IReadOnlyList<Scenario> All(Place place)
    {
        string images = Path.Combine(place.Root, "train-images-idx3-ubyte"), big = Path.Combine(place.Root, "inputs", "big.parquet"), holes = Path.Combine(place.Root, "holes.csv");
        string[] roles = ["--label", "deny", "--positive", "no", "--sensitive", "afam"];
        string[] model = ["model/generator.onnx", "model/training.json", "model/MODEL_CARD.md"];
        string[] Training(string data, int seed, string steps) => ["train", data, .. roles, "--steps", steps, "--seed", $"{seed}", "--threads", "1", "--out", "model"];
        return
        [
            new("sample CSV", 40, ["rows.csv"], seed => ["sample", place.Model, "--rows", "100000", "--seed", $"{seed}", "--out", "rows.csv"]),
            new("sample Parquet", 35, ["rows.parquet"], seed => ["sample", place.Model, "--rows", "100000", "--seed", $"{seed}", "--out", "rows.parquet"]),
            new("fill", 30, ["filled.csv"], seed => ["fill", place.Model, holes, "--seed", $"{seed}", "--out", "filled.csv"]),
            new("train tables", 40, model, seed => Training(place.Table, seed, "10")),
            new("train vectors", 25, model[..2], seed => ["train", images, "--steps", "20", "--seed", $"{seed}", "--threads", "1", "--out", "model"]),
            new("train tables, resumed", 40, model, seed => [.. Training(place.Table, seed, "60"), "--checkpoint-every", "1s"]) { Again = ["--resume"] },
            new("train vectors, resumed", 15, model[..2], seed => ["train", images, "--steps", "100", "--seed", $"{seed}", "--threads", "1", "--out", "model", "--checkpoint-every", "1s"]) { Again = ["--resume"] },
            new("report", 12, ["report.html", "report.json"], seed => ["report", place.Table, Path.Combine(place.Root, "inputs", "rows.csv"), .. roles, "--seed", $"{seed}", "--out", "report.html"]),
            new("demo", 8, [.. new[] { "generator.onnx", "synthetic.csv", "audit.json", "report.html", "report.json" }.Select(file => $"demo/{file}")], seed => ["demo", "--steps", "20", "--seed", $"{seed}", "--threads", "1", "--out", "demo"]),
            new("train streamed", 10, model, seed => [.. Training(big, seed, "20"), "--checkpoint-every", "1s"]) { Again = ["--resume"] },
        ];
    }

    /// <summary>Writes what the scenarios read.</summary>
    public static void Prepare(Place place, IEnumerable<Scenario> chosen)
    {
        place.Succeed(place.Root, "train", place.Table, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "20", "--seed", "3", "--out", "inputs", "--quiet");
        place.Succeed(place.Root, "sample", place.Model, "--rows", "2000", "--out", "inputs/rows.csv", "--quiet");
        string[] lines = File.ReadAllLines(place.Table);
        File.WriteAllLines(Path.Combine(place.Root, "holes.csv"), [lines[0], .. lines[1..].Select((line, row) => row % 3 == 0 ? "," + line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..] : line)]);
        WriteImages(Path.Combine(place.Root, "train-images-idx3-ubyte"));
        if (chosen.Any(scenario => scenario.Name == "train streamed"))
        {
            place.Succeed(place.Root, "sample", place.Model, "--rows", "2000001", "--out", "inputs/big.parquet", "--quiet");
        }
    }

    /// <summary>A file without what differs from run to run: the seconds that it took, and the time at which it was made.</summary>
    public static byte[] WithoutTimes(string path, byte[] content) => Path.GetExtension(path) is ".json" or ".html"
        ? Encoding.UTF8.GetBytes(Times().Replace(Encoding.UTF8.GetString(content), "time"))
        : content;

    [GeneratedRegex("\"seconds\": ?[0-9.E-]+|20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.+]+")]
    private static partial Regex Times();

    private static void WriteImages(string path)
    {
        const int Images = 200, Side = 12;
        using var file = new BinaryWriter(File.Create(path));
        foreach (int header in (int[])[0x0803, Images, Side, Side])
        {
            file.Write(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(header));
        }

        var random = new Random(1);
        for (int pixel = 0; pixel < Images * Side * Side; pixel++)
        {
            file.Write((byte)(random.Next(4) == 0 ? random.Next(256) : 0));
        }
    }
}
