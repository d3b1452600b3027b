namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>Explains the results of privacy attacks in sentences.</summary>
internal static class AttackFindings
{
    private static readonly Dictionary<string, string> s_attacks = new()
    {
        ["closest-record"] = "the distance to the closest generated row",
        ["density-ratio"] = "the density of generated rows over that of other people's rows",
        ["classifier-ratio"] = "a classifier that separates generated rows from other people's",
        ["counts"] = "counts over subsets of columns",
        ["likelihood"] = "the probability that the file gives a row",
        ["label-head"] = "the probability that the file's label model gives a row's label",
        ["encodings"] = "the numbers that the file's encodings are made of",
        ["density-jumps"] = "jumps in the density of generated numbers",
        ["singling-out-univariate"] = "descriptions by one column that generated rows suggest",
        ["singling-out-multivariate"] = "descriptions by three columns that generated rows suggest",
        ["linkability"] = "the generated rows nearest to two sets of columns",
        ["attribute-inference"] = "the generated row nearest in the other columns",
    };

    // Under differential privacy a value is in the file because the schema names it, or because noise lets it pass.
    private const string FromSchema = " They are there whether or not somebody holds them: with differential privacy they come from the schema, if that was written without the rows.";

    /// <summary>The sentences, those of the worst verdict first, with their verdicts.</summary>
    /// <param name="attacks">Membership.</param>
    /// <param name="inferences">Singling out, linkability and inference.</param>
    /// <param name="nearest">Memorisation.</param>
    /// <param name="leaks">Rare values.</param>
    /// <param name="leastRows">What fewer rows hold is rare.</param>
    /// <param name="isPrivate">Whether the generator is differentially private: its values are those of its schema.</param>
    public static IEnumerable<(PrivacyVerdict Verdict, string Sentence)> Of(
        IReadOnlyList<MembershipAttack> attacks, IReadOnlyList<InferenceAttack> inferences, NearestRows nearest, IReadOnlyList<ValueLeak> leaks, int leastRows, bool isPrivate)
    {
        var all = new List<(PrivacyVerdict Verdict, string Sentence)>();
        all.AddRange(leaks.GroupBy(leak => (leak.Kind, leak.What)).Select(same => isPrivate && same.Key.Kind != "report"
            ? (PrivacyVerdict.NothingFound, Sentence([.. same], leastRows) + FromSchema) : (PrivacyVerdict.DoNotRelease, Sentence([.. same], leastRows))));
        all.AddRange(attacks.GroupBy(attack => attack.Name).Select(Worst).Select(attack => (attack.Verdict, Sentence(attack))));
        all.AddRange(inferences.GroupBy(attack => attack.Name).Select(same => same.MaxBy(attack => attack.Interval.Low)!).Select(attack => (attack.Verdict, Sentence(attack))));
        all.Add((nearest.Verdict, $"Memorisation: {Percent(nearest.CloserToTraining)} of generated rows lie closer to a training row than to any of as many other rows (50 % is expected)."));
        if (leaks.Count == 0)
        {
            all.Add((PrivacyVerdict.NothingFound, $"Singling out: no value that fewer than {leastRows} training rows hold was found."));
        }

        return all.OrderByDescending(finding => finding.Verdict);
    }

    /// <summary>A verdict in words.</summary>
    public static string Words(PrivacyVerdict verdict) => verdict switch
    {
        PrivacyVerdict.NothingFound => "nothing found",
        PrivacyVerdict.LookIntoIt => "look into it",
        _ => "do not release",
    };

    private static MembershipAttack Worst(IEnumerable<MembershipAttack> same) =>
        same.OrderByDescending(attack => attack.Verdict).ThenByDescending(attack => attack.Verdict == PrivacyVerdict.NothingFound && attack.Group == "all").ThenByDescending(attack => attack.Auc).First();

    private static string Sentence(MembershipAttack attack)
    {
        string rows = attack.Multiple is { } multiple ? $" with {multiple} × as many generated rows as training rows" : " with the file";
        string whom = attack.Group == "all" ? "training rows" : attack.Group == "outliers" ? "the 5 % most unusual training rows" : $"training rows of {attack.Group}";
        return $"Singling out: by {s_attacks[attack.Name]},{rows}, {whom} are distinguished from other people's with AUC {Number(attack.Auc)} "
            + $"({Number(attack.Interval.Low)} to {Number(attack.Interval.High)}; 0.5 is guessing); {Percent(attack.TprAt1)} of them are found at 1 % false alarms.";
    }

    private static string Sentence(InferenceAttack attack)
    {
        string what = attack.Column is null ? "" : $" of '{attack.Column}'";
        string criterion = char.ToUpperInvariant(attack.Criterion[0]) + attack.Criterion[1..];
        return $"{criterion}{what}: by {s_attacks[attack.Name]}, {Percent(attack.Rate)} of attempts against training rows succeed and {Percent(attack.Control)} against other people's: "
            + $"a risk of {Percent(attack.Risk)} ({Percent(attack.Interval.Low)} to {Percent(attack.Interval.High)}).";
    }

    private static string Sentence(ValueLeak[] leaks, int leastRows)
    {
        string where = leaks[0].Kind switch { "file" => "the file holds", "rows" => "generated rows hold", _ => $"the {leaks[0].Kind} holds" };
        string what = leaks[0].What switch { "texts" => "values", "numbers" => "numbers", _ => "smallest or largest numbers" };
        string columns = string.Join(", ", leaks.Select(leak => string.Create(CultureInfo.InvariantCulture, $"'{leak.Column}' ({leak.Count:N0})")));
        return $"Singling out: {where} {what} that fewer than {leastRows} training rows hold, in {columns}.";
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
