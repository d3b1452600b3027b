using System.Text.Json;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Quality;

/// <summary>A real data set: NAME.json beside NAME.train.csv and NAME.test.csv.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">The label column.</param>
/// <param name="Positive">The favourable value.</param>
/// <param name="Sensitive">The sensitive columns.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Test">Rows that models are tested on.</param>
internal sealed record DataSet(string Name, string Label, string Positive, IReadOnlyList<string> Sensitive, IDataView Train, IDataView Test)
{
    /// <summary>Reads a data set from the folder named by FAIRGAN_DATA (default ../shared/data); null where it is not there.</summary>
    /// <param name="context">What the tables belong to.</param>
    /// <param name="name">The data set.</param>
    /// <param name="sensitive">The sensitive columns; null for the first one that its description names.</param>
    public static DataSet? Find(MLContext context, string name, IReadOnlyList<string>? sensitive)
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
        IReadOnlyList<string> columns = sensitive ?? [json.RootElement.GetProperty("sensitive")[0].GetProperty("column").GetString()!];
        string train = Path.Combine(folder, name + ".train.csv");
        if (File.Exists(train))
        {
            return new DataSet(name, Text("label"), Text("positive"), columns, TableReader.Load(context, train), TableReader.Load(context, Path.Combine(folder, name + ".test.csv")));
        }

        // One in five rows is held out. Cached, so that the parts know how many rows they have.
        var whole = TableReader.Load(context, Path.Combine(folder, name + ".csv"));
        var split = context.Data.TrainTestSplit(whole, testFraction: 0.2, seed: 1);
        return new DataSet(name, Text("label"), Text("positive"), columns, context.Data.Cache(split.TrainSet), context.Data.Cache(split.TestSet));
    }
}
