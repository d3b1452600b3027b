using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FairGan.Cli.Verbs;

namespace FairGan.Cli;

/// <summary>The <c>fairgan</c> command: finds the verb, runs it, and reports errors in one line.</summary>
internal static class FairGanCommand
{
    // How long work that rarely checks its cancellation token may continue after a signal.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the command's name.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Terminal.Guard();
        try
        {
            // A value that begins with @ is a value, not the name of a file of arguments.
            ParseResult parsed = Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is { } action and not ParseErrorAction)
            {
                return parsed.Invoke();
            }

            var verb = parsed.CommandResult.Command as Verb;
            if (verb is null)
            {
                string verbs = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(known => known.Name));
                throw new UsageException((arguments.Length == 0 ? "Name a verb" : $"There is no verb '{arguments[0]}'") + $": {verbs}. See: fairgan --help");
            }

            return parsed.Errors.Count == 0 ? Run(verb, parsed) : throw new UsageException($"{parsed.Errors[0].Message} See: fairgan {verb.Name} --help");
        }
        catch (Exception exception)
        {
            return Failure.Report(exception);
        }
    }

    private static Command Create()
    {
        var help = new HelpOption();
        help.Action = new HelpWithExample((HelpAction)help.Action!);
        return new Command("fairgan", "Makes fair synthetic tables: trains a generator, exports it as one ONNX file, generates rows from it, and audits fairness.")
        {
            new DemoVerb(),
            new TrainVerb(),
            new SampleVerb(),
            new FillVerb(),
            new AuditVerb(),
            new ReportVerb(),
            new AttackVerb(),
            new InspectVerb(),
            help,
            new VersionOption(),
        };
    }

    private static int Run(Verb verb, ParseResult parsed)
    {
        using var signal = new StopSignal();
        Task work = Task.Factory.StartNew(() => verb.Run(parsed, signal.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task.WaitAny(work, Task.Delay(Timeout.InfiniteTimeSpan, signal.Token));
        if (!work.IsCompleted && Task.WaitAny([work], s_grace) < 0)
        {
            // Running native code does not check the token. No file is written from here on, so the process may end at any
            // point.
            OutputFiles.Close();
            ProgressDisplay.RestoreTerminal();
            Console.Error.WriteLine($"fairgan: {Failure.Of(new OperationCanceledException()).Line}");
            ProcessEnd.Now(ExitCode.Stopped);
        }

        work.GetAwaiter().GetResult();
        return ExitCode.Done;
    }
}
