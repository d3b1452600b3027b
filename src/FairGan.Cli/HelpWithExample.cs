using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FairGan.Cli.Verbs;

namespace FairGan.Cli;

/// <summary>The help of a verb, followed by an example.</summary>
internal sealed class HelpWithExample(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb verb)
        {
            output.WriteLine("Example:");
            output.WriteLine($"  {verb.Example}");
            if (verb.Options.Any(option => option.HelpName?.StartsWith("COL", StringComparison.Ordinal) == true))
            {
                output.WriteLine();
                output.WriteLine(ColumnNames.Rule);
            }
        }
        else
        {
            output.WriteLine("Exit codes: 0 done, 1 failed, 2 bad usage or bad input, 130 stopped.");
        }

        return code;
    }
}
