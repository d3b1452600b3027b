using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using FairGan.Tables;

namespace FairGan.Fairness.Documents;

/// <summary>Markup that is safe to write: literals of this project, and everything else escaped.</summary>
internal readonly record struct HtmlText(string Markup)
{
    private const int LongestText = 80;

    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static HtmlText Empty { get; } = new("");

    /// <summary>Markup from an interpolated string: its literal parts are unchanged, its values are escaped.</summary>
    public static HtmlText Of(Interpolation markup) => new(markup.ToString());

    /// <summary>
    /// Text from the data. It is cut when it is very long, and isolated so that right-to-left text does not turn the
    /// text around it.
    /// </summary>
    public static HtmlText Data(string? value)
    {
        if (value is null)
        {
            return new HtmlText("<i>missing</i>");
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            return new HtmlText("<i>blank</i>");
        }

        return new HtmlText($"<bdi>{Encode(Cut(value))}</bdi>");
    }

    public static HtmlText Join(string separator, IEnumerable<HtmlText> parts) => new(string.Join(separator, parts.Select(part => part.Markup)));

    public override string ToString() => Markup;

    // Marks of direction would turn more of the page than the text that they are in, and control characters are no HTML.
    private static string Encode(string text) => s_encoder.Encode(VisibleText.OfLines(text));

    // Counts what a reader sees as characters, so that no letter is cut from its accents.
    private static string Cut(string value)
    {
        if (value.Length <= LongestText)
        {
            return value;
        }

        StringInfo text = new(value.Length > 100 * LongestText ? value[..(100 * LongestText)] : value);
        string cut = text.LengthInTextElements <= LongestText ? text.String : text.SubstringByTextElements(0, LongestText);

        // One letter may carry any number of accents.
        return $"{(cut.Length > 4 * LongestText ? cut[..(4 * LongestText)] : cut)}…";
    }

    /// <summary>Builds <see cref="HtmlText"/> from an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Interpolation
    {
        private readonly StringBuilder _markup;

        public Interpolation(int literalLength, int formattedCount) => _markup = new StringBuilder(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => _markup.Append(literal);

        public void AppendFormatted(HtmlText html) => _markup.Append(html.Markup);

        public void AppendFormatted(string? text) => _markup.Append(Encode(text ?? ""));

        public void AppendFormatted(long number) => _markup.Append(number.ToString("N0", CultureInfo.InvariantCulture));

        public override string ToString() => _markup.ToString();
    }
}
