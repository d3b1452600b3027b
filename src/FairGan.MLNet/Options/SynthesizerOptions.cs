using System.Text.Json.Serialization;

namespace FairGan.MLNet.Options;

/// <summary>Options of a <see cref="Components.Synthesizer"/>: columns, definition of fairness, preparation and training.</summary>
public sealed record SynthesizerOptions
{
    /// <summary>
    /// Name of the label column; null (the default) where the table has none. A label of more than two values without a
    /// <see cref="PositiveValue"/> is learned as a column like others, without fairness, and the log says so.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>The label's favourable value, as text; numbers compare by value. Null (the default) means 1 or true.</summary>
    public string? PositiveValue { get; init; }

    /// <summary>
    /// Names of the sensitive columns; groups are the combinations of their values. Without a label, every group keeps its share of the
    /// rows. Default: none.
    /// </summary>
    public IReadOnlyList<string> SensitiveColumns { get; init; } = [];

    /// <summary>
    /// The definition of fairness. Default: demographic parity, or none where there is no label or no sensitive column; any other
    /// definition needs both.
    /// </summary>
    public FairnessDefinition Fairness { get; init; } = FairnessDefinition.DemographicParity;

    /// <summary>Names of the legitimate columns of <see cref="FairnessDefinition.ConditionalParity"/>; must be empty for other definitions. Default: none.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>
    /// Smallest share of the real labels' predictability that the fair labels must keep, from 0 to 1: 2·AUC − 1 of the fair probabilities
    /// for the real labels, divided by that of the original probabilities. Training fails below it, because a label without information
    /// is fair by any definition. Default 0.2.
    /// </summary>
    public double UtilityFloor { get; init; } = 0.2;

    /// <summary>Default strength of fairness when sampling: how far the labels are moved toward the definition, from 0 (not at all) to 1 (in full). Default 1.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>The kinds of columns whose type does not determine it (numbers that are categories). Default: none.</summary>
    public IReadOnlyDictionary<string, ColumnKind> ColumnKinds { get => field ?? new Dictionary<string, ColumnKind>(); init; } = new Dictionary<string, ColumnKind>();

    /// <summary>Options of the preparation: cleaning, recognition of column kinds, and detection of rules.</summary>
    public PreparationOptions Preparation { get => field ?? new(); init; } = new();

    /// <summary>How the people in the table are protected. Default: nothing in the file rests on fewer than 10 rows.</summary>
    public ProtectionOptions Protection { get => field ?? new(); init; } = new();

    /// <summary>
    /// Differential privacy of the generator; null (the default) for none. The description of the columns must then give categories, or a
    /// minimum and a maximum, and all that reveals rows is off: detection of rules and kinds, the critic, the likelihood and held-out rows.
    /// </summary>
    public PrivacyOptions? Privacy { get; init; }

    /// <summary>Options of the encoding of columns as symbols.</summary>
    public CodecOptions Codec { get; init; } = new();

    /// <summary>Network sizes, optimiser and stopping rule.</summary>
    public GanOptions Training { get; init => field = value ?? new(); } = new();

    /// <summary>
    /// Seed of all random numbers; the same as <c>Training.Seed</c>. In an initializer, set it after <see cref="Training"/>. Drawn at random by default.
    /// </summary>
    [JsonIgnore]
    public long Seed
    {
        get => Training.Seed;
        init => Training = Training with { Seed = value };
    }

    /// <summary>
    /// Number of CPU threads, 1 or more; the same as <c>Training.Threads</c>. In an initializer, set it after <see cref="Training"/>. Default:
    /// the number of logical CPU cores.
    /// </summary>
    [JsonIgnore]
    public int Threads
    {
        get => Training.Threads;
        init => Training = Training with { Threads = value };
    }

    /// <summary>
    /// Longest wall-clock time of training; the same as <c>Training.MaxTime</c>. In an initializer, set it after <see cref="Training"/>.
    /// Default: no limit. A run that the limit cuts short is not reproducible.
    /// </summary>
    [JsonIgnore]
    public TimeSpan? MaxTime
    {
        get => Training.MaxTime;
        init => Training = Training with { MaxTime = value };
    }

    /// <summary>
    /// Where and how often the training is saved, so that it can go on after the process was stopped; null (the default) for nowhere. It is no
    /// part of a generator's file.
    /// </summary>
    [JsonIgnore]
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Throws where a value is outside its range or contradicts another.</summary>
    /// <exception cref="ArgumentException">A property is outside its documented range or contradicts another.</exception>
    public void Validate()
    {
        if (!(Strength >= 0 && Strength <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be from 0 to 1.");
        }

        if (!(UtilityFloor >= 0 && UtilityFloor <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(UtilityFloor), UtilityFloor, "The floor on utility must be from 0 to 1.");
        }

        if ((Fairness == FairnessDefinition.ConditionalParity) != (Given.Count > 0))
        {
            throw new ArgumentException(Given.Count > 0
                ? $"Legitimate columns ('{Given[0]}') are named, but only conditional parity is given any."
                : "Conditional parity is parity given legitimate columns; name at least one, or ask for demographic parity.");
        }

        if (LabelColumn is null && PositiveValue is not null)
        {
            throw new ArgumentException($"'{PositiveValue}' is the favourable value of a label, but no label column is named.");
        }

        if (Fairness > FairnessDefinition.DemographicParity && (LabelColumn is null || SensitiveColumns.Count == 0))
        {
            throw new ArgumentException("Fairness between groups needs a label column and at least one sensitive column; name both, or train without fairness.");
        }

        if (Given.FirstOrDefault(name => name == LabelColumn || SensitiveColumns.Contains(name)) is { } both)
        {
            throw new ArgumentException($"Column '{both}' cannot be legitimate: it is the label or sensitive.");
        }

        if (Fairness > FairnessDefinition.DemographicParity && !Training.LabelHead)
        {
            throw new ArgumentException("Without a label head only demographic parity is possible.");
        }

        if (LabelColumn is not null && SensitiveColumns.Contains(LabelColumn))
        {
            throw new ArgumentException($"Column '{LabelColumn}' is both the label and sensitive.");
        }

        if (SensitiveColumns.Distinct().Count() < SensitiveColumns.Count || Given.Distinct().Count() < Given.Count)
        {
            throw new ArgumentException("A sensitive or legitimate column is named twice.");
        }

        if (Protection is { IsOn: false, SubjectColumn: not null } && Privacy is null)
        {
            throw new ArgumentException("A subject column is named, but protection is off.");
        }

        if (Privacy is not null && Protection.IsOn)
        {
            throw new ArgumentException("Differential privacy takes the place of protection: set Protection.MinRows to 0.");
        }

        if (Privacy is not null && Checkpoints is not null)
        {
            throw new ArgumentException("A private run spends its budget once and is not saved: ask for no checkpoints.");
        }

        if (Privacy is not null && Preparation.Description.Rules.Count > 0)
        {
            throw new ArgumentException($"A private run cannot enforce the rule {Preparation.Description.Rules[0]}; leave it out of the description.");
        }

        Preparation.Validate();
        Codec.Validate();
        Protection.Validate();
        Training.Validate();
        Privacy?.Validate();
        Checkpoints?.Validate();
    }
}
