namespace FairGan.Export.Rules;

/// <summary>
/// How rules between columns hang together. An order measures its higher column from the lower one; where the lower one is missing, the
/// next column down the chain stands in for it, and below the last of them a typical value. This is the one place that says so.
/// </summary>
/// <param name="rules">The rules of a table.</param>
internal sealed class RuleChain(IReadOnlyList<ColumnRule> rules)
{
    /// <summary>The rules in dependency order: each after the rules whose targets it uses.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public IReadOnlyList<ColumnRule> InOrder()
    {
        var waiting = rules.ToList();
        var ordered = new List<ColumnRule>();
        while (waiting.Count > 0)
        {
            var rule = waiting.FirstOrDefault(rule => !rule.Sources.Any(source => waiting.Any(other => other.Target == source)))
                ?? throw new FormatException($"The rules go round in a circle: {string.Join(", ", waiting)}.");
            waiting.Remove(rule);
            ordered.Add(rule);
        }

        return ordered;
    }

    /// <summary>The order that measures a column from a lower one; null where there is none.</summary>
    public OrderRule? Below(string column) => rules.OfType<OrderRule>().FirstOrDefault(rule => rule.High == column && !rule.IsRaised);

    /// <summary>The lowest column of a chain of orders.</summary>
    /// <param name="column">A column of it; itself where no order measures it from another.</param>
    public string Lowest(string column) => Below(column) is { } order ? Lowest(order.Low) : column;

    /// <summary>The orders in which a column is the lower one.</summary>
    public IEnumerable<OrderRule> Above(string column) => rules.OfType<OrderRule>().Where(rule => rule.Low == column);

    /// <summary>What the higher column of an order is measured from.</summary>
    /// <typeparam name="T">A cell, or all cells of a column, or the name of a value in a graph.</typeparam>
    /// <param name="order">The order.</param>
    /// <param name="value">The value of a column.</param>
    /// <param name="mayBeMissing">Whether a column's value may have to be replaced.</param>
    /// <param name="orElse">The first value, or the second one where the first is missing.</param>
    /// <param name="typical">What stands in where the lower column of an order is missing and is itself above no other.</param>
    public T LowerBound<T>(OrderRule order, Func<string, T> value, Func<string, bool> mayBeMissing, Func<T, T, T> orElse, Func<OrderRule, T> typical)
    {
        T low = value(order.Low);
        return !mayBeMissing(order.Low) ? low
            : orElse(low, Below(order.Low) is { } below ? LowerBound(below, value, mayBeMissing, orElse, typical) : typical(order));
    }

    /// <summary>What a row's cell in the higher column of an order is measured from.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cell">The row's cell in a column; NaN where it is missing.</param>
    /// <param name="none">What is returned where all columns down the chain are missing.</param>
    public double LowerBound(OrderRule order, Func<string, double> cell, double none) =>
        LowerBound(order, cell, column => double.IsNaN(cell(column)), (_, below) => below, _ => none);

    /// <summary>The greatest number allowed in a row's cell by the cells above it in the chain; infinity where there is no bound.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cell">The row's cell in a column; NaN where it is missing.</param>
    public double UpperBound(string column, Func<string, double> cell) =>
        Above(column).Select(rule => double.IsNaN(cell(rule.High)) ? UpperBound(rule.High, cell) : cell(rule.High)).Append(double.PositiveInfinity).Min();
}
