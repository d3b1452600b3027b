namespace FairGan.Cli.Tests;

public sealed class StopTests(TrainedModel model)
{
    [Theory]
    [InlineData(RunningCommand.Interrupt)]
    [InlineData(RunningCommand.Terminate)]
    [InlineData(RunningCommand.HangUp)]
    [InlineData(RunningCommand.Quit)]
    public async Task A_training_that_is_stopped_leaves_nothing(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var place = new Workplace();
        using RunningCommand command = place.Start("train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "1000000", "--out", "new/model");
        await command.WaitForError("training");
        command.Send(signal);
        await ExpectStopped(command);
        Assert.Empty(place.Names);
    }

    [Fact]
    public async Task Rows_that_are_being_drawn_when_stopped_leave_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var place = new Workplace();
        place.Write("rows.csv", "as it was\n");
        using RunningCommand command = place.Start("sample", model.Path, "--rows", "1000000000", "--out", "rows.csv");
        await command.WaitForError("generating rows");
        command.Send(RunningCommand.Interrupt);
        await ExpectStopped(command);
        Assert.Equal(["rows.csv"], place.Names);
        Assert.Equal("as it was\n", place.Text("rows.csv"));
    }

    [Fact]
    public async Task Work_that_cannot_look_up_is_cut_off()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var place = new Workplace();
        using var command = new RunningCommand(place.Folder, ["audit", "-", "--label", "y", "--sensitive", "g", "--json", "out.json"], withInput: true);
        await command.Input.WriteAsync("y,g\n");
        await command.Input.FlushAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        command.Send(RunningCommand.Interrupt);
        await ExpectStopped(command);
        Assert.Empty(place.Names);
    }

    [Fact]
    public async Task Rows_that_go_to_a_slow_reader_do_not_hold_up_the_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var place = new Workplace();
        using RunningCommand fifo = RunningCommand.Shell(place.Folder, "mkfifo slow");
        await fifo.Finish();
        using RunningCommand command = place.Start("sample", model.Path, "--rows", "1000", "--out", "slow");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        command.Send(RunningCommand.Terminate);
        await ExpectStopped(command);
        Assert.Equal(["slow"], place.Names);
    }

    private static async Task ExpectStopped(RunningCommand command)
    {
        RunningCommand.Result result = await command.Finish();
        Assert.True(result.Code == 130, $"{result.Code}: {result.Error}");
        Assert.EndsWith("fairgan: stopped; nothing was left half-written\n", result.Error, StringComparison.Ordinal);
    }
}
