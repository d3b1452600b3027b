using FairGan.Export.Rules;

namespace FairGan.Export.Schemas;

/// <summary>The columns of a table with their codecs, and which of them play a part in fairness. Stored in the generator's file.</summary>
public sealed record TableSchema
{
    /// <summary>A schema over given columns.</summary>
    /// <param name="columns">The columns, in the table's order.</param>
    /// <param name="label">Name of the label column; null where there is none.</param>
    /// <param name="positive">The label's value that counts as the favourable outcome, as text; null where there is no label.</param>
    /// <param name="sensitive">Names of the sensitive columns.</param>
    /// <exception cref="FormatException">A name is used twice, or a role names no column or no value.</exception>
    [JsonConstructor]
    public TableSchema(IReadOnlyList<ColumnCodec> columns, string? label, string? positive, IReadOnlyList<string> sensitive)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(sensitive);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column is null)
            {
                throw new FormatException("A column of the schema is empty.");
            }

            if (!names.Add(column.Name))
            {
                throw new FormatException($"The table has two columns named '{column.Name}'.");
            }
        }

        Columns = columns;
        Label = label;
        Positive = positive;
        Sensitive = sensitive;
        if (label is not null && (positive is null || this[label].SymbolOf(positive) < 0))
        {
            throw new FormatException($"The label column '{label}' has no value '{positive}'.");
        }

        if (sensitive.Distinct(StringComparer.Ordinal).Count() < sensitive.Count)
        {
            throw new FormatException("A sensitive column is named twice.");
        }

        foreach (string name in sensitive)
        {
            _ = this[name];
        }
    }

    /// <summary>The columns, in the table's order.</summary>
    public IReadOnlyList<ColumnCodec> Columns { get; }

    /// <summary>Name of the label column; null where there is none.</summary>
    public string? Label { get; }

    /// <summary>The label's value that counts as the favourable outcome; null where there is no label.</summary>
    public string? Positive { get; }

    /// <summary>Names of the sensitive columns.</summary>
    public IReadOnlyList<string> Sensitive { get; }

    /// <summary>Rules between columns that every generated row satisfies. A column is the target of at most one rule, and never the label or sensitive.</summary>
    /// <remarks>Functional dependencies are not among them: what they determine is looked up by symbols, which the file holds beside the schema.</remarks>
    /// <exception cref="FormatException">A rule names no column, is a functional dependency, or names columns that are not all numbers or all dates, or a target twice.</exception>
    public IReadOnlyList<ColumnRule> Rules
    {
        get => field ?? [];
        init
        {
            foreach (ColumnRule rule in value ?? [])
            {
                ColumnCodec target = this[rule.Target];
                if (rule.Sources.Count == 0 || rule is DependencyRule
                    || target.Measure is null
                    || rule.Sources.Any(source => this[source].Measure != target.Measure)
                    || target.Name == Label || Sensitive.Contains(target.Name)
                    || value!.Count(other => other.Target == rule.Target) > 1)
                {
                    throw new FormatException($"The rule {rule} cannot be enforced: it needs numbers, or dates of one granularity; its target is neither the label nor sensitive, nor the target of another rule.");
                }
            }

            field = value;
        }
    }

    /// <summary>Whether a column is added up rather than sampled.</summary>
    /// <param name="column">The column's position.</param>
    internal bool IsTotal(int column) => Rules.Any(rule => rule is SumRule sum && sum.Total == Columns[column].Name);

    /// <summary>The column of a name.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="FormatException">There is no such column.</exception>
    [JsonIgnore]
    public ColumnCodec this[string name] => Columns[IndexOf(name)];

    /// <summary>The position of a column.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="FormatException">There is no such column; the message lists those that exist.</exception>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
            {
                return i;
            }
        }

        throw new FormatException($"The table has no column '{name}'; it has {string.Join(", ", Columns.Take(30).Select(c => $"'{c.Name}'"))}.");
    }

    /// <summary>Equal where columns and roles are equal.</summary>
    /// <param name="other">The schema to compare with.</param>
    public bool Equals(TableSchema? other) =>
        other is not null && Label == other.Label && Positive == other.Positive
        && Sensitive.SequenceEqual(other.Sensitive) && Columns.SequenceEqual(other.Columns) && Rules.SequenceEqual(other.Rules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Columns.Count, Label, Positive);
}
