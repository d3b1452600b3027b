using FairGan.Export.Rules;

namespace FairGan.MLNet.Preparation.Rules;

/// <summary>Detects pairs of columns a ≤ b.</summary>
internal sealed class OrderDetector(RuleSet rules)
{
    // An order that independent columns would break in fewer rows than this may be chance.
    private const double LeastBroken = 0.05;
    private const int LeastBrokenRows = 20;
    private const int LeastRows = 64;

    // An order that some rows break is reported only if these are few compared with the rows that differ, and with those that chance
    // would break.
    private const double MostBroken = 1 - 0.99;
    private const double MostOfChance = 1.0 / 40;
    private const int MostReported = 5;

    // A column of repeating values, coded as a difference, must not be generated with values that never occurred.
    private const int DifferenceBins = 32;
    private const double MostNewValues = 0.1;
    private const int RoundedDigits = 9;

    /// <summary>
    /// Detects orders. Those that every row satisfies are enforced; so are those that a few rows break, or whose difference is not
    /// meaningful, if the higher column may take the lower one's values; the others are reported.
    /// </summary>
    /// <param name="numbers">The columns of numbers and dates.</param>
    public void Detect(IReadOnlyList<PreparedColumn> numbers)
    {
        var candidates = new List<Candidate>();
        foreach (PreparedColumn low in numbers)
        {
            foreach (PreparedColumn high in numbers.Where(high => high != low && high.Description.Kind == low.Description.Kind && high.Quantity!.Measure == low.Quantity!.Measure))
            {
                var rule = new OrderRule(low.Description.Name, high.Description.Name);
                if (!rules.Rules.Contains(rule) && Compare(rule, low, high) is { } candidate)
                {
                    candidates.Add(candidate);
                }
            }
        }

        // In a chain a ≤ b ≤ c each column is measured from its nearest; the other orders follow.
        candidates = [.. candidates.OrderBy(candidate => candidate.Gap)];
        candidates = candidates.ConvertAll(candidate => candidate with { CanBeMeasured = candidate.CanBeMeasured && !MakesNewValuesFromBelow(candidate, candidates) });
        var enforced = new HashSet<Candidate>();
        foreach (Candidate candidate in candidates.Where(candidate => candidate.CanBeMeasured).Concat(candidates.Where(candidate => candidate.CanBeRaised)))
        {
            if (!rules.IsTarget(candidate.Rule.High) && !rules.LeadsTo(candidate.Rule.High, candidate.Rule.Low))
            {
                rules.Enforce(candidate.Rule with { IsRaised = !candidate.CanBeMeasured }, candidate.Broken);
                enforced.Add(candidate);
            }
        }

        var nearest = candidates.DistinctBy(candidate => candidate.Rule.High);
        foreach (Candidate reported in nearest.Where(candidate => !candidate.CanBeMeasured && !enforced.Contains(candidate)).OrderBy(candidate => candidate.Broken).Take(MostReported))
        {
            rules.Report(reported.Rule, reported.Broken);
        }
    }

    private static Candidate? Compare(OrderRule rule, PreparedColumn low, PreparedColumn high)
    {
        double[] a = low.Values!, b = high.Values!;
        double mostBroken = MostBroken * a.Length;
        long both = 0, broken = 0, above = 0;
        double gap = 0;
        for (int row = 0; row < a.Length; row++)
        {
            double difference = b[row] - a[row];
            if (difference < 0 && ++broken > mostBroken)
            {
                return null;
            }

            both += double.IsNaN(difference) ? 0 : 1;
            above += difference > 0 ? 1 : 0;
            gap += double.IsNaN(difference) ? 0 : difference;
        }

        if (both < LeastRows || broken > MostBroken * (broken + above))
        {
            return null;
        }

        double byChance = both * BrokenByChance(low.Distinct!, high.Distinct!);
        return byChance >= Math.Max(LeastBroken * both, LeastBrokenRows) && broken <= MostOfChance * byChance
            ? new Candidate(rule, low, high, gap / both, broken, CanBeMeasured: broken == 0 && !MakesNewValues(a, b, high, _ => true), CanBeRaised: AreAmong(low, high))
            : null;
    }

    // The share of pairs of rows whose values would be the wrong way round, were the columns independent.
    private static double BrokenByChance(DistinctValues lows, DistinctValues highs)
    {
        double wrong = 0;
        long below = 0;
        int next = 0;
        for (int i = 0; i < lows.Values.Length; i++)
        {
            while (next < highs.Values.Length && highs.Values[next] < lows.Values[i])
            {
                below += highs.Counts[next++];
            }

            wrong += (double)lows.Counts[i] * below;
        }

        return wrong / ((double)lows.PresentRows * highs.PresentRows);
    }

    // Whether the values of the lower column occur in the higher one, except for as many as would be new among further real rows. Numbers that
    // hardly ever repeat say nothing of that, and of many columns some are nearly in order by chance.
    private static bool AreAmong(PreparedColumn low, PreparedColumn high)
    {
        DistinctValues lows = low.Distinct!, highs = high.Distinct!;
        long among = 0, once = 0;
        for (int i = 0; i < lows.Values.Length; i++)
        {
            bool isAmong = Array.BinarySearch(highs.Values, lows.Values[i]) >= 0;
            among += isAmong ? lows.Counts[i] : 0;
            once += !isAmong && lows.Counts[i] == 1 ? 1 : 0;
        }

        return lows.PresentRows - among - once <= MostNewValues * lows.PresentRows && (low.Description.Kind is ColumnKind.Date || 2 * among >= lows.PresentRows);
    }

    // Whether generating b − a as a codec does, uniformly inside a bin and independently of a, would give b values that never occur.
    // The difference is then not a meaningful quantity, as between an interest rate and a number of years.
    private static bool MakesNewValues(double[] a, double[] b, PreparedColumn column, Func<int, bool> isCounted)
    {
        DistinctValues highs = column.Distinct!;
        Func<double, double> lattice = column.Quantity!.LatticeOf(new NumberCounts(highs.Values, highs.Counts, highs.HasMissing));
        var differences = new double[a.Length];
        for (int row = 0; row < a.Length; row++)
        {
            differences[row] = b[row] - a[row];
        }

        int[] rows = DistinctValues.Of(differences).RowsAscending();
        var counts = new Dictionary<double, long>();
        for (int i = 0; i < highs.Values.Length; i++)
        {
            double rounded = Rounded(highs.Values[i]);
            counts[rounded] = counts.GetValueOrDefault(rounded) + highs.Counts[i];
        }

        int size = Math.Max(1, rows.Length / DifferenceBins), made = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            int first = Math.Min(k / size * size, rows.Length - size), other = rows[first + ((k - first + (size / 2)) % size)];
            double high = lattice(a[rows[k]] + (b[other] - a[other]));
            made += isCounted(rows[k]) && !counts.ContainsKey(Rounded(high)) ? 1 : 0;
        }

        // Of further real rows as many are expected to be new as occur once here (Good 1953).
        int once = rows.Count(row => isCounted(row) && counts[Rounded(b[row])] == 1);
        return made - once > MostNewValues * rows.Count(isCounted);

        static double Rounded(double value) => Math.Round(value, RoundedDigits);
    }

    // The same with what stands in for missing cells of the lower column: the next one down the chain, and the median below the last.
    private static bool MakesNewValuesFromBelow(Candidate candidate, IReadOnlyList<Candidate> candidates)
    {
        double[] low = [.. candidate.Low.Values!], high = candidate.High.Values!;
        bool[] isReplaced = [.. low.Zip(high, (value, other) => double.IsNaN(value) && !double.IsNaN(other))];
        if (isReplaced.Count(replaced => replaced) <= LeastBroken * low.Length)
        {
            return false;
        }

        double[] present = [.. low.Where(value => !double.IsNaN(value)).Order()];
        var seen = new HashSet<PreparedColumn> { candidate.Low, candidate.High };
        for (PreparedColumn? below = Below(candidate.Low); below is not null; below = Below(below))
        {
            seen.Add(below);
            low = [.. low.Zip(below.Values!, (value, next) => double.IsNaN(value) ? next : value)];
        }

        return MakesNewValues(Array.ConvertAll(low, value => double.IsNaN(value) ? present[present.Length / 2] : value), high, candidate.High, row => isReplaced[row]);

        PreparedColumn? Below(PreparedColumn column) => candidates.FirstOrDefault(other => other.High == column && other.CanBeMeasured && !seen.Contains(other.Low))?.Low;
    }

    private sealed record Candidate(OrderRule Rule, PreparedColumn Low, PreparedColumn High, double Gap, long Broken, bool CanBeMeasured, bool CanBeRaised);
}
