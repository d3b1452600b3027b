namespace FairGan.Cli.Input;

/// <summary>The command line, or a file named on it, cannot be used. The message states what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
