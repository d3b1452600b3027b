using FairGan.Export.Rules;

namespace FairGan.MLNet.Preparation.Rules;

/// <summary>Detects columns that are the sum of one to three others in every row.</summary>
internal sealed class SumDetector(RuleSet rules)
{
    private const int MostParts = 3;
    private const int LeastRows = 64;

    /// <summary>Detects sums and enforces them.</summary>
    /// <param name="numbers">The columns of numbers.</param>
    public void Detect(IReadOnlyList<PreparedColumn> numbers)
    {
        foreach (PreparedColumn total in numbers)
        {
            string name = total.Description.Name;
            if (total.RowCount < LeastRows || rules.IsTarget(name) || rules.IsPart(name))
            {
                continue;
            }

            // Parts are generated columns, so that no two columns are computed from each other.
            PreparedColumn[] others = [.. numbers.Where(other => other != total && !rules.IsTarget(other.Description.Name))];
            PreparedColumn[]? parts = Enumerable.Range(1, MostParts).SelectMany(size => Combinations(others, size)).FirstOrDefault(parts => IsSum(total.Values!, parts));
            if (parts is not null)
            {
                rules.Enforce(new SumRule(name, [.. parts.Select(part => part.Description.Name)]), 0);
            }
        }
    }

    // The first rows rule out most combinations.
    private static bool IsSum(double[] total, PreparedColumn[] parts)
    {
        for (int row = 0; row < total.Length; row++)
        {
            double sum = 0;
            foreach (PreparedColumn part in parts)
            {
                sum += part.Values![row];
            }

            if (!RuleDetector.AreSame(total[row], sum))
            {
                return false;
            }
        }

        return true;
    }

    // The array is reused: a caller that stores it must not continue the enumeration.
    private static IEnumerable<PreparedColumn[]> Combinations(PreparedColumn[] columns, int size)
    {
        if (columns.Length < size)
        {
            yield break;
        }

        int[] at = [.. Enumerable.Range(0, size)];
        var chosen = new PreparedColumn[size];
        while (true)
        {
            for (int i = 0; i < size; i++)
            {
                chosen[i] = columns[at[i]];
            }

            yield return chosen;
            int last = size - 1;
            while (last >= 0 && at[last] == columns.Length - size + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            at[last]++;
            for (int i = last + 1; i < size; i++)
            {
                at[i] = at[i - 1] + 1;
            }
        }
    }
}
