using FairGan.Export.Format.Noise;

namespace FairGan.Export.Graph;

/// <summary>
/// The nodes that sample the sensitive columns of a block's rows jointly (<see cref="SystematicNodes"/>), so that small groups come
/// closer to their share: a group of 1 % of 10,000 independent rows is off by a tenth of itself.
/// </summary>
internal static class GroupNodes
{
    // Each group takes some nodes; where columns have more combinations, those with the most values are sampled row by row.
    private const int MostGroups = 64;

    /// <summary>For jointly sampled columns, a uniform number for every row, [n, 1], that gives the chosen symbol: in the middle of what it has of the cumulative probability.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parts">The generator.</param>
    /// <param name="layout">The use of each of a row's uniform numbers.</param>
    /// <param name="logits">The sampled columns with their logits.</param>
    public static IReadOnlyDictionary<int, string> Uniforms(GraphBuilder graph, GeneratorParts parts, NoiseLayout layout, IReadOnlyList<(int Column, string Logits)> logits)
    {
        var columns = Columns(parts, logits);
        if (columns.Count == 0)
        {
            return new Dictionary<int, string>();
        }

        graph.Scope("groups");
        int[] sizes = [.. columns.Select(column => column.Bias.Length)];
        int count = sizes.Aggregate((product, size) => product * size);

        // The biases are about the logarithms of the frequencies: the smallest groups come first.
        int[][] groups = [.. Enumerable.Range(0, count).Select(group => SymbolsOf(group, sizes)).OrderBy(symbols => symbols.Zip(columns).Sum(of => of.Second.Bias[of.First]))];
        string[] shares = [.. columns.Select(column => graph.Node("Softmax", [("axis", 1L)], column.Logits))];
        string joint = shares
            .Select((share, i) => graph.Node("MatMul", share, graph.Matrix(sizes[i], count, (symbol, group) => groups[group][i] == symbol ? 1 : 0)))
            .Aggregate((product, next) => graph.Node("Mul", product, next));
        string uniform = graph.Node("Squeeze", NoiseNodes.Uniforms(graph, layout.Symbol(columns[0].Column), 1), graph.Int64s([1], 1));
        string chosen = SystematicNodes.Classes(graph, joint, count, uniform);
        return columns.Select((column, i) =>
        {
            string middles = graph.Node("MatMul", shares[i], graph.Matrix(sizes[i], sizes[i], (below, symbol) => below < symbol ? 1 : below == symbol ? 0.5f : 0));
            string symbol = graph.Node("Gather", graph.Int64s([.. groups.Select(symbols => (long)symbols[i])], count), chosen);
            string middle = graph.Node("GatherElements", [("axis", 1L)], middles, graph.Node("Unsqueeze", symbol, graph.Int64s([1], 1)));
            return (column.Column, Uniform: graph.Nodes("Identity", 1, [middle], rename: GraphNames.UniformPrefix + parts.Schema.Columns[column.Column].Name)[0]);
        }).ToDictionary(of => of.Column, of => of.Uniform);
    }

    private static List<(int Column, string Logits, float[] Bias)> Columns(GeneratorParts parts, IReadOnlyList<(int Column, string Logits)> logits)
    {
        var columns = new List<(int Column, string Logits, float[] Bias)>();
        int first = 0;
        foreach (var (column, own) in logits)
        {
            int symbols = parts.Schema.Columns[column].SymbolCount;
            if (symbols > 1 && parts.Schema.Sensitive.Contains(parts.Schema.Columns[column].Name))
            {
                columns.Add((column, own, parts.Logits.Bias[first..(first + symbols)]));
            }

            first += symbols;
        }

        int groups = 1;
        return [.. columns.OrderBy(column => column.Bias.Length).TakeWhile(column => (groups = Math.Min(groups * column.Bias.Length, MostGroups + 1)) <= MostGroups)];
    }

    private static int[] SymbolsOf(int group, int[] sizes)
    {
        var symbols = new int[sizes.Length];
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            (group, symbols[i]) = Math.DivRem(group, sizes[i]);
        }

        return symbols;
    }
}
