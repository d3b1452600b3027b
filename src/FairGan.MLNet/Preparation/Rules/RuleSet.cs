using FairGan.Export.Rules;

namespace FairGan.MLNet.Preparation.Rules;

/// <summary>The rules enforced so far, over the columns that they are about.</summary>
internal sealed class RuleSet(IReadOnlyList<PreparedColumn> columns)
{
    private readonly Dictionary<string, PreparedColumn> _columns = columns.ToDictionary(column => column.Description.Name);
    private readonly List<ColumnRule> _rules = [];
    private readonly List<RulePreparation> _reports = [];

    /// <summary>The enforced rules.</summary>
    public IReadOnlyList<ColumnRule> Rules => _rules;

    /// <summary>Report entries about them, and about rules that are not enforced.</summary>
    public IReadOnlyList<RulePreparation> Reports => _reports;

    /// <summary>Enforces a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="broken">Rows that break it.</param>
    public void Enforce(ColumnRule rule, long broken)
    {
        _rules.Add(rule);
        _reports.Add(new RulePreparation(rule.ToString()!, broken, IsKept: true));
    }

    /// <summary>Reports a rule that is not enforced.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="broken">Rows that break it.</param>
    public void Report(ColumnRule rule, long broken) => _reports.Add(new RulePreparation(rule.ToString()!, broken, IsKept: false));

    /// <summary>A column of numbers or dates that a rule names.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="FormatException">There is no such column, or it holds neither.</exception>
    public PreparedColumn Column(string name) => _columns.TryGetValue(name, out PreparedColumn? column) && column.Values is not null
        ? column
        : throw new FormatException($"A rule names the column '{name}', which {(column is null ? "the table lacks" : "has no numbers or dates")}. Correct the name, or leave the rule out.");

    /// <summary>Whether a rule computes a column.</summary>
    /// <param name="column">The column's name.</param>
    public bool IsTarget(string column) => _rules.Exists(rule => rule.Target == column);

    /// <summary>Whether a total adds up a column.</summary>
    /// <param name="column">The column's name.</param>
    public bool IsPart(string column) => _rules.Exists(rule => rule is SumRule sum && sum.Parts.Contains(column));

    /// <summary>Whether a column is computed, over any number of rules, from another; true for the column itself.</summary>
    /// <param name="source">The other column's name.</param>
    /// <param name="target">The column's name.</param>
    public bool LeadsTo(string source, string target) =>
        source == target || _rules.Exists(rule => rule.Target == target && rule.Sources.Any(next => LeadsTo(source, next)));

    /// <summary>Replaces a rule by the same with its bounds.</summary>
    /// <param name="index">The rule's position.</param>
    /// <param name="rule">The rule.</param>
    public void Complete(int index, ColumnRule rule) => _rules[index] = rule;
}
