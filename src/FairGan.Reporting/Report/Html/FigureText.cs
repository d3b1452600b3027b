namespace FairGan.Reporting.Report.Html;

/// <summary>Figures and names as the page writes them.</summary>
internal static class FigureText
{
    /// <summary>The ends of an interval of a score.</summary>
    public static HtmlText Ends(BootstrapInterval? interval) => interval is { } ends ? HtmlText.Of($"[{Score(ends.Lower)}, {Score(ends.Upper)}]") : new HtmlText("n/a");

    public static HtmlText Score(double value) => new(double.IsNaN(value) ? "n/a" : value.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '\u2212'));

    public static HtmlText Percent(double value) => new(double.IsNaN(value) ? "n/a" : value.ToString("0.0%", CultureInfo.InvariantCulture));

    /// <summary>A share with the ends of its interval, where it has one.</summary>
    public static HtmlText WithInterval(double value, RateInterval interval) =>
        double.IsNaN(interval.Lower) ? Percent(value) : HtmlText.Of($"{Percent(value)} <span class=\"ends\">[{Percent(interval.Lower)}, {Percent(interval.Upper)}]</span>");

    public static HtmlText Distance(double value) => new(double.IsNaN(value) ? "n/a" : value.ToString("0.0000", CultureInfo.InvariantCulture));

    public static HtmlText Columns(IReadOnlyList<string> columns) => HtmlText.Join(" × ", columns.Select(HtmlText.Data));

    public static HtmlText Group(IReadOnlyList<string?> values) => HtmlText.Join(" × ", values.Select(HtmlText.Data));

    public static HtmlText WithEnds(HtmlText value, BootstrapInterval? interval) => interval is { } ends && !double.IsNaN(ends.Lower)
        ? HtmlText.Of($"{value}<span class=\"ends\">{Ends(ends)}</span>")
        : value;

    public static HtmlText By(BootstrapInterval? interval) => interval is { } ends && !double.IsNaN(ends.Lower) ? HtmlText.Of($", 95 % interval {Ends(ends)}") : HtmlText.Empty;

    public static HtmlText Verdict(LabelDisparity disparity) => new(disparity.MeetsFourFifthsRule switch
    {
        true => "met",
        false => "<span class=\"flag\">not met</span>",
        null => "n/a",
    });

    public static HtmlText Named(IReadOnlyList<string?> values, bool isSmall) =>
        isSmall ? HtmlText.Of($"{Group(values)} <span class=\"flag\">small</span>") : Group(values);

    public static HtmlText Bar(double share)
    {
        string width = (double.IsNaN(share) ? 0 : share).ToString("0.0%", CultureInfo.InvariantCulture);
        return HtmlText.Of($"<span class=\"bar\" aria-hidden=\"true\" style=\"--share:{new HtmlText(width)}\"></span><span>{Percent(share)}</span>");
    }

    public static HtmlText Interval(RateInterval interval) => double.IsNaN(interval.Lower) ? new HtmlText("n/a") : HtmlText.Of($"{Percent(interval.Lower)}–{Percent(interval.Upper)}");

    public static string Strength(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
