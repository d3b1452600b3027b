namespace FairGan.Tables.Tests;

public sealed class NumberedTests
{
    [Theory]
    [InlineData(0, "0 rows have no value and count")]
    [InlineData(1, "1 row has no value and counts")]
    [InlineData(1_234, "1,234 rows have no value and count")]
    public void Sentences_agree_with_their_number(long count, string expected) =>
        Assert.Equal(expected, Numbered.Of(count, "row[|s] [has|have] no value and [counts|count]"));

    [Fact]
    public void Brackets_without_two_forms_stay() =>
        Assert.Equal("1 cell is no date in the format yyyy[MM]", Numbered.Of(1, "cell[|s] [is|are] no date in the format yyyy[MM]"));
}
