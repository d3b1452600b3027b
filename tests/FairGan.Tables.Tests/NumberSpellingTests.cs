using FairGan.Export.Columns.Numeric;

namespace FairGan.Tables.Tests;

public sealed class NumberSpellingTests
{
    private static readonly (NumberSpelling Spelling, NumberFormat Format)[] s_pairs =
    [
        (new(), new()),
        (new(','), new() { DecimalSeparator = ',', GroupSeparator = '.' }),
        (new(',', Suffix: "€"), new() { DecimalSeparator = ',', GroupSeparator = ' ', Suffix = " €" }),
        (new(Prefix: "$"), new() { GroupSeparator = ',', Prefix = "$" }),
        (new(Suffix: "%"), new() { Suffix = " %" }),
    ];

    [Fact]
    public void A_text_is_the_same_number_for_tables_and_for_generators()
    {
        const string Alphabet = "0123456789.,' -+eE$€%()−";
        var random = new Random(1);
        int numbers = 0;
        for (int trial = 0; trial < 200_000; trial++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Alphabet[random.Next(random.Next(2) == 0 ? 10 : Alphabet.Length)]));
            (NumberSpelling spelling, NumberFormat format) = s_pairs[trial % s_pairs.Length];
            Assert.Equal((format.TryParse(text, out double expected), expected), (spelling.TryRead(text, out NumberText read), read.Value));
            numbers += read.Value == 0 ? 0 : 1;
        }

        Assert.InRange(numbers, 10_000, 200_000);
    }

    [Theory]
    [InlineData("1,200|3|45,000", "1,200", 1200)]
    [InlineData("$5|$7.5", "$7.5", 7.5)]
    [InlineData("12 %|3 %", "12 %", 12)]
    [InlineData("1.200,50|3,25", "1.200,50", 1200.5)]
    [InlineData("1 200|35", "1 200", 1200)]
    [InlineData("CHF 10|CHF 1'000", "CHF 1'000", 1000)]
    [InlineData("0,125|0,250", "0,125", 0.125)]
    [InlineData("1,234|0,5", "1,234", 1.234)]
    [InlineData("1.234.567|1.234", "1.234", 1234)]
    [InlineData("-$441.59|$3", "-$441.59", -441.59)]
    [InlineData("$5|$-7.5", "$-7.5", -7.5)]
    [InlineData("(696.42)|12.50", "(696.42)", -696.42)]
    [InlineData("206.05-|12.50", "206.05-", -206.05)]
    [InlineData("1’234.00|12.50", "1’234.00", 1234)]
    [InlineData("−5.5|12.50", "−5.5", -5.5)]
    [InlineData("8,24,190|12,500", "8,24,190", 824190)]
    [InlineData("1.2e-3|4E5", "1.2e-3", 0.0012)]
    [InlineData("€ 1.234,50|€ 2,00", "€ 1.234,50", 1234.5)]
    [InlineData("1\u202F234,5|12,0", "1\u202F234,5", 1234.5)]
    [InlineData("$5|7 USD", "7 USD", 7)]
    public void The_spelling_of_a_column_is_found_from_its_cells(string cells, string cell, double expected)
    {
        NumberSpelling spelling = NumberSpelling.Find([.. cells.Split('|').Select(text => (text, 1L))]);

        Assert.True(spelling.TryRead(cell, out NumberText number));
        Assert.Equal(expected, number.Value);
    }

    [Theory]
    [InlineData("12.-")]
    [InlineData("80+")]
    [InlineData("1,2,3")]
    [InlineData("12,3456,789")]
    [InlineData("(5")]
    [InlineData("--5")]
    [InlineData("(-5)")]
    [InlineData("5 kg")]
    [InlineData("2004-02-05")]
    [InlineData("192.168.0.1")]
    [InlineData("1e")]
    public void What_is_no_number_is_none(string cell) => Assert.False(NumberText.TryRead(cell, '.', out _));
}
