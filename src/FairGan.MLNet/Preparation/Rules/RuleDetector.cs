using FairGan.Export.Rules;
using FairGan.MLNet.Protection;

namespace FairGan.MLNet.Preparation.Rules;

/// <summary>Orders and sums that generated rows satisfy: those given, and those that all real rows satisfy and independent columns would not.</summary>
internal sealed class RuleDetector
{
    private const int MostColumns = 40;

    // A column with fewer rows off its first value satisfies rules by chance.
    private const int LeastRowsOffFirst = 20;
    private const double Precision = 1e-9;

    private readonly RuleSet _rules;

    private readonly RowProtection? _protection;

    private RuleDetector(IReadOnlyList<PreparedColumn> columns, RowProtection? protection)
    {
        _rules = new RuleSet(columns);
        _protection = protection;
    }

    /// <summary>The enforced rules.</summary>
    public IReadOnlyList<ColumnRule> Rules => _rules.Rules;

    /// <summary>Report entries about them, and about rules that nearly all rows satisfy but that are not enforced.</summary>
    public IReadOnlyList<RulePreparation> Reports => _rules.Reports;

    /// <summary>For the higher column of every order, the difference of each row's value from the lower one.</summary>
    public Dictionary<string, double[]> Differences { get; } = [];

    /// <summary>For dates in an order, the units since 1970 that all of a chain count from.</summary>
    public Dictionary<string, double> Origins { get; } = [];

    /// <summary>Detects the rules.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="roles">The label and the sensitive columns, which no rule computes.</param>
    /// <param name="options">The rules given, and whether others are detected.</param>
    /// <param name="protection">The people behind the rows; null if protection is off.</param>
    /// <exception cref="FormatException">A given rule cannot be enforced.</exception>
    public static RuleDetector Detect(IReadOnlyList<PreparedColumn> columns, IReadOnlyList<string> roles, PreparationOptions options, RowProtection? protection = null)
    {
        var detector = new RuleDetector(columns, protection);
        foreach (ColumnRule rule in options.Description.Rules.Where(rule => rule is not DependencyRule))
        {
            detector.Give(rule);
        }

        if (options.FindRules)
        {
            PreparedColumn[] numbers = [.. columns.Where(column => column.Distinct is not null && !roles.Contains(column.Description.Name) && Varies(column)).Take(MostColumns)];
            foreach (var alike in numbers.Where(column => !column.Quantity!.HasNoZero).GroupBy(column => column.Quantity!.Measure))
            {
                new SumDetector(detector._rules).Detect([.. alike]);
            }

            new OrderDetector(detector._rules).Detect(numbers);
        }

        detector.Measure();
        return detector;
    }

    /// <summary>Whether two numbers are equal to within rounding, or both missing.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">Another number.</param>
    public static bool AreSame(double a, double b) => (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) <= Precision * Math.Max(1, Math.Abs(a));

    private void Give(ColumnRule rule)
    {
        if (rule.Sources.Any(source => _rules.LeadsTo(rule.Target, source)))
        {
            throw new FormatException($"The rule {rule} cannot be enforced: together with the other rules it forms a cycle. Leave one of them out.");
        }

        double[] target = Values(rule.Target);
        double[] reached = rule is SumRule sum ? Total(sum.Parts) : Values(((OrderRule)rule).Low);
        if (rule is SumRule && Array.FindIndex([.. target.Zip(reached)], pair => double.IsNaN(pair.Second) && !double.IsNaN(pair.First)) is var row and >= 0)
        {
            throw new FormatException($"The rule {rule} cannot be enforced: in row {row + 1} a part is missing, but the total '{rule.Target}' is there. Leave the total empty in such rows, or leave the rule out.");
        }

        _rules.Enforce(rule, target.Zip(reached).LongCount(pair => rule is OrderRule ? pair.First < pair.Second : !AreSame(pair.First, pair.Second)));
    }

    private double[] Values(string column) => _rules.Column(column).Values!;

    // The differences that encode the higher columns of orders, and the bounds that replace missing values.
    private void Measure()
    {
        // Numbers without a zero of their own count from the lowest value of their chain's lowest column.
        var chain = new RuleChain([.. Rules]);
        for (int i = 0; i < Rules.Count; i++)
        {
            if (Rules[i] is not OrderRule { IsRaised: false } order)
            {
                continue;
            }

            PreparedColumn high = _rules.Column(order.High);
            double[] lower = LowerBounds(chain, order);
            var (least, greatest) = Ends(high, lower);
            bool hasNoZero = high.Quantity!.HasNoZero;
            double origin = hasNoZero ? Origin(_rules.Column(chain.Lowest(order.Low))) : 0;
            if (hasNoZero)
            {
                Origins[order.Low] = Origins[order.High] = origin;
            }

            Differences[order.High] = [.. high.Values!.Zip(lower, (value, bound) => double.IsNaN(value) ? value : Math.Max(0, value - bound))];
            _rules.Complete(i, order with
            {
                Typical = Typical(_rules.Column(order.Low)) - origin,
                Least = least - origin,
                Greatest = greatest - origin,
            });
        }
    }

    // The value that the higher column of an order is measured from, row by row; the median where all columns down the chain are
    // missing.
    private double[] LowerBounds(RuleChain chain, OrderRule order) => chain.LowerBound(
        order,
        Values,
        column => _rules.Column(column).Distinct!.HasMissing,
        (values, below) => [.. values.Zip(below, (value, bound) => double.IsNaN(value) ? bound : value)],
        lowest => [.. Enumerable.Repeat(Typical(_rules.Column(lowest.Low)), _rules.Column(lowest.Low).RowCount)]);

    // The bounds to which a column's values are clipped if they are generated as a difference from a lower column.
    private (double? Least, double? Greatest) Ends(PreparedColumn high, double[] lower)
    {
        DistinctValues values = high.Distinct!;
        if (values.Values.Length == 0)
        {
            return default;
        }

        if (_protection is null)
        {
            return (values.Values[0], Math.Max(values.Values[^1], lower.Max()));
        }

        var (least, greatest) = _protection.Range(values);
        double above = Math.Max(greatest, _protection.Range(DistinctValues.Of(lower)).High);
        return IsWhole(high) ? (Math.Ceiling(least), Math.Floor(above)) : (least, above);
    }

    private double Origin(PreparedColumn column) => _protection?.Origin(column) ?? column.Origin();

    private double Typical(PreparedColumn column) => _protection?.Typical(column.Distinct!, IsWhole(column)) ?? column.Distinct!.UpperMedian();

    private static bool IsWhole(PreparedColumn column) => Array.TrueForAll(column.Distinct!.Values, value => value == Math.Floor(value));

    private double[] Total(IReadOnlyList<string> parts) => parts.Select(Values).Aggregate((sum, part) => [.. sum.Zip(part, (a, b) => a + b)]);

    private static bool Varies(PreparedColumn column)
    {
        DistinctValues distinct = column.Distinct!;
        int first = Array.Find(distinct.Ranks, rank => rank >= 0);
        return distinct.Values.Length > 1 && distinct.PresentRows - distinct.Counts[first] >= LeastRowsOffFirst;
    }
}
