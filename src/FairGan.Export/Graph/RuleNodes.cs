using FairGan.Export.Format.Rounding;
using FairGan.Export.Rules;

namespace FairGan.Export.Graph;

/// <summary>The nodes that make the target of a rule out of other columns, so that every generated row satisfies it.</summary>
/// <param name="graph">The graph.</param>
/// <param name="schema">The columns and their rules.</param>
/// <param name="values">Names of the columns' values; those of targets are replaced.</param>
internal sealed class RuleNodes(GraphBuilder graph, TableSchema schema, string[] values)
{
    private readonly RuleChain _chain = new(schema.Rules);

    /// <summary>The decimals that a sum's total is rounded to.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="rule">The rule.</param>
    public static NumberGrid GridOf(TableSchema schema, ColumnRule rule)
    {
        int[] decimals = [.. rule.Sources.Select(source => schema[source].SumDecimals)];
        return new NumberGrid(decimals.Min() < 0 ? -1 : decimals.Max(), 1);
    }

    /// <summary>Adds the nodes.</summary>
    public void Add()
    {
        foreach (var rule in _chain.InOrder())
        {
            int target = schema.IndexOf(rule.Target);
            graph.Scope($"column_{target}");
            values[target] = rule is OrderRule order ? Order(order, target) : Sum(rule);
        }
    }

    private string Order(OrderRule rule, int target)
    {
        if (rule.IsRaised)
        {
            string lower = values[schema.IndexOf(rule.Low)];
            return graph.Node("Where", graph.Node("Less", values[target], lower), lower, values[target]);
        }

        int own = schema.Columns[target].SumDecimals, decimals = own < 0 ? own : Math.Max(own, schema[rule.Low].SumDecimals);
        string low = LowerBound(rule), value = new NumberGrid(decimals, 1).EmitRound(graph, graph.Node("Add", low, values[target]));
        value = rule.Greatest is { } greatest ? Bound("Greater", greatest) : value;
        value = rule.Least is { } least ? Bound("Less", least) : value;
        return schema.Columns[target].EmitOnLattice(graph, value, low, (rule.Least ?? 0, rule.Greatest ?? 0));

        // Not Clip, whose outcome for NaN is not laid down.
        string Bound(string beyond, double bound)
        {
            string edge = graph.Doubles([bound], 1);
            return graph.Node("Where", graph.Node(beyond, value, edge), edge, value);
        }
    }

    private string LowerBound(OrderRule rule) => _chain.LowerBound(
        rule,
        column => values[schema.IndexOf(column)],
        column => schema[column].HasMissing,
        (low, below) => graph.Node("Where", graph.Node("IsNaN", low), below, low),
        lowest => graph.Doubles([lowest.Typical], 1));

    private string Sum(ColumnRule rule)
    {
        string sum = rule.Sources.Select(source => values[schema.IndexOf(source)]).Aggregate((total, part) => graph.Node("Add", total, part));
        return GridOf(schema, rule).EmitRound(graph, sum);
    }
}
