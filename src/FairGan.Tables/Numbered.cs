using System.Globalization;
using System.Text.RegularExpressions;

namespace FairGan.Tables;

/// <summary>Sentences that agree with a number: of <c>[one|many]</c> the first form is for 1, the second for all others.</summary>
internal static partial class Numbered
{
    /// <summary>The number, with thousands separated, and what it counts: <c>Of(1, "row[|s] [has|have] no value")</c> is "1 row has no value".</summary>
    /// <param name="count">The number.</param>
    /// <param name="text">What follows it.</param>
    public static string Of(long count, string text) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Agreeing(count, text)}");

    /// <summary>The text in the forms that agree with a number.</summary>
    /// <param name="count">The number.</param>
    /// <param name="text">The text.</param>
    public static string Agreeing(long count, string text) => Forms().Replace(text, forms => forms.Groups[count == 1 ? 1 : 2].Value);

    [GeneratedRegex(@"\[([^\[\]|]*)\|([^\[\]|]*)\]")]
    private static partial Regex Forms();
}
