using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class ResumeTests
{
    private const int Kill = 9;

    private static readonly string[] s_train =
        ["train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--threads", "1", "--out", "model"];

    [Fact]
    public async Task A_training_that_is_killed_goes_on_to_the_same_bytes_with_the_seed_that_nobody_named()
    {
        using var place = new Workplace();
        await StopAfterCheckpoints(place, Kill, [.. s_train, "--steps", "40", "--checkpoint-every", "0.05s"]);

        RunningCommand.Result resumed = await place.Succeed([.. s_train, "--steps", "40", "--resume"]);
        Assert.Contains("the training goes on from its checkpoint in model/checkpoint", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(["model", "model/MODEL_CARD.md", "model/generator.onnx", "model/training.json"], place.Names);
        using JsonDocument record = JsonDocument.Parse(place.Text("model/training.json"));
        await place.Succeed([.. s_train[..^1], "undisturbed", "--steps", "40", "--seed", record.RootElement.GetProperty("seed").GetRawText()]);
        Assert.Equal(place.Bytes("undisturbed/generator.onnx"), place.Bytes("model/generator.onnx"));
        Assert.Equal(place.Text("undisturbed/MODEL_CARD.md"), place.Text("model/MODEL_CARD.md"));
    }

    [Fact]
    public async Task A_training_that_is_stopped_says_how_to_go_on_and_refuses_other_options()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var place = new Workplace();
        RunningCommand.Result stopped = await StopAfterCheckpoints(place, RunningCommand.Terminate, [.. s_train, "--steps", "40", "--checkpoint-every", "0.05s", "--seed", "1"]);
        Assert.Equal(130, stopped.Code);
        Assert.Contains("fairgan: the training is kept; the same command with --resume goes on with it\n", stopped.Error, StringComparison.Ordinal);

        foreach ((string[] other, string said) in new[]
        {
            (new[] { "--strength", "0.5" }, "it has other options.strength: 1, and now 0.5"),
            (["--seed", "2"], "it has another seed than 2 (on the command line --seed)"),
            (["--drop", "single"], "it learns other data, or other columns of them"),
        })
        {
            RunningCommand.Result refused = await place.Run([.. s_train, "--steps", "40", "--resume", "--quiet", .. other]);
            Assert.Equal(2, refused.Code);
            Assert.StartsWith($"fairgan: The training in model/checkpoint cannot go on: {said}", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("model/generator.onnx", place.Names);
        }
    }

    [Fact]
    public async Task Resuming_without_a_checkpoint_says_that_training_starts_from_the_beginning()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await place.Succeed([.. s_train, "--steps", "3", "--resume"]);
        Assert.StartsWith("fairgan: there is no checkpoint in model/checkpoint; the training starts from the beginning\n", result.Error, StringComparison.Ordinal);
    }

    private static async Task<RunningCommand.Result> StopAfterCheckpoints(Workplace place, int signal, string[] arguments)
    {
        using RunningCommand command = place.Start(arguments);
        while (!place.Names.Any(name => string.CompareOrdinal(name, "model/checkpoint/000003") > 0))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        command.Send(signal);
        return await command.Finish();
    }
}
