using System.Security.Cryptography;

namespace FairGan.Cli.Verbs;

/// <summary>One verb of the command: its options, its example, and its work.</summary>
internal abstract class Verb : Command
{
    private readonly Option<int?> _seed;
    private readonly Option<int> _threads = VerbOptions.Whole("--threads", "N", "Number of threads.", 1, Environment.ProcessorCount);
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Do not show progress." };

    /// <summary>Creates the verb; <see cref="Takes"/> adds its options.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">An example command line for the help.</param>
    /// <param name="seed">The default seed; null for a random one.</param>
    protected Verb(string name, string description, string example, int? seed = 1)
        : base(name, description)
    {
        Example = example;
        _seed = VerbOptions.OptionalWhole("--seed", "N", seed is null ? "Seed of the random numbers. Default: a random one, so that nobody can repeat the training." : "Seed of the random numbers.", int.MinValue);
        if (seed is not null)
        {
            _seed.DefaultValueFactory = _ => seed;
        }
    }

    /// <summary>An example command line for the help.</summary>
    public string Example { get; }

    /// <summary>Does the work.</summary>
    /// <param name="arguments">The parsed command line, without errors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Run(ParseResult arguments, CancellationToken cancellationToken) => Work(
        arguments,
        new CommonOptions(arguments.GetValue(_seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue), arguments.GetValue(_seed) is not null, arguments.GetRequiredValue(_threads), arguments.GetValue(_quiet)),
        cancellationToken);

    /// <summary>Does the work of the verb.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="common">The options that all verbs have.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    protected abstract void Work(ParseResult arguments, CommonOptions common, CancellationToken cancellationToken);

    /// <summary>Adds arguments and options in the order of the help, and after them the options that all verbs have.</summary>
    protected void Takes(params IEnumerable<Symbol> own)
    {
        foreach (Symbol symbol in own.Concat([_seed, _threads, _quiet]))
        {
            if (symbol is Argument argument)
            {
                Add(argument);
            }
            else
            {
                Add((Option)symbol);
            }
        }
    }
}
