using FairGan.Benchmarks;

return args switch
{
    ["audit"] => AuditBenchmark.Run(isLarge: false),
    ["audit", "--large"] => AuditBenchmark.Run(isLarge: true),
    ["audit-parquet", string pattern] => AuditBenchmark.CountParquet(pattern),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project benchmarks/FairGan.Benchmarks -- audit [--large]");
    return 2;
}
