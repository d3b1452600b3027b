using FairGan.Export.Columns;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Columns.Numeric;

namespace FairGan.Export.Tests.Columns;

public sealed class DurationCodecTests
{
    [Theory]
    [InlineData("h:mm:00", "1:30:00", "12:00:00", "-0:45:00")]
    [InlineData("h:mm:ss", "1:30:05", "125:00:59", "-0:00:01")]
    [InlineData("hh:mm:ss", "01:30:05", "25:00:00")]
    [InlineData("hh:mm:ss.fff", "25:30:05.250", "-00:00:00.001")]
    [InlineData("hh:mm:ss.F", "25:30:05.25", "00:00:01", "00:00:00.0000001")]
    [InlineData("d.hh:mm:ss", "1.02:03:04", "02:03:04", "-3.00:00:01")]
    [InlineData("d days hh:mm:ss", "1 days 02:03:04", "0 days 02:03:04")]
    [InlineData("m:ss", "36:15", "5:00", "-90:01")]
    [InlineData("0 min", "90 min", "1 min", "-5 min", "0 min")]
    [InlineData("0h", "1.5h", "2h")]
    [InlineData("0 s", "45 s", "0.5 s")]
    [InlineData("0 days", "3 days", "1 day", "-1 day")]
    [InlineData("0 weeks", "2 weeks")]
    [InlineData("0 ms", "250 ms")]
    [InlineData("PT1H1M", "PT1H30M", "PT36H", "PT0M", "-PT45M")]
    [InlineData("PT1M", "PT90M")]
    [InlineData("P1DT1H", "P1DT2H", "P3D", "PT5H")]
    [InlineData("P1DT1H1M1S", "P1DT2H3M4.5S", "PT0S", "-P1D")]
    [InlineData("P1W", "P2W")]
    public void Every_spelling_is_read_and_written_back(string text, params string[] cells)
    {
        var format = DurationFormat.Parse(text);
        Assert.Equal(text, format.Text);
        Assert.All(cells, cell =>
        {
            Assert.True(format.TryRead(cell, out var duration), cell);
            Assert.Equal(cell, format.Write(duration));
        });
    }

    [Theory]
    [InlineData("PT1H30M", 5400)]
    [InlineData("P1DT2H", 93600)]
    [InlineData("1.02:03:04", 93784)]
    [InlineData("90 min", 5400)]
    [InlineData("2 h", 7200)]
    [InlineData("3 days", 259200)]
    [InlineData("-1:30:00", -5400)]
    public void Whatever_the_columns_format_an_unambiguous_duration_is_read(string cell, double seconds)
    {
        Assert.True(Codec("m:ss", DurationUnit.Second, 0, 1).TryParse(cell, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("1:75:00")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("5 m")]
    [InlineData("3D")]
    [InlineData("1.30:00:00")]
    [InlineData("999999999 weeks")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("")]
    public void What_is_no_duration_or_may_be_something_else_is_not_read(string cell) =>
        Assert.False(Codec("h:mm:ss", DurationUnit.Second, 0, 1).TryParse(cell, out _));

    [Theory]
    [InlineData("h:mm:ss", "1:30:01", "10:00:00")]
    [InlineData("h:mm:00", "1:30:00", "10:00:00")]
    [InlineData("hh:mm:ss", "01:30:01", "25:00:00")]
    [InlineData("d.hh:mm:ss", "1.02:03:04", "-2.00:00:00")]
    [InlineData("d days hh:mm:ss", "0 days 02:03:04", "1 days 00:00:00")]
    [InlineData("m:ss", "36:15", "9:30")]
    [InlineData("0 min", "90 min", "5 min")]
    [InlineData("PT1H1M", "PT45M", "PT1H")]
    [InlineData("PT1M", "PT45M", "PT90M")]
    [InlineData("P1DT1H", "P1DT2H", "PT3H")]
    public void A_columns_format_is_found(string format, params string[] cells)
    {
        var (formats, rows) = DurationFormats.Find([.. cells.Select(cell => (cell, 3L))]);
        Assert.Equal([format], formats);
        Assert.Equal(3 * cells.Length, rows);
    }

    [Fact]
    public void The_majoritys_format_comes_first_and_each_cell_is_read()
    {
        var (formats, rows) = DurationFormats.Find([("90 min", 5), ("2 h", 1), ("PT1H", 2)]);
        Assert.Equal(["0 min", "PT1H", "0 h"], formats);
        Assert.Equal(8, rows);
    }

    [Theory]
    [InlineData("01:30:00", "23:59:59")]
    [InlineData("01:30", "23:59")]
    [InlineData("9:30", "17:45")]
    [InlineData("36 months", "60 months")]
    [InlineData("a", "b")]
    [InlineData("2024-01-01 10:00:00", "2024-01-02 11:00:00")]
    [InlineData("10", "20")]
    public void Times_of_day_and_other_cells_are_no_durations(params string[] cells) =>
        Assert.Empty(DurationFormats.Find([.. cells.Select(cell => (cell, 1L))]).Formats);

    [Fact]
    public void Times_of_day_are_durations_where_the_column_is_said_to_hold_some() =>
        Assert.Equal(["hh:mm:00"], DurationFormats.Find([("01:30:00", 1)], isGiven: true).Formats);

    [Fact]
    public void A_codec_keeps_the_step_and_finds_symbols_by_value()
    {
        var codec = Codec("h:mm:00", DurationUnit.Minute, [.. Enumerable.Range(-40, 200).Select(i => 5.0 * i)]);
        Assert.Equal(ColumnKind.Duration, codec.Kind);
        Assert.Equal(5, codec.Numbers.Multiple);
        var allowed = codec.Allowed(new ColumnCondition("wait", ["0:10:00..PT30M"]));
        Assert.All(Enumerable.Range(0, codec.SymbolCount).Where(symbol => allowed.Shares[symbol] > 0), symbol =>
        {
            var (uniform, least, most) = allowed.Inside(symbol, 0.5);
            double minutes = codec.ValueOf(symbol, uniform, least, most);
            Assert.InRange(minutes, 10, 30);
            Assert.Equal(0, minutes % 5);
        });
        Assert.Contains("0:10:00..soon", Assert.Throws<ArgumentException>(() => codec.Allowed(new ColumnCondition("wait", ["0:10:00..soon"]))).Message, StringComparison.Ordinal);
        Assert.Equal(codec.SymbolOf("1:00:00"), codec.SymbolOf("60 min"));
    }

    [Fact]
    public void Typed_cells_are_time_spans_and_text()
    {
        var codec = new DurationCodec("wait", DurationUnit.Minute, "0 min", NumericCodec.Fit("wait", [-5, 90, double.NaN], new CodecOptions()));
        var column = codec.Column(new[] { -5.0, 90, double.NaN }, 0);
        Assert.Equal([TimeSpan.FromMinutes(-5), TimeSpan.FromMinutes(90), null], column.Cells<TimeSpan?>());
        Assert.Equal(["-5 min", "90 min", ""], column.Cells<string>());
        Assert.Equal([0, 1, 2], codec.SymbolsOf(column));
        Assert.Contains("TimeSpan?", Assert.Throws<ArgumentException>(() => column.Cells<double>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_codecs_are_equal_and_a_unit_that_is_not_the_formats_is_refused()
    {
        Assert.Equal(Codec("0 min", DurationUnit.Minute, 1, 2), Codec("0 min", DurationUnit.Minute, 1, 2));
        Assert.Throws<FormatException>(() => Codec("0 min", DurationUnit.Second, 1, 2));
        Assert.Throws<FormatException>(() => Codec("fortnights", DurationUnit.Week, 1, 2));
    }

    private static DurationCodec Codec(string format, DurationUnit unit, params double[] numbers) =>
        new("wait", unit, format, NumericCodec.Fit("wait", numbers, new CodecOptions()));
}
