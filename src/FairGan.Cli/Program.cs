try
{
    return FairGan.Cli.FairGanCommand.Run(args);
}
catch (Exception exception)
{
    // Where not even the parts can be loaded that report a failure.
    Console.Error.WriteLine($"fairgan: the command cannot start: {exception.Message}");
    return 1;
}
