using System.Text;
using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Format;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using FairGan.Reporting.Quality.Privacy.Inference;
using FairGan.Reporting.Quality.Privacy.Scan;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>One run of all privacy attacks on a generator's file or its rows, from the tables to the verdict.</summary>
internal sealed class AttackRun(AttackTables tables, PrivacyAttackOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
{
    private const int DefaultLeastRows = 10;
    private const int MeasuredRows = 2_000;

    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };

    /// <summary>Attacks a generator's file and the rows that it makes.</summary>
    public PrivacyAttackResult OnFile(byte[] file, OnnxGenerator generator)
    {
        (ModelProto model, GeneratorInformation information) = GeneratorFile.Read(file);
        int leastRows = options.LeastRows ?? (information.Protection is { MinRows: > 0 and var minRows } ? minRows : DefaultLeastRows);
        AttackTables attacked = tables.Only(information.Schema.Columns.Where(codec => codec.Kind != ColumnKind.Identifier).Select(codec => codec.Name).ToHashSet());
        int trained = attacked.Training.RowCount;
        int[] counts = [.. options.Multiples.Select(multiple => (int)Math.Min((long)multiple * trained, options.MaximumGeneratedRows))];
        int most = Math.Max(counts.Max(), Math.Max(options.DensityRows, Math.Min(trained, options.MaximumGeneratedRows)));
        progress?.Report($"Generating {most:N0} rows");
        ColumnarTable generated = GeneratedRows.Read(generator, most, new SamplingOptions { Seed = options.Seed }, attacked.Training, cancellationToken);
        AttackTargets targets = Targets(attacked);
        List<MembershipAttack> attacks = [];
        for (int i = 0; i < counts.Length; i++)
        {
            attacks.AddRange(GeneratedRowAttacks.Run(options.Multiples[i], First(generated, counts[i]), targets, attacked.Reference, options, _parallel, progress));
        }

        attacks.AddRange(GeneratorFileAttacks.Run(model, information, targets, attacked.Reference, First(generated, options.DensityRows), trained, _parallel, progress));
        ValueScan scan = Scan(leastRows);
        List<ValueLeak> leaks = [.. scan.Texts("file", new ScannedTexts(file, FileContents.Strings(model))), .. NumbersIn(model, information, scan), .. scan.Rows(generated)];
        return Result(attacks, attacked, First(generated, trained), leaks, scan, leastRows, information.Protection?.Epsilon is not null);
    }

    /// <summary>Attacks generated rows alone.</summary>
    public PrivacyAttackResult OnRows(ColumnarTable generated)
    {
        int leastRows = options.LeastRows ?? DefaultLeastRows;
        ColumnarTable used = Sample(generated, options.MaximumGeneratedRows);
        int multiple = Math.Max(1, (int)Math.Round((double)used.RowCount / tables.Training.RowCount));
        List<MembershipAttack> attacks = [.. GeneratedRowAttacks.Run(multiple, used, Targets(tables), tables.Reference, options, _parallel, progress)];
        ValueScan scan = Scan(leastRows);
        return Result(attacks, tables, Sample(generated, tables.Training.RowCount), [.. scan.Rows(generated)], scan, leastRows);
    }

    private PrivacyAttackResult Result(
        List<MembershipAttack> attacks, AttackTables attacked, ColumnarTable generated, List<ValueLeak> leaks, ValueScan scan, int leastRows, bool isPrivate = false)
    {
        leaks.AddRange(options.Documents.SelectMany(document =>
            scan.Texts(document.Kind, new ScannedTexts(Encoding.UTF8.GetBytes(document.Text), FileContents.OfJson(document.Text)))));
        (IReadOnlyList<InferenceAttack> inferences, NearestRows nearest) = Infer(attacked, generated);
        (PrivacyVerdict Verdict, string Sentence)[] findings = [.. AttackFindings.Of(attacks, inferences, nearest, leaks, leastRows, isPrivate)];
        return new PrivacyAttackResult(attacks, inferences, nearest, leaks)
        {
            Verdict = findings[0].Verdict,
            Findings = [.. findings.Select(finding => $"{AttackFindings.Words(finding.Verdict)} – {finding.Sentence}")],
            LeastRows = leastRows,
        };
    }

    private AttackTargets Targets(AttackTables attacked) => new(attacked.Members, attacked.Others, options.SensitiveColumns, _parallel);

    private (IReadOnlyList<InferenceAttack> Inferences, NearestRows Nearest) Infer(AttackTables attacked, ColumnarTable generated)
    {
        progress?.Report("Singling out, linking and inferring");
        int rows = Math.Min(options.MaximumTargets, Math.Min(attacked.Training.RowCount, attacked.HeldOut.RowCount));
        ColumnarTable training = Sample(attacked.Training, rows), control = Sample(attacked.HeldOut, rows);
        List<InferenceAttack> inferences = [.. SinglingOut.Attack(training, control, Sample(generated, Math.Max(rows, MeasuredRows)), options.Seed, _parallel)];
        int columns = generated.Columns.Count * (options.MaximumInferredColumns + 2);
        int searched = (int)Math.Clamp(options.MaximumComparisons / (2.0 * rows * columns), 1_000, int.MaxValue);
        var neighbours = new NeighbourInference(training, control, Sample(generated, searched), options.Seed, _parallel);
        inferences.Add(neighbours.Link());
        IEnumerable<string> names = options.SensitiveColumns.Concat(generated.Columns.Select(column => column.Name)).Distinct().Where(generated.Contains);
        inferences.AddRange(names.Take(options.MaximumInferredColumns).Select(neighbours.Infer));
        return (inferences, NearestRowRates.Of(training, control, Sample(generated, MeasuredRows), _parallel));
    }

    private ValueScan Scan(int leastRows)
    {
        progress?.Report("Scanning for rare values");
        List<RareValues> rare = [.. RareValues.Of(tables.Training, tables.HeldOut, leastRows)];
        return new ValueScan(options.Written is null ? rare
            : [.. RareValues.WithTexts(rare, ColumnarTableReader.Read(options.Written, nameof(options.Written), cancellationToken), leastRows)]);
    }

    private IEnumerable<ValueLeak> NumbersIn(ModelProto model, GeneratorInformation information, ValueScan scan)
    {
        HashSet<double> everywhere = FileContents.Numbers(model);
        foreach (RareValues column in scan.Rare.Where(column => column.Numbers.Count > 0))
        {
            HashSet<double> found = information.Schema.Columns.FirstOrDefault(codec => codec.Name == column.Column) is { } codec && tables.Training.Contains(column.Column)
                ? FileContents.NumbersOf(codec, tables.Training[column.Column]) : [];
            found.UnionWith(everywhere);
            foreach (ValueLeak leak in ValueScan.Numbers("file", column, found))
            {
                yield return leak;
            }
        }
    }

    private ColumnarTable Sample(ColumnarTable table, int most) => table.Select(RowSampling.AtMost(table.RowCount, most, options.Seed));

    private static ColumnarTable First(ColumnarTable table, int rows) => rows >= table.RowCount ? table : table.Select(RowSampling.All(rows));
}
