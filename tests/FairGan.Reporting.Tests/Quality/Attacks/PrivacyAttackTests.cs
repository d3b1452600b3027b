using System.Text.Json;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Quality.Privacy.Findings;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality.Attacks;

public sealed class PrivacyAttackTests
{
    private static readonly PrivacyAttackOptions s_options = new() { SensitiveColumns = ["sex"], Subsets = 50, MaximumInferredColumns = 2, Threads = 2 };

    [Fact]
    public void Copies_of_the_training_rows_must_not_be_released()
    {
        PrivacyAttackResult result = PrivacyAttacks.EvaluateRows(People(300, 1), People(300, 1), People(300, 2), People(300, 3), s_options, cancellationToken: Token);

        Assert.Equal(PrivacyVerdict.DoNotRelease, result.Verdict);
        Assert.Equal(1, Figure(result, "closest-record").Auc);
        Assert.True(Figure(result, "density-ratio").Auc > 0.6);
        Assert.True(Figure(result, "classifier-ratio").Auc > 0.6);
        Assert.True(Figure(result, "counts").Auc > 0.8);
        Assert.True(result.Nearest.CloserToTraining > 0.99);
        Assert.Contains(result.Leaks, leak => leak is { Column: "name", Kind: "rows", What: "texts", Count: 300 });
        Assert.Contains(result.Leaks, leak => leak is { Column: "income", Kind: "rows", What: "numbers" });
        Assert.Contains(result.Leaks, leak => leak is { Column: "income", Kind: "rows", What: "extremes", Count: 2 });
        Assert.StartsWith("do not release", result.Findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_other_people_give_nobody_away()
    {
        PrivacyAttackResult result = PrivacyAttacks.EvaluateRows(People(300, 4), People(300, 1), People(300, 2), People(300, 3), s_options, cancellationToken: Token);

        Assert.Equal(PrivacyVerdict.NothingFound, result.Verdict);
        Assert.Empty(result.Leaks);
        Assert.All(result.Attacks.Where(attack => attack.Group == "all"), attack => Assert.InRange(attack.Auc, 0.42, 0.58));
        Assert.All(result.Inferences, attack => Assert.InRange(attack.Interval.Low, -1, 0));
    }

    [Fact]
    public void Every_group_and_the_outliers_are_judged_and_the_JSON_keeps_its_names()
    {
        PrivacyAttackResult result = PrivacyAttacks.EvaluateRows(People(600, 4), People(600, 1), People(600, 2), People(600, 3), s_options, cancellationToken: Token);

        Assert.Equal(["all", "sex=F", "sex=M", "outliers"], result.Attacks.Where(attack => attack.Name == "counts").Select(attack => attack.Group).OrderBy(group => group switch { "all" => 0, "outliers" => 2, _ => 1 }).ThenBy(group => group));
        using JsonDocument json = JsonDocument.Parse(result.ToJson());
        JsonElement attack = json.RootElement.GetProperty("attacks")[0];
        Assert.Equal(("closest-record", "rows", 1, "all"), (attack.GetProperty("name").GetString(), attack.GetProperty("access").GetString(), attack.GetProperty("multiple").GetInt32(), attack.GetProperty("group").GetString()));
        Assert.InRange(attack.GetProperty("auc").GetDouble(), attack.GetProperty("interval").GetProperty("low").GetDouble(), attack.GetProperty("interval").GetProperty("high").GetDouble());
        Assert.InRange(attack.GetProperty("tpr_at_1").GetDouble(), 0, 1);
        Assert.Equal("nothing_found", json.RootElement.GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData(false, "file", "do not release")]
    [InlineData(true, "file", "nothing found")]
    [InlineData(true, "card", "nothing found")]
    [InlineData(true, "report", "do not release")]
    public void A_rare_value_that_a_public_schema_names_is_no_leak_of_a_private_generator(bool isPrivate, string kind, string verdict)
    {
        PrivacyAttackResult rows = PrivacyAttacks.EvaluateRows(People(300, 4), People(300, 1), People(300, 2), People(300, 3), s_options, cancellationToken: Token);

        var finding = AttackFindings.Of(rows.Attacks, rows.Inferences, rows.Nearest, [new ValueLeak("country", kind, 3, "texts")], 10, isPrivate).Single(found => found.Sentence.Contains("'country' (3)", StringComparison.Ordinal));

        Assert.Equal(verdict, AttackFindings.Words(finding.Verdict));
        Assert.Equal(verdict == "nothing found", finding.Sentence.Contains("come from the schema", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_rows_are_refused()
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => PrivacyAttacks.EvaluateRows(People(60, 4), People(60, 1), People(60, 2), cancellationToken: Token));
        Assert.Contains("at least 50", problem.Message, StringComparison.Ordinal);
    }

    private static MembershipAttack Figure(PrivacyAttackResult result, string name) => result.Attacks.Single(attack => attack.Name == name && attack.Group == "all");

    // Everybody has a name and an income of their own; nothing else is rare.
    private static IDataView People(int rows, int seed)
    {
        var random = new Random(seed);
        return Of(
            Text("name", [.. Enumerable.Range(0, rows).Select(row => $"Person {seed}-{row:000}")]),
            Text("sex", [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0 ? "F" : "M")]),
            Text("town", [.. Enumerable.Range(0, rows).Select(_ => $"town {random.Next(4)}")]),
            Numbers("age", [.. Enumerable.Range(0, rows).Select(_ => 20.0 + random.Next(10))]),
            Numbers("income", [.. Enumerable.Range(0, rows).Select(_ => Math.Exp(10 + random.NextDouble()))]));
    }
}
