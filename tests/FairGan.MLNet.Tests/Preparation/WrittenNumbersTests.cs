using System.Globalization;
using System.Text.RegularExpressions;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Recognition;

namespace FairGan.MLNet.Tests.Preparation;

/// <summary>Numbers as people write them: recognised, generated in the same form, and read back by .NET's own parser in the culture.</summary>
public sealed partial class WrittenNumbersTests
{
    private const int Rows = 300;

    // What each way of writing makes of a number, and how another reader reads it.
    private static readonly Dictionary<string, (Func<decimal, string> Write, Func<string, decimal> Read)> s_ways = new()
    {
        ["plain"] = Formatted("0.00", ""),
        ["integers"] = Formatted("0", ""),
        ["three decimals"] = Formatted("0.000", ""),
        ["grouped"] = Culture("N2", "en-US"),
        ["dollars"] = (number => Formatted("#,##0.00", "").Write(number).Insert(number < 0 ? 1 : 0, "$"), text => Parse(text.Replace("$", "", StringComparison.Ordinal), "en-US")),
        ["minus after the dollar"] = (number => "$" + Formatted("#,##0.00", "").Write(number), text => Parse(text[1..], "en-US")),
        ["accounting"] = (number => number < 0 ? $"({Invariant(-number, "0.00")})" : Invariant(number, "0.00"), text => decimal.Parse(text, NumberStyles.Currency, CultureInfo.InvariantCulture)),
        ["accounting in dollars"] = (number => number < 0 ? $"(${Invariant(-number, "#,##0.00")})" : $"${Invariant(number, "#,##0.00")}", text => decimal.Parse(text, NumberStyles.Currency, CultureInfo.GetCultureInfo("en-US"))),
        ["minus behind"] = (number => number < 0 ? Invariant(-number, "0.00") + "-" : Invariant(number, "0.00"), text => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture)),
        ["plus before"] = (number => Invariant(number, "+0.00;-0.00"), text => Parse(text, "")),
        ["minus of typographers"] = (number => Invariant(number, "0.00").Replace('-', '\u2212'), text => Parse(text.Replace('\u2212', '-'), "")),
        ["German"] = Culture("N2", "de-DE"),
        ["German euros"] = Culture("C2", "de-DE"),
        ["Austrian euros"] = Culture("C2", "de-AT"),
        ["euros before"] = (number => (number < 0 ? "-€ " : "€ ") + Math.Abs(number).ToString("N2", CultureInfo.GetCultureInfo("de-DE")), text => Parse(text.Replace("€ ", "", StringComparison.Ordinal), "de-DE")),
        ["French"] = Culture("N2", "fr-FR"),
        ["French euros"] = Culture("C2", "fr-FR"),
        ["Swiss"] = Culture("N2", "de-CH"),
        ["Swiss francs"] = (number => "CHF " + number.ToString("N2", CultureInfo.GetCultureInfo("de-CH")), text => Parse(text[4..], "de-CH")),
        ["Swiss by hand"] = (number => Invariant(number, "#,##0.00").Replace(',', '\''), text => Parse(text.Replace("'", "", StringComparison.Ordinal), "")),
        ["Swedish"] = Culture("N2", "sv-SE"),
        ["Swedish crowns"] = Culture("C2", "sv-SE"),
        ["Danish crowns"] = Culture("C2", "da-DK"),
        ["Polish"] = Culture("C2", "pl-PL"),
        ["Czech"] = Culture("C2", "cs-CZ"),
        ["Indian"] = Culture("N2", "en-IN"),
        ["Indian rupees"] = Culture("C2", "en-IN"),
        ["Indian integers"] = Culture("N0", "en-IN"),
        ["Hindi"] = Culture("N2", "hi-IN"),
        ["Brazilian"] = Culture("C2", "pt-BR"),
        ["Japanese"] = Culture("C0", "ja-JP"),
        ["Korean"] = Culture("C0", "ko-KR"),
        ["British pounds"] = Culture("C2", "en-GB"),
        ["Norwegian"] = Culture("N2", "nb-NO"),
        ["Finnish"] = Culture("N2", "fi-FI"),
        ["Italian"] = Culture("N2", "it-IT"),
        ["Spanish"] = Culture("N2", "es-ES"),
        ["Dutch euros"] = Culture("C2", "nl-NL"),
        ["Turkish"] = Culture("N2", "tr-TR"),
        ["Russian"] = Culture("N2", "ru-RU"),
        ["thin blanks"] = (number => Invariant(number, "#,##0.00").Replace(',', '\u2009'), text => Parse(text.Replace("\u2009", "", StringComparison.Ordinal), "")),
        ["underscores"] = (number => Invariant(number, "#,##0").Replace(',', '_'), text => Parse(text.Replace("_", "", StringComparison.Ordinal), "")),
        ["percent"] = (number => Invariant(number / 100, "0.0") + "%", text => Parse(text.TrimEnd('%'), "") * 100),
        ["percent with a blank"] = (number => Invariant(number / 100, "0.0") + " %", text => Parse(text.TrimEnd('%', ' '), "") * 100),
        ["powers of ten"] = (number => Invariant(number, "0.000e+00"), text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        ["powers of ten without plus"] = (number => Invariant(number, "0.00E0"), text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        ["no zero before the point"] = (number => Invariant(number / 10000, ".000"), text => Parse(text, "") * 10000),
        ["code behind"] = (number => Invariant(number, "#,##0.00") + " USD", text => Parse(text[..^4], "en-US")),
    };

    public static TheoryData<string> Ways => [.. s_ways.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Numbers_are_recognised_and_generated_as_they_are_written(string way)
    {
        var (write, read) = s_ways[way];
        var random = new Random(7);
        string[] cells = [.. Enumerable.Range(0, Rows).Select(_ => write((decimal)Math.Round(Math.Exp(4 + (3 * random.NextDouble()) + (6 * random.NextDouble())) * (random.Next(4) == 0 ? -1 : 1), 2)))];
        PreparedColumn column = Prepare(cells);

        Assert.True(column.Description.Kind is ColumnKind.Real or ColumnKind.Integer, $"{column.Description.Kind}");
        Assert.Empty(column.Repairs);
        Assert.All(cells.Zip(column.Values!), pair => Assert.Equal((double)read(pair.First), way.StartsWith("percent", StringComparison.Ordinal) ? 100 * pair.Second : way.StartsWith("no zero", StringComparison.Ordinal) ? 10000 * pair.Second : pair.Second, 1e-6));

        string[] generated = Generated(column);
        HashSet<string> shapes = [.. cells.Select(Shape)];
        Assert.All(generated, cell => Assert.Contains(Shape(cell), shapes));
        Assert.All(generated, cell => read(cell));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(95)]
    public void A_column_of_two_spellings_is_one_of_numbers_whatever_their_shares(int percent)
    {
        string[] cells = [.. Enumerable.Range(0, Rows).Select(row => row * 100 < percent * Rows ? Invariant(row * 37, "$#,##0.00") : Invariant(row * 37, "0.00"))];
        PreparedColumn column = Prepare(cells);
        Assert.Equal(Enumerable.Range(0, Rows).Select(row => row * 37.0), column.Values!);
        Assert.Equal(percent is 0, column.Repairs.Count == 0);
    }

    [Fact]
    public void However_many_cells_are_no_numbers_it_is_said_what_was_done()
    {
        var kinds = new List<ColumnKind?>();
        for (int odd = 0; odd <= Rows; odd += Rows / 20)
        {
            PreparedColumn column = Prepare([.. Enumerable.Range(0, Rows).Select(row => row < odd ? $"see note {row % 3}" : $"{row % 90}.25")]);
            kinds.Add(column.Description.Kind);
            Assert.True(odd is 0 or Rows || column.Repairs.Any(repair => repair.What.Contains("no number", StringComparison.Ordinal) || repair.What.Contains("among texts", StringComparison.Ordinal)), $"{odd}: {string.Join("; ", column.Repairs)}");
            Assert.Equal(column.Values is null ? 0 : odd, column.Missing);
        }

        int last = kinds.LastIndexOf(ColumnKind.Real);
        Assert.InRange(last, 1, 3);
        Assert.All(kinds.Take(last + 1), kind => Assert.Equal(ColumnKind.Real, kind));
    }

    private static PreparedColumn Prepare(string[] cells)
    {
        string[] texts = [.. cells.Distinct()];
        return ColumnPreparer.Text(texts, Array.ConvertAll(cells, cell => Array.IndexOf(texts, cell)), new ColumnDescription { Name = "x" }, isRole: false, new PreparationOptions());
    }

    private static string[] Generated(PreparedColumn column)
    {
        var codec = (NumericCodec)new ColumnCoding(column, new CodecOptions()).Coded.Codec;
        double[] numbers = [.. Enumerable.Range(0, codec.SymbolCount).Where(symbol => symbol != codec.MissingSymbol).SelectMany(symbol => Enumerable.Range(0, 20).Select(place => codec.Rounded(codec.Decode(symbol, place / 20.0))))];
        return codec.Column(codec.TensorType == TensorType.Whole ? Array.ConvertAll(numbers, number => (long)number) : numbers, 0).Cells<string>();
    }

    private static string Shape(string cell) => Digits().Replace(cell, "9");

    private static string Invariant(decimal number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static decimal Parse(string text, string culture) => decimal.Parse(text, NumberStyles.Currency, CultureInfo.GetCultureInfo(culture));

    private static (Func<decimal, string>, Func<string, decimal>) Culture(string format, string culture) =>
        (number => number.ToString(format, CultureInfo.GetCultureInfo(culture)), text => Parse(text, culture));

    private static (Func<decimal, string> Write, Func<string, decimal> Read) Formatted(string format, string culture) =>
        (number => number.ToString(format, CultureInfo.GetCultureInfo(culture)), text => Parse(text, culture));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
