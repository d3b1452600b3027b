using System.Text;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Quality.Privacy.Findings;

namespace FairGan.Cli.Output;

/// <summary>Lays the results of privacy attacks out as text for a terminal.</summary>
internal static class AttackTable
{
    /// <summary>The membership attacks as a table, the sentences, and the verdict.</summary>
    public static string Of(PrivacyAttackResult result)
    {
        var table = new TextTable(leftColumns: 3);
        table.Add("attack", "with", "group", "AUC", "99 % interval", "found at 1 %", "verdict");
        foreach (MembershipAttack attack in result.Attacks)
        {
            string with = attack.Multiple is { } multiple ? string.Create(CultureInfo.InvariantCulture, $"rows × {multiple}") : "file";
            table.Add(attack.Name, with, attack.Group, Number(attack.Auc), $"{Number(attack.Interval.Low)} to {Number(attack.Interval.High)}", Percent(attack.TprAt1), Words(attack.Verdict));
        }

        var text = new StringBuilder(table.ToString()).Append('\n');
        foreach (string finding in result.Findings)
        {
            text.Append(finding).Append('\n');
        }

        return text.Append('\n').Append("Verdict: ").Append(Words(result.Verdict)).Append('\n').ToString();
    }

    private static string Words(PrivacyVerdict verdict) => AttackFindings.Words(verdict);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
