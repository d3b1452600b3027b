using BenchmarkDotNet.Attributes;
using FairGan.Fairness.Audits;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.MicroBenchmarks;

/// <summary>Parsing a CSV, and counting its rows by group, on the mortgages (2,380 rows).</summary>
[MemoryDiagnoser]
public class TableBenchmarks
{
    private readonly MLContext _context = new(seed: 1);
    private readonly FairnessAuditOptions _options = new() { LabelColumn = "deny", PositiveValue = "no", SensitiveColumns = ["afam"] };
    private byte[] _csv = [];
    private IDataView _table = null!;

    [GlobalSetup]
    public void Load()
    {
        _csv = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "hmda.csv"));
        _table = Parse();
    }

    [Benchmark]
    public IDataView Parse() => TableReader.Load(_context, new MemoryStream(_csv), TableFormat.Csv);

    [Benchmark]
    public FairnessAudit Count() => FairnessAudit.Run(_table, _options);
}
