using FairGan.Export.Columns;

namespace FairGan.Export.Tests.Sampling;

public class ColumnConditionTests
{
    [Theory]
    [InlineData("sex=Female", "sex = Female")]
    [InlineData("sex=Female,age=20..30", "sex = Female; age = 20..30")]
    [InlineData("income=>50K", "income = >50K")]
    [InlineData(" race = Black | White , job != ", "race = Black/White; job ! ")]
    [InlineData("town=\"a, b\"|\"c | \"\"d\"\"\",age=..30", "town = a, b/c | \"d\"; age = ..30")]
    [InlineData("\"a=b\"=1", "a=b = 1")]
    [InlineData("job=|clerk", "job = /clerk")]
    public void Conditions_are_read(string text, string expected) => Assert.Equal(
        expected,
        string.Join("; ", ColumnCondition.Parse(text).Select(c => $"{c.Column} {(c.Excluded ? '!' : '=')} {string.Join('/', c.Alternatives)}")));

    [Theory]
    [InlineData("", "character 1", "a column's name")]
    [InlineData("sex", "character 4", "= or != after 'sex'")]
    [InlineData("sex=Female,", "character 12", "a column's name")]
    [InlineData("sex=\"Female", "character 5", "closing double quote")]
    [InlineData("sex=\"Female\"x", "character 13", "between the parts")]
    public void What_is_written_otherwise_is_refused_with_its_place(string text, params string[] expected)
    {
        var problem = Assert.Throws<FormatException>(() => ColumnCondition.Parse(text));
        Assert.All(expected, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_balance_is_read()
    {
        Assert.Empty(ColumnBalance.Parse("sex").Shares);
        var balance = ColumnBalance.Parse("age=..30:1|\"31..\":0.5");
        Assert.Equal("age", balance.Column);
        Assert.Equal([new("..30", 1), new("31..", 0.5)], balance.Shares);
        Assert.Throws<FormatException>(() => ColumnBalance.Parse("sex=Female"));
        Assert.Throws<FormatException>(() => ColumnBalance.Parse("sex=Female:0"));
    }
}
