namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Finds the shift of each group's log-odds at which a threshold of zero gives the groups similar error rates, while the total number
/// of rows above zero stays the same (Hardt, Price and Srebro 2016, with one threshold per group and no randomisation).
/// </summary>
internal sealed class GroupThresholds
{
    private const int LeastRows = 25;
    private const int Rounds = 12;
    private const double Widest = 4;

    private readonly Group[] _groups;
    private readonly bool _falsePositives;
    private readonly double _above;

    /// <param name="scores">Log-odds of rows.</param>
    /// <param name="labels">Whether their label is positive.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="falsePositives">Whether false positive rates are equalised as well as true positive rates.</param>
    public GroupThresholds(float[] scores, bool[] labels, int[] groups, int count, bool falsePositives)
    {
        _falsePositives = falsePositives;
        _groups = [.. Enumerable.Range(0, count).Select(group => new Group(Sorted(group, true), Sorted(group, false)))];
        _above = Above(new double[count], 0);

        float[] Sorted(int group, bool label)
        {
            float[] own = [.. Enumerable.Range(0, scores.Length).Where(row => groups[row] == group && labels[row] == label).Select(row => scores[row])];
            Array.Sort(own);
            return own;
        }
    }

    /// <summary>The shift of every group; 0 for a group with too few rows of a label to estimate its rates, apart from the common shift.</summary>
    public double[] Shifts()
    {
        var shifts = new double[_groups.Length];
        for (double step = 1; step > 0.01; step *= 0.6)
        {
            for (int round = 0; round < Rounds && Improve(shifts, step); round++)
            {
            }
        }

        double offset = Offset(shifts);
        return Array.ConvertAll(shifts, shift => shift + offset);
    }

    private bool Improve(double[] shifts, double step)
    {
        bool improved = false;
        double best = Spread(shifts);
        for (int group = 0; group < shifts.Length; group++)
        {
            if (!HasEnoughRows(group))
            {
                continue;
            }

            foreach (double move in (double[])[step, -step])
            {
                double before = shifts[group];
                shifts[group] = Math.Clamp(before + move, -Widest, Widest);
                double spread = Spread(shifts);
                if (spread < best)
                {
                    (best, improved) = (spread, true);
                    break;
                }

                shifts[group] = before;
            }
        }

        return improved;
    }

    /// <summary>How far apart the groups' rates are at given shifts: fourth powers of their deviations, a smooth approximation of the largest one.</summary>
    public double Spread(double[] shifts)
    {
        double offset = Offset(shifts);
        int[] told = [.. Enumerable.Range(0, _groups.Length).Where(HasEnoughRows)];
        double spread = Deviation([.. told.Select(g => Rate(_groups[g].Positives, shifts[g] + offset))]);
        return _falsePositives ? spread + Deviation([.. told.Select(g => Rate(_groups[g].Negatives, shifts[g] + offset))]) : spread;

        static double Deviation(double[] rates)
        {
            double middle = (rates.DefaultIfEmpty().Max() + rates.DefaultIfEmpty().Min()) / 2;
            return rates.Sum(rate => Math.Pow(rate - middle, 4));
        }
    }

    // The shift common to all groups that keeps the number of rows above zero.
    private double Offset(double[] shifts)
    {
        double low = -2 * Widest, high = 2 * Widest;
        for (int i = 0; i < 24; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Above(shifts, middle) < _above ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private double Above(double[] shifts, double offset) =>
        _groups.Select((group, g) => (Rate(group.Positives, shifts[g] + offset) * group.Positives.Length) + (Rate(group.Negatives, shifts[g] + offset) * group.Negatives.Length)).Sum();

    private bool HasEnoughRows(int group) => _groups[group].Positives.Length >= LeastRows && _groups[group].Negatives.Length >= LeastRows;

    // Share of ascending scores that are above zero after a shift.
    private static double Rate(float[] scores, double shift)
    {
        int low = 0, high = scores.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = scores[middle] + shift > 0 ? (low, middle) : (middle + 1, high);
        }

        return scores.Length == 0 ? 0 : 1 - ((double)low / scores.Length);
    }

    private readonly record struct Group(float[] Positives, float[] Negatives);
}
