using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;

namespace FairGan.MLNet.Tests.Preparation;

public sealed class TableEncoderTests
{
    private static readonly SynthesizerOptions s_options = new() { LabelColumn = "y", PositiveValue = "yes", SensitiveColumns = ["s"], Protection = new() { MinRows = 0 } };

    [Fact]
    public void Symbols_stand_for_the_cells_they_were_made_from()
    {
        var table = TableEncoder.Encode(TestTables.FromCsv("s,x,y\na,1.5,yes\nb,,no\n,2,yes\n"), s_options);
        Assert.Equal(3, table.RowCount);
        Assert.Equal(["a", "b", "(missing)"], table.Codes[0].Select(code => table.Schema.Columns[0].Describe(code)));
        Assert.Equal(["1.5", "(missing)", "2"], table.Codes[1].Select(code => table.Schema.Columns[1].Describe(code)));
        Assert.Null(table.Numbers[0]);
        Assert.Equal([1.5f, float.NaN, 2f], table.Numbers[1]!);
    }

    [Fact]
    public void A_number_can_be_declared_a_category()
    {
        var options = s_options with { ColumnKinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } };
        var table = TableEncoder.Encode(TestTables.FromCsv("s,x,y\na,10,yes\nb,9,no\n"), options);
        Assert.Equal(["10", "9"], Assert.IsType<CategoricalCodec>(table.Schema["x"]).Categories);
    }

    [Theory]
    [InlineData("s,x,y\na,1,yes\nb,2,yes\n", "label column 'y' has one value only (yes)")]
    [InlineData("s,x,y\na,1,yes\na,2,no\n", "sensitive column 's' has one group only (a)")]
    [InlineData("s,x,y\na,1,ja\nb,2,nein\n", "label column 'y' has no value 'yes'; it has ja, nein")]
    [InlineData("s,x,y\na,1,yes\n", "one row only")]
    public void What_cannot_be_learned_is_refused_by_column(string csv, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => TableEncoder.Encode(TestTables.FromCsv(csv), s_options)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_that_does_not_exist_is_named_with_those_that_do() =>
        Assert.Contains("'y'; the table has 's', 'x'", Assert.Throws<ArgumentOutOfRangeException>(() => TableEncoder.Encode(TestTables.FromCsv("s,x\na,1\n"), s_options)).Message, StringComparison.Ordinal);

    [Fact]
    public void Many_numbers_are_not_groups()
    {
        string csv = "s,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},{(i % 2 == 0 ? "yes" : "no")}\n"));
        Assert.Contains("too many distinct numbers to be groups", Assert.Throws<FormatException>(() => TableEncoder.Encode(TestTables.FromCsv(csv), s_options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_positive_value_of_a_0_1_label_need_not_be_named()
    {
        var table = TableEncoder.Encode(TestTables.FromCsv("s,y\na,1\nb,0\n"), new() { LabelColumn = "y", SensitiveColumns = ["s"], Protection = new() { MinRows = 0 } });
        Assert.Equal("1", table.Schema.Positive);
    }

    [Fact]
    public void A_number_whose_digits_go_with_another_column_gets_more_symbols_than_one_whose_do_not()
    {
        var random = new Random(6);
        string csv = "month,rate,noise\n" + string.Concat(Enumerable.Range(0, 6000).Select(_ =>
        {
            int month = random.Next(80), day = random.Next(3);
            return string.Create(CultureInfo.InvariantCulture, $"m{month},{0.5 + (month * 37 % 80 * 0.05) + (day * 0.013):0.000},{random.NextDouble():0.0000}\n");
        }));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new());
        Assert.InRange(table.Schema["rate"].SymbolCount, 60, 256);
        Assert.Equal(32, table.Schema["noise"].SymbolCount);
        Assert.InRange(TableEncoder.Encode(TestTables.FromCsv(csv), new() { Codec = new() { NumericSymbols = 1024 } }).Schema["rate"].SymbolCount, 200, 1024);
    }
}
