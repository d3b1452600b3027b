using Spectre.Console;

namespace FairGan.Cli.Progress;

/// <summary>Shows progress on standard error: a bar on a terminal, otherwise an occasional line, nothing with <c>--quiet</c>.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs work and shows its progress.</summary>
    /// <param name="quiet">Whether nothing is shown.</param>
    /// <param name="work">The work.</param>
    public static void Show(bool quiet, Action<IWorkProgress> work)
    {
        if (quiet)
        {
            work(new SilentProgress());
        }
        else if (Console.IsErrorRedirected)
        {
            work(new LineProgress(Console.Error));
        }
        else
        {
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Terminal.Unchecked) });
            console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .Start(tasks => work(new BarProgress(tasks)));
        }
    }

    /// <summary>Shows the terminal's cursor again, which a bar that was cut off leaves hidden.</summary>
    public static void RestoreTerminal()
    {
        if (!Console.IsErrorRedirected)
        {
            Terminal.Unchecked.WriteLine("\e[?25h");
        }
    }
}
