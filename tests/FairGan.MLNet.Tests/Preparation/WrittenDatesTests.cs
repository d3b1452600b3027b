using System.Globalization;
using System.Text.RegularExpressions;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Dates;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Recognition;
using FairGan.Tables;

namespace FairGan.MLNet.Tests.Preparation;

/// <summary>Dates as people and programs write them: recognised, generated in the same form, and read back by .NET's own parser in the culture.</summary>
public sealed partial class WrittenDatesTests
{
    private const int Rows = 300;

    // Format, culture, and the name of the column.
    public static TheoryData<string, string> Ways => new()
    {
        { "yyyy-MM-dd", "" }, { "yyyy/MM/dd", "" }, { "yyyy/M/d", "" }, { "yyyy.MM.dd", "" }, { "dd.MM.yyyy", "" }, { "d.M.yyyy", "" }, { "dd/MM/yyyy", "" }, { "MM/dd/yyyy", "" },
        { "M/d/yyyy", "" }, { "dd-MM-yyyy", "" }, { "MM-dd-yyyy", "" }, { "dd-MM-yy", "" }, { "MM/dd/yy", "" }, { "dd.MM.yy", "" }, { "yy-MM-dd", "" }, { "yyyyMMdd", "" }, { "yyyyMMddHHmmss", "" },
        { "yyyy-MM", "" }, { "MM/yyyy", "" }, { "MMM-yyyy", "" }, { "MMM-yy", "" }, { "MMMM yyyy", "" }, { "dd-MMM-yyyy", "" }, { "dd-MMM-yy", "" }, { "d MMM yyyy", "" }, { "MMM d, yyyy", "" },
        { "MMMM d, yyyy", "" }, { "dddd, MMMM d, yyyy", "" }, { "ddd, dd MMM yyyy", "" }, { "ddd, dd MMM yyyy HH:mm:ss 'GMT'", "" }, { "ddd MMM dd HH:mm:ss yyyy", "" },
        { "yyyy-MM-dd HH:mm:ss", "" }, { "yyyy-MM-dd HH:mm", "" }, { "yyyy-MM-dd'T'HH:mm:ss", "" }, { "yyyy-MM-dd'T'HH:mm:ss'Z'", "" }, { "yyyy-MM-dd HH:mm:ss.fff", "" }, { "yyyy-MM-dd HH:mm:ss.ffffff", "" },
        { "yyyy-MM-dd HH:mm:ss'+00'", "" }, { "yyyy-MM-dd HH:mm:ss 'UTC'", "" }, { "yyyy-MM-dd'T'HH:mm:ss'+02:00'", "" }, { "yyyyMMdd'T'HHmmss", "" }, { "M/d/yyyy H:mm", "" }, { "M/d/yyyy h:mm tt", "" },
        { "MM/dd/yyyy hh:mm:ss tt", "" }, { "dd/MM/yyyy HH:mm", "" }, { "dd.MM.yyyy HH:mm:ss", "" }, { "HH:mm", "" }, { "H:mm", "" }, { "h:mm tt", "" }, { "HH:mm:ss", "" },
        { "d. MMMM yyyy", "de-DE" }, { "dddd, d. MMMM yyyy", "de-DE" }, { "dd MMM yyyy", "fr-FR" }, { "dddd d MMMM yyyy", "fr-FR" }, { "d 'de' MMMM 'de' yyyy", "es-ES" }, { "dd-MMM-yyyy", "es-MX" },
        { "d MMMM yyyy", "it-IT" }, { "d 'de' MMMM 'de' yyyy", "pt-BR" }, { "d MMMM yyyy", "nl-NL" }, { "d MMMM yyyy", "pl-PL" }, { "d MMM yyyy", "sv-SE" }, { "d MMMM yyyy", "tr-TR" }, { "d MMMM yyyy", "ru-RU" }, { "yyyy'年'M'月'd'日'", "ja-JP" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Dates_are_recognised_and_generated_as_they_are_written(string format, string culture)
    {
        CultureInfo info = CultureInfo.GetCultureInfo(culture);
        string[] cells = [.. Times().Select(time => time.ToString(format, info))];
        PreparedColumn column = Prepare("x", cells);

        Assert.Equal(ColumnKind.Date, column.Description.Kind);
        Assert.Empty(column.Repairs);
        var codec = Codec(column);
        Assert.All(cells.Zip(column.Values!), pair => Assert.Equal(Read(pair.First), DateCodec.TimeOf((long)pair.Second, codec.Unit)));
        string[] generated = Generated(codec);
        HashSet<string> shapes = [.. cells.Select(Shape)];
        Assert.All(generated, cell => Assert.Contains(Shape(cell), shapes));
        Assert.All(generated, cell => Read(cell));

        DateTime Read(string cell) => DateTime.ParseExact(cell, format, info, DateTimeStyles.NoCurrentDateDefault) is var time && format.Contains('y', StringComparison.Ordinal) ? time : DateTime.UnixEpoch + time.TimeOfDay;
    }

    [Theory]
    [InlineData("en-US en-GB en-IN en-CA en-AU de-DE de-AT de-CH fr-FR fr-CA nl-NL")]
    [InlineData("es-ES es-MX it-IT pt-BR pt-PT ca-ES ro-RO el-GR")]
    [InlineData("sv-SE da-DK nb-NO fi-FI et-EE lt-LT lv-LV")]
    [InlineData("pl-PL cs-CZ sk-SK sl-SI hr-HR bg-BG ru-RU uk-UA hu-HU tr-TR")]
    [InlineData("ja-JP zh-CN ko-KR id-ID hi-IN ar-EG")]
    public void The_usual_dates_of_cultures_come_back(string cultures)
    {
        foreach (var (culture, format) in cultures.Split(' ').SelectMany(culture => "dDgGfFY".Select(format => (culture, $"{format}"))))
        {
            string[] cells = [.. Times().Select(time => TextCells.Tidy(time.ToString(format, CultureInfo.GetCultureInfo(culture))))];
            PreparedColumn column = Prepare("x", cells);
            Assert.True(column.Description.Kind == ColumnKind.Date, $"{culture}: {cells[0]} is {column.Description.Kind}");
            Assert.Equal(cells, column.Values!.Select(column.Quantity!.Write));
        }
    }

    [Theory]
    [InlineData("signed", "18-JUL-17")]
    [InlineData("signed", "November 8th, 2014")]
    [InlineData("signed", "7/10/1965 3:34 pm")]
    [InlineData("quarter", "2004Q1")]
    [InlineData("quarter", "Q1 2004")]
    [InlineData("week", "2004-W06")]
    [InlineData("week", "2004-W06-4")]
    [InlineData("excel_date", "38022")]
    [InlineData("created_at", "1075966975")]
    [InlineData("created_at", "1075966975123")]
    [InlineData("signed", "2004-02-05 07:42:55.1+00")]
    public void Spellings_that_dotnet_has_no_format_for_are_generated_as_they_are_written(string name, string example)
    {
        string[] cells = [.. Times().Select(time => Like(example, time))];
        PreparedColumn column = Prepare(name, cells);

        Assert.Equal(ColumnKind.Date, column.Description.Kind);
        Assert.Empty(column.Repairs);
        HashSet<string> shapes = [.. cells.Select(Shape)];
        Assert.All(Generated(Codec(column)), cell => Assert.Contains(Shape(cell), shapes));
        Assert.Equal(cells, column.Values!.Select(value => column.Quantity!.Write(value)));
    }

    [Fact]
    public void The_format_of_two_digit_years_does_not_tell_the_earliest_year()
    {
        (string Cell, long Rows)[] births = [.. Enumerable.Range(0, 600).Select(i => (i == 0 ? "04-03-23" : $"{1 + (i % 28):00}-{1 + (i % 12):00}-{47 + (i % 50):00}", 1L))];

        string format = DateFormats.Find("born", births).Formats[0];

        Assert.Equal("[yy=1900]dd-MM-yy", format);
        Assert.All(births, birth => Assert.True(DateFormat.Parse(format).TryRead(birth.Cell, out DateTime time) && time.Year is 1923 or (>= 1947 and < 1997)));
    }

    [Fact]
    public void Dates_with_and_without_times_stay_both()
    {
        string[] cells = [.. Times().Select((time, row) => time.ToString(row % 5 < 2 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))];
        string[] generated = Generated(Codec(Prepare("x", cells)));

        Assert.InRange(generated.Count(cell => cell.Length == 10) / (double)generated.Length, 0.3, 0.5);
        Assert.All(generated, cell => DateTime.ParseExact(cell, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None));
    }

    [Fact]
    public void Two_digits_of_a_year_mean_the_hundred_years_that_have_no_gap()
    {
        string[] cells = [.. Enumerable.Range(0, Rows).Select(row => new DateTime(1940, 1, 1).AddDays(row * 70).ToString("dd-MM-yy", CultureInfo.InvariantCulture))];
        PreparedColumn column = Prepare("born", cells);

        Assert.Equal(new DateTime(1940, 1, 1), DateCodec.TimeOf((long)column.Values!.Min(), DateUnit.Day));
        Assert.Equal(cells, column.Values!.Select(column.Quantity!.Write));
    }

    [Fact]
    public void Where_day_and_month_cannot_be_told_apart_it_is_said()
    {
        string[] cells = [.. Enumerable.Range(0, 48).Select(row => $"{1 + (row % 12)}/{1 + (row * 5 % 12)}/{1990 + row}")];
        Assert.Contains("whether day or month comes first", Assert.Single(Prepare("x", cells).Repairs).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price", "2004.02|1999.12|12.05|1530.75")]
    [InlineData("score", "2-1|3-0|1-1|0-4")]
    [InlineData("account", "1075966975|1075966976|1975966975|1375966975")]
    [InlineData("version", "1.2.3|1.10.0|2.0.1|1.2.4")]
    [InlineData("address", "10.0.0.1|10.0.0.2|192.168.1.5|172.16.0.9")]
    public void What_only_looks_like_dates_is_none(string name, string cells) =>
        Assert.NotEqual(ColumnKind.Date, Prepare(name, [.. Enumerable.Repeat(cells.Split('|'), 10).SelectMany(cell => cell)]).Description.Kind);

    private static IEnumerable<DateTime> Times()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Rows).Select(_ => new DateTime(1975, 1, 1).AddSeconds(random.Next(0, 1_500_000_000)).AddMilliseconds(random.Next(1000)))];
    }

    private static string Like(string example, DateTime time) => example switch
    {
        "18-JUL-17" => time.ToString("dd-MMM-yy", CultureInfo.InvariantCulture).ToUpperInvariant(),
        "November 8th, 2014" => $"{time.ToString("MMMM", CultureInfo.InvariantCulture)} {time.Day}{((time.Day % 10, time.Day / 10) switch { (1, not 1) => "st", (2, not 1) => "nd", (3, not 1) => "rd", _ => "th" })}, {time.Year}",
        "7/10/1965 3:34 pm" => time.ToString("M/d/yyyy h:mm tt", CultureInfo.InvariantCulture).ToLowerInvariant(),
        "2004Q1" => $"{time.Year}Q{(time.Month + 2) / 3}",
        "Q1 2004" => $"Q{(time.Month + 2) / 3} {time.Year}",
        "2004-W06" => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time)}-W{ISOWeek.GetWeekOfYear(time):00}"),
        "2004-W06-4" => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time)}-W{ISOWeek.GetWeekOfYear(time):00}-{(time.DayOfWeek == 0 ? 7 : (int)time.DayOfWeek)}"),
        "38022" => ((int)time.ToOADate()).ToString(CultureInfo.InvariantCulture),
        "1075966975" => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "1075966975123" => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        _ => time.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture) + "+00",
    };

    private static PreparedColumn Prepare(string name, string[] cells)
    {
        string[] texts = [.. cells.Distinct()];
        return ColumnPreparer.Text(texts, Array.ConvertAll(cells, cell => Array.IndexOf(texts, cell)), new ColumnDescription { Name = name }, isRole: false, new PreparationOptions());
    }

    private static DateCodec Codec(PreparedColumn column) => (DateCodec)new ColumnCoding(column, new CodecOptions()).Coded.Codec;

    private static string[] Generated(DateCodec codec)
    {
        double[] units = [.. Enumerable.Range(0, codec.SymbolCount).Where(symbol => symbol != codec.MissingSymbol).SelectMany(symbol => Enumerable.Range(0, 20).Select(place => codec.Origin + codec.Numbers.Rounded(codec.Numbers.Decode(symbol, place / 20.0))))];
        return codec.Column(Array.ConvertAll(units, unit => (long)unit), 0).Cells<string>();
    }

    // Words and numbers of one or two digits are alike.
    private static string Shape(string cell) => Words().Replace(Digits().Replace(cell, "9"), "a");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("[\\p{L}\\p{M}]+\\.?")]
    private static partial Regex Words();
}
