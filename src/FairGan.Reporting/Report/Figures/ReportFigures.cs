using System.Text.Json.Serialization;
using FairGan.MLNet.Training;
using FairGan.Reporting.Quality.Detection;
using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Quality.Utility;
using FairGan.Tables;

namespace FairGan.Reporting.Report.Figures;

/// <summary>All figures of a report, as the JSON file holds them. Immutable.</summary>
internal sealed record ReportFigures
{
    /// <summary>The version of the JSON layout; a change that breaks readers raises it.</summary>
    public int FormatVersion { get; } = 1;

    /// <summary>The title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>When the report was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The seed of every sample and split.</summary>
    public required long Seed { get; init; }

    /// <summary>The outcome column; <see langword="null"/> where none was named, or none of its several values as favourable.</summary>
    public required string? Label { get; init; }

    /// <summary>The favourable value of the label; <see langword="null"/> without one.</summary>
    public required string? Positive { get; init; }

    /// <summary>A label of several values of which none was named as favourable; <see langword="null"/> for none. The notes say so in JSON.</summary>
    [JsonIgnore]
    public string? PlainLabel { get; init; }

    /// <summary>The columns whose groups are compared.</summary>
    public required IReadOnlyList<string> SensitiveColumns { get; init; }

    /// <summary>The rows of the real table.</summary>
    public required int RealRows { get; init; }

    /// <summary>The rows of the synthetic table.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>The real rows that models were tested on.</summary>
    public required int TestRows { get; init; }

    /// <summary>Whether the test rows were given; if not, they were held out of the real table, which the generator may have seen.</summary>
    public required bool TestWasGiven { get; init; }

    /// <summary>The files that the tables come from, as far as they were named.</summary>
    public required IReadOnlyList<ReportSource> Sources { get; init; }

    /// <summary>Changes to the tables before the comparison, as given by the caller.</summary>
    public required IReadOnlyList<string> Preparation { get; init; }

    /// <summary>The columns that the generator was trained to be fair by; <see langword="null"/> where the generator is unknown.</summary>
    public required IReadOnlyList<string>? FairnessColumns { get; init; }

    /// <summary>The generator's definition of fairness, such as <c>demographic-parity</c>; <see langword="null"/> where the generator is unknown.</summary>
    public required string? Fairness { get; init; }

    /// <summary>The strength of fairness that the generator was trained for, 0 to 1; <see langword="null"/> where the generator is unknown.</summary>
    public required double? Strength { get; init; }

    /// <summary>The options of the generator's training; <see langword="null"/> where they are unknown.</summary>
    public required TrainingSummary? Training { get; init; }

    /// <summary>The guarantee of the generator's training; <see langword="null"/> where it was not differentially private, or is unknown.</summary>
    public required PrivacyGuarantee? DifferentialPrivacy { get; init; }

    /// <summary>The columns and their roles.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>The fairness of the labels, real against synthetic, for each sensitive column and for their intersection; empty without a label or sensitive columns.</summary>
    public required IReadOnlyList<LabelFairness> LabelFairness { get; init; }

    /// <summary>The results at each strength of fairness; empty without a label, or where the generator is unknown or has no dial.</summary>
    public required IReadOnlyList<DialPoint> Dial { get; init; }

    /// <summary>Models trained on each table and tested on real rows; <see langword="null"/> without a label, or where the rows do not suffice (see <see cref="Notes"/>).</summary>
    public required UtilityComparison? Utility { get; init; }

    /// <summary>How closely the synthetic table follows the real one.</summary>
    public required FidelityResult Fidelity { get; init; }

    /// <summary>The same for one half of the real rows against the other; <see langword="null"/> with fewer than two real rows.</summary>
    public required FidelityYardstick? RealHalves { get; init; }

    /// <summary>How often the generator's rules between columns are broken; empty without a generator's file.</summary>
    public required IReadOnlyList<RuleBreaks> Rules { get; init; }

    /// <summary>The distribution of every column, in the order of the real table.</summary>
    public required IReadOnlyList<ColumnDistribution> Distributions { get; init; }

    /// <summary>
    /// The same within the largest groups (4 of each of the first 4 sensitive columns), for the 15 columns with the worst shapes, the label
    /// among them.
    /// </summary>
    public required IReadOnlyList<ColumnDistribution> GroupDistributions { get; init; }

    /// <summary>How well a classifier separates the two tables.</summary>
    public required DetectionResult Detection { get; init; }

    /// <summary>Whether synthetic rows are closer to the training rows than other real rows are; <see langword="null"/> where there are no other real rows.</summary>
    public required PrivacyResult? Privacy { get; init; }

    /// <summary>An attack on the membership of training rows; <see langword="null"/> where no test rows were given.</summary>
    public required MembershipResult? Membership { get; init; }

    /// <summary>
    /// Attacks as a stranger would make them: membership, singling out, linkability, inference, and rare values in the rows or the file;
    /// <see langword="null"/> where no test rows were given, or too few.
    /// </summary>
    public required PrivacyAttackResult? Attacks { get; init; }

    /// <summary>What columns and values mean.</summary>
    [JsonIgnore]
    public TableDictionary Dictionary { get; init; } = TableDictionary.Empty;

    /// <summary>What was left out or measured on a sample, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
