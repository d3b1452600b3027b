using System.Text.Json.Serialization;

namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>How well one attack separates training rows from held-out rows of the same population.</summary>
/// <param name="Name">The attack, such as "likelihood".</param>
/// <param name="Access">What the attacker holds: "rows" for generated rows alone, "file" for the generator's file.</param>
/// <param name="Multiple">How many times as many rows as training rows the attacker holds; null for attacks on the file.</param>
/// <param name="Group">Whom it attacks: "all", a sensitive group such as "sex=Female", or "outliers", the 5 % of the targets farthest from the others.</param>
/// <param name="Members">Training rows attacked.</param>
/// <param name="Others">Held-out rows attacked.</param>
/// <param name="Auc">The area under the ROC curve, 0 to 1: 0.5 is guessing.</param>
/// <param name="TprAt1">The share of training rows found where 1 % of the held-out rows are taken for training rows: guessing finds 1 %.</param>
/// <param name="Interval">The 99 % interval of <paramref name="Auc"/> (DeLong et al. 1988).</param>
/// <param name="TprInterval">The 99 % interval of <paramref name="TprAt1"/> (Wilson).</param>
/// <param name="Verdict">The severity of the result.</param>
internal sealed record MembershipAttack(
    string Name,
    string Access,
    int? Multiple,
    string Group,
    int Members,
    int Others,
    double Auc,
    [property: JsonPropertyName("tpr_at_1")] double TprAt1,
    FigureInterval Interval,
    FigureInterval TprInterval,
    PrivacyVerdict Verdict);
