using System.Globalization;
using FairGan.Export.Graph;

namespace FairGan.MLNet.Training.Labels;

/// <summary>Refuses labels that are fair because they carry no information: a constant label, or one sampled at the same rate for everybody, satisfies any parity.</summary>
internal static class UtilityFloor
{
    private const int Steps = 20;

    /// <summary>Checks how well the fair probabilities still rank the real labels, compared with the head's own: the ratio of their 2·AUC − 1.</summary>
    /// <param name="head">The label head with its fair map.</param>
    /// <param name="table">The real rows.</param>
    /// <param name="options">Strength and floor.</param>
    /// <exception cref="FormatException">The ratio is below the floor; the message names the largest strength that satisfies it.</exception>
    public static void Check(LabelHead head, EncodedTable table, SynthesizerOptions options)
    {
        // If the sensitive columns are the only ones, parity leaves no information.
        bool areGroupsAlone = table.Schema.Columns.All(column =>
            column.Name == table.Schema.Label || table.Schema.Sensitive.Contains(column.Name) || column.Kind == ColumnKind.Identifier);
        if (options.UtilityFloor == 0 || areGroupsAlone)
        {
            return;
        }

        int label = table.Schema.IndexOf(table.Schema.Label!), positive = table.Schema.Columns[label].SymbolOf(table.Schema.Positive!);
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => table.Codes[label][row] != table.Schema.Columns[label].MissingSymbol)];
        bool[] labels = Array.ConvertAll(rows, row => table.Codes[label][row] == positive);
        float[] scores = LabelScores.Of(head, table);
        double[] moved = Fair(head.FairMap!, table, scores), own = Array.ConvertAll(rows, row => 1 / (1 + Math.Exp(-scores[row]))), fair = Array.ConvertAll(rows, row => moved[row]);
        double before = Separation(own, labels);
        if (before <= 0 || Left(options.Strength) is var left && left >= options.UtilityFloor)
        {
            return;
        }

        double most = Enumerable.Range(0, Steps).Select(step => options.Strength * step / Steps).Last(strength => strength == 0 || Left(strength) >= options.UtilityFloor);
        throw new FormatException(string.Create(
            CultureInfo.InvariantCulture,
            $"At strength {options.Strength:0.##} the fair labels keep {left:P0} of the real labels' information, less than the floor of {options.UtilityFloor:P0}: the other columns predict little beyond the group. Choose a strength of at most {most:0.##}, another definition, or a lower floor."));

        double Left(double strength) => Separation([.. own.Zip(fair, (o, f) => o + (strength * (f - o)))], labels) / before;
    }

    // The probabilities that the graph outputs for the scores at full strength.
    private static double[] Fair(FairScoreMap map, EncodedTable table, float[] scores)
    {
        int knots = map.Probabilities[0].Length;
        var fair = new double[scores.Length];
        for (int row = 0; row < fair.Length; row++)
        {
            int combination = 0;
            foreach (int column in map.Columns)
            {
                combination = (combination * table.Schema.Columns[column].SymbolCount) + table.Codes[column][row];
            }

            float[] probabilities = map.Probabilities[map.GroupOf[combination]];
            double position = (Math.Clamp(scores[row], map.Lowest, map.Highest) - map.Lowest) * (knots - 1.0) / (map.Highest - map.Lowest);
            int piece = Math.Clamp((int)position, 0, knots - 2);
            fair[row] = probabilities[piece] + ((probabilities[piece + 1] - probabilities[piece]) * (position - piece));
        }

        return fair;
    }

    // Somers' D: 2·AUC − 1, with ties as halves.
    private static double Separation(double[] probabilities, bool[] labels)
    {
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        Array.Sort((double[])probabilities.Clone(), order);
        double positives = labels.Count(label => label), negatives = labels.Length - positives, below = 0, pairs = 0;
        for (int i = 0; i < order.Length;)
        {
            double same = 0, sameNegative = 0;
            double value = probabilities[order[i]];
            for (; i < order.Length && probabilities[order[i]] == value; i++)
            {
                same += labels[order[i]] ? 1 : 0;
                sameNegative += labels[order[i]] ? 0 : 1;
            }

            pairs += same * (below + (sameNegative / 2));
            below += sameNegative;
        }

        return (2 * pairs / (positives * negatives)) - 1;
    }
}
