using FairGan.Export.Graph;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>Generates the label head's log-odds and some symbols of rows: the data that its fair map is fitted to.</summary>
internal static class ScoreSampler
{
    private const int BlockRows = 1 << 13;

    /// <summary>Generates rows until every group has enough, or there are enough in all.</summary>
    /// <param name="parts">The generator, with a label head.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="columns">Positions of the columns whose symbols define a row's group.</param>
    /// <param name="group">Group of a row's symbols in these columns; -1 for none.</param>
    /// <param name="groups">Number of groups. Those that real rows have come first; the last one, of all other rows, need not have enough.</param>
    /// <param name="rowsPerGroup">Rows that are enough for a group.</param>
    /// <param name="mostRows">Most rows to generate; at least a quarter of them are generated.</param>
    /// <param name="cancellationToken">Stops the generation.</param>
    /// <returns>For every group, the log-odds of its rows.</returns>
    public static List<float>[] Draw(GeneratorParts parts, long seed, IReadOnlyList<int> columns, Func<int[], int> group, int groups, int rowsPerGroup, int mostRows, CancellationToken cancellationToken)
    {
        string[] outputs = ["score", .. columns.Select(column => $"symbol/{parts.Schema.Columns[column].Name}")];
        var information = new GeneratorInformation(parts.Schema, 0, false, 1, "{}", "{}");
        var file = GeneratorFile.Write(GeneratorGraph.Build(parts, scoreOutput: true), information);
        RuntimeEnvironment.Require();
        using var options = new SessionOptions { InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(GraphCuts.WithOutputs(ModelProto.Parser.ParseFrom(file), outputs.ToHashSet()).ToByteArray(), options);
        var scores = Enumerable.Range(0, groups).Select(_ => new List<float>()).ToArray();
        var symbols = new int[columns.Count];
        using var run = new RunOptions();
        for (long start = 0; start < mostRows && (start < mostRows / 4 || scores.SkipLast(1).Any(s => s.Count < rowsPerGroup)); start += BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var seedValue = OrtValue.CreateTensorValueFromMemory(new[] { seed }, [1]);
            using var startValue = OrtValue.CreateTensorValueFromMemory(new[] { start }, [1]);
            using var rowsValue = OrtValue.CreateTensorValueFromMemory(new[] { (long)BlockRows }, [1]);
            using var results = session.Run(run, [GraphNames.SeedInput, GraphNames.StartRowInput, GraphNames.RowsInput], [seedValue, startValue, rowsValue], outputs);
            var score = results[0].GetTensorDataAsSpan<float>();
            for (int row = 0; row < BlockRows; row++)
            {
                for (int i = 0; i < symbols.Length; i++)
                {
                    symbols[i] = results[i + 1].GetTensorDataAsSpan<int>()[row];
                }

                if (group(symbols) is var g and >= 0)
                {
                    scores[g].Add(score[row]);
                }
            }
        }

        return scores;
    }
}
