using System.Text;
using System.Text.Json;

namespace FairGan.Benchmarks.Privacy;

/// <summary>A data set as lines of CSV, of which parts are drawn at random.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">The label column.</param>
/// <param name="Positive">The favourable value.</param>
/// <param name="Sensitive">The first sensitive column.</param>
/// <param name="Header">The line of column names.</param>
/// <param name="Lines">The rows.</param>
internal sealed record PrivacyTable(string Name, string Label, string Positive, string Sensitive, string Header, string[] Lines)
{
    /// <summary>Reads a data set from the folder named by FAIRGAN_DATA (default ../shared/data); null where it is not there.</summary>
    public static PrivacyTable? Find(string name)
    {
        string folder = Environment.GetEnvironmentVariable("FAIRGAN_DATA") ?? Path.Combine("..", "shared", "data");
        string description = Path.Combine(folder, name + ".json");
        if (!File.Exists(description))
        {
            Console.Error.WriteLine($"{name}: skipped, for it is not in the folder named by FAIRGAN_DATA (default ../shared/data).");
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(description));
        string Text(string key) => json.RootElement.GetProperty(key).GetString()!;
        string train = Path.Combine(folder, name + ".train.csv");
        string[] lines = File.ReadAllLines(File.Exists(train) ? train : Path.Combine(folder, name + ".csv"));
        return new PrivacyTable(name, Text("label"), Text("positive"), json.RootElement.GetProperty("sensitive")[0].GetProperty("column").GetString()!, lines[0], lines[1..]);
    }

    /// <summary>Disjoint random parts of the rows.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="sizes">How many rows each part has, as far as there are as many.</param>
    public string[][] Parts(int seed, params int[] sizes)
    {
        string[] shuffled = [.. Lines];
        new Random(seed).Shuffle(shuffled);
        int start = 0;
        return Array.ConvertAll(sizes, size =>
        {
            string[] part = [.. shuffled.Skip(start).Take(size)];
            start += part.Length;
            return part;
        });
    }

    /// <summary>Rows as CSV.</summary>
    public MemoryStream Csv(IEnumerable<string> lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines.Prepend(Header)) + "\n"));
}
