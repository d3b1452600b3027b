
using FairGan.Export.Columns;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Rules;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Recognition;

namespace FairGan.MLNet.Preparation.Rules;

/// <summary>The rules between columns that generated rows keep: those given, and those that all real rows keep, but rows drawn at random would not.</summary>
internal sealed class KeptRules
{
    // A rule that columns drawn apart from each other would break in fewer rows than this says little and might be chance.
    private const double LeastBroken = 0.05;
    private const int LeastBrokenRows = 20;
    private const double NearlyKept = 0.99;

    // An order that some rows break is worth a look only where these are few beside those that chance would break, and beside those that
    // are not equal in both columns; and nobody looks at many.
    private const double MostOfChance = 1.0 / 40;
    private const int MostTold = 5;
    private const int MostColumns = 40;
    private const int MostParts = 3;
    private const int GlanceRows = 64;
    private const double Precision = 1e-9;

    // Coded as a sum, a column of repeating values must not come out as values that it never had.
    private const int DifferenceBins = 32;
    private const double MostNewValues = 0.1;
    private const int RoundedDigits = 9;

    private readonly Dictionary<string, PreparedColumn> _columns;
    private readonly List<ColumnRule> _rules = [];
    private readonly List<RulePreparation> _reports = [];

    private KeptRules(IReadOnlyList<PreparedColumn> columns) => _columns = columns.ToDictionary(column => column.Description.Name);

    /// <summary>The rules.</summary>
    public IReadOnlyList<ColumnRule> Rules => _rules;

    /// <summary>What the report says of them, and of rules that most rows keep.</summary>
    public IReadOnlyList<RulePreparation> Reports => _reports;

    /// <summary>For the higher column of every order, how far each row's value lies above the lower one.</summary>
    public Dictionary<string, double[]> Above { get; } = [];

    /// <summary>Where dates that are ordered count from, all the same.</summary>
    public Dictionary<string, double> Origins { get; } = [];

    /// <summary>Finds the rules.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="roles">The label and the sensitive columns, which no rule makes.</param>
    /// <param name="options">The rules given, and whether others are looked for.</param>
    /// <exception cref="FormatException">A given rule cannot be kept.</exception>
    public static KeptRules Find(IReadOnlyList<PreparedColumn> columns, IReadOnlyList<string> roles, PreparationOptions options)
    {
        var rules = new KeptRules(columns);
        foreach (ColumnRule rule in options.Description.Rules.Where(rule => rule is not DependencyRule))
        {
            rules.Give(rule);
        }

        if (options.FindRules)
        {
            PreparedColumn[] numbers = [.. columns.Where(column => column.Values is not null && !roles.Contains(column.Description.Name) && Varies(column.Values)).Take(MostColumns)];
            rules.FindSums([.. numbers.Where(column => column.Description.Kind != ColumnKind.Date)]);
            rules.FindOrders(numbers);
        }

        rules.Measure();
        return rules;
    }

    private double[] Values(string column) => _columns.TryGetValue(column, out PreparedColumn? known) && known.Values is { } values
        ? values
        : throw new FormatException($"A rule names the column '{column}', which {(known is null ? "the table lacks" : "holds no numbers or dates")}.");

    private void Give(ColumnRule rule)
    {
        if (rule.Sources.Any(source => Leads(rule.Target, source)))
        {
            throw new FormatException($"The rule {rule} cannot be kept: with the others it goes round in a circle. Leave one of them out.");
        }

        double[] target = Values(rule.Target);
        double[] reached = rule is SumRule sum ? Total(sum.Parts) : Values(((OrderRule)rule).Low);
        if (rule is SumRule && target.Zip(reached).Any(pair => double.IsNaN(pair.Second) && !double.IsNaN(pair.First)))
        {
            throw new FormatException($"The rule {rule} cannot be kept: in some rows a part is missing, but the total is there. Leave the total empty there, or the rule out.");
        }

        long broken = target.Zip(reached).LongCount(pair => rule is OrderRule ? pair.First < pair.Second : !Same(pair.First, pair.Second));
        Keep(rule, broken);
    }

    private void Keep(ColumnRule rule, long broken)
    {
        _rules.Add(rule);
        _reports.Add(new RulePreparation(rule.ToString()!, broken, IsKept: true));
    }

    private void FindSums(PreparedColumn[] numbers)
    {
        string[] names = [.. numbers.Select(column => column.Description.Name)];
        foreach (string total in names.Where(name => !IsTarget(name)))
        {
            // A total is made of columns that are drawn, so that no two are made of each other.
            string[] others = [.. names.Where(name => name != total && !IsTarget(name) && !_rules.Any(rule => rule is SumRule sum && sum.Parts.Contains(total)))];
            string[]? parts = Enumerable.Range(1, MostParts).SelectMany(size => Combinations(others, size)).FirstOrDefault(parts => IsSum(total, parts));
            if (parts is not null)
            {
                Keep(new SumRule(total, parts), 0);
            }
        }
    }

    // Most combinations are ruled out by the first few rows.
    private bool IsSum(string total, string[] parts)
    {
        double[] sums = Values(total);
        double[][] values = [.. parts.Select(Values)];
        for (int row = 0; row < sums.Length; row++)
        {
            double sum = 0;
            foreach (double[] part in values)
            {
                sum += part[row];
            }

            if (!Same(sums[row], sum))
            {
                return false;
            }
        }

        return sums.Length >= GlanceRows;
    }

    private void FindOrders(PreparedColumn[] numbers)
    {
        var candidates = new List<(OrderRule Rule, double Gap, long Broken, bool IsTold)>();
        foreach (PreparedColumn low in numbers)
        {
            foreach (PreparedColumn high in numbers.Where(high => high != low && high.Description.Kind == low.Description.Kind && UnitOf(high) == UnitOf(low)))
            {
                var rule = new OrderRule(low.Description.Name, high.Description.Name);
                if (_rules.Contains(rule))
                {
                    continue;
                }

                double[] a = low.Values!, b = high.Values!;
                long both = 0, broken = 0, above = 0;
                double gap = 0;
                for (int row = 0; row < a.Length; row++)
                {
                    double difference = b[row] - a[row];
                    both += double.IsNaN(difference) ? 0 : 1;
                    broken += difference < 0 ? 1 : 0;
                    above += difference > 0 ? 1 : 0;
                    gap += double.IsNaN(difference) ? 0 : difference;
                }

                if (both < GlanceRows || broken > (1 - NearlyKept) * (broken + above))
                {
                    continue;
                }

                double byChance = both * BrokenByChance(a, b);
                if (byChance >= Math.Max(LeastBroken * both, LeastBrokenRows) && broken <= MostOfChance * byChance)
                {
                    candidates.Add((rule, gap / both, broken, broken > 0 || MakesNewValues(a, b)));
                }
            }
        }

        // Of a chain a ≤ b ≤ c each column hangs on its nearest; the others follow.
        candidates = [.. candidates.OrderBy(candidate => candidate.Gap)];
        foreach (OrderRule rule in candidates.Where(candidate => !candidate.IsTold).Select(candidate => candidate.Rule))
        {
            if (!IsTarget(rule.High) && !Leads(rule.High, rule.Low))
            {
                Keep(rule, 0);
            }
        }

        var nearest = candidates.DistinctBy(candidate => candidate.Rule.High);
        foreach (var (rule, _, broken, _) in nearest.Where(candidate => candidate.IsTold).OrderBy(candidate => candidate.Broken).Take(MostTold))
        {
            _reports.Add(new RulePreparation(rule.ToString(), broken, IsKept: false));
        }
    }

    // The share of pairs of rows whose values would be the wrong way round, were the columns independent.
    private static double BrokenByChance(double[] a, double[] b)
    {
        double[] lows = [.. a.Where(value => !double.IsNaN(value)).Order()], highs = [.. b.Where(value => !double.IsNaN(value)).Order()];
        double wrong = 0;
        int below = 0;
        foreach (double low in lows)
        {
            while (below < highs.Length && highs[below] < low)
            {
                below++;
            }

            wrong += below;
        }

        return wrong / ((double)lows.Length * highs.Length);
    }

    // Whether the higher values would be others than the column's, were the differences drawn as a codec draws them: alike inside a bin,
    // whatever the lower value. An interest rate of 312 values above one of ten is so: the order holds, but their difference is no quantity.
    private static bool MakesNewValues(double[] a, double[] b)
    {
        int[] rows = [.. Enumerable.Range(0, a.Length).Where(row => !double.IsNaN(b[row] - a[row])).OrderBy(row => b[row] - a[row])];
        var counts = b.CountBy(Rounded).ToDictionary();
        int size = Math.Max(1, rows.Length / DifferenceBins), made = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            int first = Math.Min(k / size * size, rows.Length - size), other = rows[first + ((k - first + (size / 2)) % size)];
            double high = a[rows[k]] + (b[other] - a[other]);
            made += counts.ContainsKey(Rounded(high)) ? 0 : 1;
        }

        // Among further real rows as many are to be expected to be new as stand once here (Good 1953).
        int once = rows.Count(row => counts[Rounded(b[row])] == 1);
        return made - once > MostNewValues * rows.Length;

        static double Rounded(double value) => Math.Round(value, RoundedDigits);
    }

    // How far each row's higher value lies above the lower one.
    private void Measure()
    {
        for (int i = 0; i < _rules.Count; i++)
        {
            if (_rules[i] is not OrderRule order)
            {
                continue;
            }

            double[] high = Values(order.High), tops = [.. high.Where(value => !double.IsNaN(value))], feet = Feet(order.Low);
            bool dates = _columns[order.High].Description.Kind == ColumnKind.Date;
            double origin = dates ? Origin(order) : 0;
            if (dates)
            {
                Origins[order.Low] = Origins[order.High] = origin;
            }

            Above[order.High] = [.. high.Zip(feet, (top, foot) => double.IsNaN(top) ? top : Math.Max(0, top - foot))];
            _rules[i] = order with
            {
                Typical = Typical(order.Low) - origin,
                Least = tops.Length == 0 ? null : tops.Min() - origin,
                Greatest = tops.Length == 0 ? null : Math.Max(tops.Max(), feet.Max()) - origin,
            };
        }
    }

    // The values of a column. A missing one has the next one below it in its place, and the median where there is none below.
    private double[] Feet(string column)
    {
        double[] values = Values(column), below = _rules.OfType<OrderRule>().FirstOrDefault(rule => rule.High == column) is { } lower
            ? Feet(lower.Low)
            : [.. Enumerable.Repeat(Typical(column), values.Length)];
        return [.. values.Zip(below, (value, foot) => double.IsNaN(value) ? foot : value)];
    }

    private double Typical(string column)
    {
        double[] present = [.. Values(column).Where(value => !double.IsNaN(value)).Order()];
        return present.Length == 0 ? 0 : present[present.Length / 2];
    }

    // Dates that hang together count from the same day: that of the lowest column.
    private double Origin(OrderRule rule)
    {
        string low = rule.Low;
        while (_rules.OfType<OrderRule>().FirstOrDefault(other => other.High == low) is { } below)
        {
            low = below.Low;
        }

        return _columns[low].Origin();
    }

    private bool IsTarget(string column) => _rules.Any(rule => rule.Target == column);

    // Whether a column is made, over any number of rules, of another.
    private bool Leads(string from, string to) => from == to || _rules.Any(rule => rule.Target == to && rule.Sources.Any(source => Leads(from, source)));

    private double[] Total(IReadOnlyList<string> parts) => parts.Select(Values).Aggregate((sum, part) => [.. sum.Zip(part, (a, b) => a + b)]);

    private static bool Same(double a, double b) => (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) <= Precision * Math.Max(1, Math.Abs(a));

    private static bool Varies(double[] values)
    {
        double first = values.FirstOrDefault(value => !double.IsNaN(value));
        return values.Count(value => !double.IsNaN(value) && value != first) >= LeastBrokenRows;
    }

    private static DateUnit? UnitOf(PreparedColumn column) => column.Description.Kind == ColumnKind.Date ? DateCodec.UnitOf(column.Description.Format!) : null;

    private static IEnumerable<string[]> Combinations(string[] names, int size, int from = 0)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }

        for (int i = from; i <= names.Length - size; i++)
        {
            foreach (string[] rest in Combinations(names, size - 1, i + 1))
            {
                yield return [names[i], .. rest];
            }
        }
    }
}
