namespace FairGan.MLNet.Training.Private;

/// <summary>The sets of columns that a private run may count: all pairs, and all triples with the label or a sensitive column.</summary>
internal static class CandidateSets
{
    /// <summary>The sets, and how much each counts in the choice.</summary>
    /// <param name="columns">Number of columns.</param>
    /// <param name="roles">The label and the sensitive columns.</param>
    public static List<(int[] Columns, int Weight)> Of(int columns, IReadOnlyList<int> roles)
    {
        var sets = new List<(int[], int)>();
        for (int a = 0; a < columns; a++)
        {
            for (int b = a + 1; b < columns; b++)
            {
                sets.Add(([a, b], roles.Contains(a) || roles.Contains(b) ? 2 : 1));
                sets.AddRange(roles.Where(role => role != a && role != b && !(roles.Contains(a) && a < role) && !(roles.Contains(b) && b < role)).Select(role => ((int[])[role, a, b], 1)));
            }
        }

        return sets;
    }
}
