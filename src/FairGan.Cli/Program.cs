return FairGan.Cli.FairGanCommand.Run(args);
