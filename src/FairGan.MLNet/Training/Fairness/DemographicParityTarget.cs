using FairGan.MLNet.Training.Rows;

namespace FairGan.MLNet.Training.Fairness;

/// <summary>Weights P(group)·P(label) / P(group, label), under which label and group are independent (Kamiran and Calders 2012).</summary>
internal sealed class DemographicParityTarget : IFairTarget
{
    public double[] RowWeights(EncodedTable table, double strength)
    {
        var groups = new GroupIndex(table, [.. Enumerable.Range(0, table.RowCount)]);
        ushort[] labels = table.Codes[table.Schema.IndexOf(table.Schema.Label!)];
        int labelCount = table.Schema[table.Schema.Label!].SymbolCount;
        var joint = new double[groups.Count, labelCount];
        var byGroup = new double[groups.Count];
        var byLabel = new double[labelCount];
        for (int row = 0; row < table.RowCount; row++)
        {
            joint[groups.RowGroups[row], labels[row]]++;
            byGroup[groups.RowGroups[row]]++;
            byLabel[labels[row]]++;
        }

        var weights = new double[table.RowCount];
        for (int row = 0; row < weights.Length; row++)
        {
            int group = groups.RowGroups[row];
            double fair = byGroup[group] * byLabel[labels[row]] / (joint[group, labels[row]] * table.RowCount);
            weights[row] = 1 - strength + (strength * fair);
        }

        return weights;
    }
}
