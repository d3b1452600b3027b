namespace FairGan.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("train")]
    [InlineData("sample")]
    [InlineData("audit")]
    [InlineData("report")]
    [InlineData("inspect")]
    public async Task The_help_of_a_verb_has_an_example(string verb)
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Succeed(verb, "--help");
        Assert.Contains($"Example:\n  fairgan {verb} ", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        foreach (string option in (string[])["--seed", "--threads", "--quiet"])
        {
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_help_names_all_verbs_and_nothing_that_is_not_there()
    {
        using var place = new Workplace();
        RunningCommand.Result help = await place.Succeed("--help");
        foreach (string verb in (string[])["demo", "train", "sample", "fill", "audit", "report", "inspect"])
        {
            Assert.Contains($"\n  {verb} ", help.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }

        Assert.Contains("--epsilon", (await place.Succeed("train", "--help")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--manifest", (await place.Succeed("sample", "--help")).Output, StringComparison.Ordinal);
    }
}
