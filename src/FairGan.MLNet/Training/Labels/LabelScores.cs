using FairGan.Export.Graph;

namespace FairGan.MLNet.Training.Labels;

/// <summary>Evaluates a label head on coded rows, as the graph does on generated ones.</summary>
internal static class LabelScores
{
    /// <summary>The log-odds of the positive label.</summary>
    /// <param name="head">The head.</param>
    /// <param name="table">The rows.</param>
    public static float[] Of(LabelHead head, EncodedTable table)
    {
        int label = table.Schema.IndexOf(table.Schema.Label!);
        int[] columns = [.. Enumerable.Range(0, table.Codes.Length).Where(column => column != label)];
        var scores = new float[table.RowCount];
        var features = new float[columns.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            for (int i = 0; i < features.Length; i++)
            {
                float number = head.Features[columns[i]] is { } ranks ? ranks[table.Codes[columns[i]][row]] : table.Numbers[columns[i]]![row];
                features[i] = float.IsNaN(number) ? head.MissingFeature[columns[i]] : number;
            }

            float score = head.Bias;
            foreach (var tree in head.Trees)
            {
                int node = tree.Features.Length > 0 ? 0 : ~0;
                while (node >= 0)
                {
                    node = features[tree.Features[node]] <= tree.Thresholds[node] ? tree.Left[node] : tree.Right[node];
                }

                score += tree.Leaves[~node];
            }

            scores[row] = score;
        }

        return scores;
    }
}
