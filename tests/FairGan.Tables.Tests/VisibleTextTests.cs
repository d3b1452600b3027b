namespace FairGan.Tables.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain, café, 漢字, שלום, 🙂", "plain, café, 漢字, שלום, 🙂")]
    [InlineData("\e[31mred\e[0m", "\\u001B[31mred\\u001B[0m")]
    [InlineData("a\u0000b\u0007\u009bc\u007f", "a\\u0000b\\u0007\\u009Bc\\u007F")]
    [InlineData("abc\u202Etxt.exe\u2066\u200F", "abc\\u202Etxt.exe\\u2066\\u200F")]
    [InlineData("two\nlines\tand\r", "two\\u000Alines\\u0009and\\u000D")]
    public void What_would_act_instead_of_being_read_is_visible(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("a\tb\n\\u001B\\u000D\n", VisibleText.OfLines("a\tb\n\e\r\n"));
}
