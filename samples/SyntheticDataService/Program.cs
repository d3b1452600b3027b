using SyntheticDataService;

ServiceApplication.Build(args).Run();
