using FairGan.Export.Columns.Numeric;

namespace FairGan.Tables.Tests;

/// <summary>Tables read numbers as generators' files write and read them, which is coded in another project.</summary>
public sealed class NumberSpellingTests
{
    private static readonly (NumberSpelling Spelling, NumberFormat Format)[] s_pairs =
    [
        (new(), new()),
        (new(GroupSeparator: ','), new() { GroupSeparator = ',' }),
        (new(GroupSeparator: '\''), new() { GroupSeparator = '\'' }),
        (new(',', '.'), new() { DecimalSeparator = ',', GroupSeparator = '.' }),
        (new(',', ' ', Suffix: " €"), new() { DecimalSeparator = ',', GroupSeparator = ' ', Suffix = " €" }),
        (new(GroupSeparator: ',', Prefix: "$"), new() { GroupSeparator = ',', Prefix = "$" }),
        (new(Suffix: " %"), new() { Suffix = " %" }),
    ];

    [Fact]
    public void A_text_is_the_same_number_for_tables_and_for_generators()
    {
        const string Alphabet = "0123456789.,' -+eE$€%";
        var random = new Random(1);
        int numbers = 0;
        for (int trial = 0; trial < 200_000; trial++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Alphabet[random.Next(random.Next(2) == 0 ? 10 : Alphabet.Length)]));
            (NumberSpelling spelling, NumberFormat format) = s_pairs[trial % s_pairs.Length];
            Assert.Equal((format.TryParse(text, out double expected), expected), (spelling.TryRead(text, out double read), read));
            numbers += double.IsNaN(read) || read == 0 ? 0 : 1;
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
    public void The_spelling_of_a_column_is_found_from_its_cells(string cells, string cell, double expected)
    {
        NumberSpelling spelling = NumberSpellings.Find([.. cells.Split('|').Select(text => (text, 1L))]);

        Assert.True(spelling.TryRead(cell, out double value));
        Assert.Equal(expected, value);
    }
}
