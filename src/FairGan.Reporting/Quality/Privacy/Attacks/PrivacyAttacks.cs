using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Format;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using FairGan.Reporting.Quality.Privacy.Findings;
using FairGan.Reporting.Quality.Privacy.Inference;
using FairGan.Reporting.Quality.Privacy.Scan;
using FairGan.Reporting.Quality.Privacy.Targets;
using FairGan.Reporting.Quality.Tables;
using Microsoft.ML;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>
/// Attacks a generator as a stranger would who holds its file or its rows and knows people's data: was this person among the training
/// rows, can somebody be singled out or linked, can an unknown value be inferred, and does a value of somebody stand anywhere?
/// </summary>
/// <remarks>
/// Attacks that fail prove nothing about stronger ones; only differential privacy bounds them all. One that succeeds proves a leak. Every
/// attack on training rows is made on held-out rows of the same population, too: what both have in common is knowledge of the population
/// and no leak. Singling out, linkability and inference are the criteria of the Article 29 Working Party's opinion 05/2014.
/// </remarks>
/// <example>
/// <code>
/// PrivacyAttackResult result = PrivacyAttacks.Evaluate(File.ReadAllBytes("generator.onnx"), train, holdout);
/// Console.WriteLine(result.Verdict);
/// foreach (string finding in result.Findings) Console.WriteLine(finding);
/// </code>
/// </example>
public static class PrivacyAttacks
{
    private const int DefaultLeastRows = 10;
    private const int MeasuredRows = 2_000;

    /// <summary>Attacks a generator's file and rows.</summary>
    /// <param name="generator">The bytes of the generator's file.</param>
    /// <param name="training">The rows it was trained on. Columns that it does not make are scanned for, but not attacked.</param>
    /// <param name="heldOut">Rows of the same population that it was not trained on, with the same columns: at least 100, or 50 with reference rows.</param>
    /// <param name="reference">What the attacker knows of the population: other rows that it was not trained on; null to set half of <paramref name="heldOut"/> aside.</param>
    /// <param name="options">Groups, limits and seed; the defaults when <see langword="null"/>.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the attacks.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">A table has too few rows or lacks a column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="FormatException">The bytes are not a generator's file.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PrivacyAttackResult Evaluate(
        byte[] generator,
        IDataView training,
        IDataView heldOut,
        IDataView? reference = null,
        PrivacyAttackOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new PrivacyAttackOptions();
        options.Check();
        progress?.Report("Reading the tables");
        ColumnarTable real = ColumnarTableReader.Read(training, nameof(training), cancellationToken);
        ColumnarTable others = ColumnarTableReader.ReadLike(real, nameof(training), heldOut, nameof(heldOut), cancellationToken);
        ColumnarTable? known = reference is null ? null : ColumnarTableReader.ReadLike(real, nameof(training), reference, nameof(reference), cancellationToken);
        using OnnxGenerator opened = OnnxGenerator.Open(generator, new OnnxGeneratorOptions { Threads = options.Threads });
        return new GeneratorAttack(generator, opened, AttackTables.Of(real, others, known, options.MaximumTargets, options.Seed), options, progress, cancellationToken).Run();
    }

    /// <summary>One run of all attacks on a generator.</summary>
    private sealed class GeneratorAttack(
        byte[] file, OnnxGenerator generator, AttackTables tables, PrivacyAttackOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };

        public PrivacyAttackResult Run()
        {
            (ModelProto model, GeneratorInformation information) = GeneratorFile.Read(file);
            int leastRows = options.LeastRows ?? (FileContents.LeastRows(model) is { } recorded and >= 2 ? recorded : DefaultLeastRows);
            HashSet<string> made = [.. information.Schema.Columns.Where(codec => codec.Kind != ColumnKind.Identifier).Select(codec => codec.Name)];
            ColumnarTable like = Made(tables.Training, made);
            AttackTables attacked = new(like, Made(tables.HeldOut, made), Made(tables.Members, made), Made(tables.Others, made), Made(tables.Reference, made));
            var targets = new AttackTargets(attacked.Members, attacked.Others, [.. options.SensitiveColumns], _parallel);
            int[] counts = [.. options.Multiples.Select(multiple => (int)Math.Min((long)multiple * like.RowCount, options.MaximumGeneratedRows))];
            int most = Math.Max(counts.Max(), Math.Max(options.DensityRows, like.RowCount));
            progress?.Report($"Generating {most:N0} rows");
            ColumnarTable generated = GeneratedRows.Read(generator, most, new SamplingOptions { Seed = options.Seed }, like, cancellationToken);
            List<MembershipAttack> attacks = [];
            for (int i = 0; i < counts.Length; i++)
            {
                attacks.AddRange(GeneratedRowAttacks.Run(options.Multiples[i], First(generated, counts[i]), targets, attacked.Reference, options, _parallel, progress));
            }

            attacks.AddRange(GeneratorFileAttacks.Run(model, information, targets, attacked.Reference, First(generated, options.DensityRows), _parallel, progress));
            (IReadOnlyList<InferenceAttack> inferences, NearestRows nearest) = Infer(attacked, First(generated, like.RowCount));
            progress?.Report("Scanning for rare values");
            ValueLeak[] leaks = [.. Scan(model, information, generated, leastRows)];
            (PrivacyVerdict Verdict, string Sentence)[] findings = [.. AttackFindings.Of(attacks, inferences, nearest, leaks, leastRows)];
            return new PrivacyAttackResult
            {
                Verdict = findings[0].Verdict,
                Findings = [.. findings.Select(finding => $"{AttackFindings.Words(finding.Verdict)} – {finding.Sentence}")],
                LeastRows = leastRows,
                Attacks = attacks,
                Inferences = inferences,
                Nearest = nearest,
                Leaks = leaks,
            };
        }

        private (IReadOnlyList<InferenceAttack> Inferences, NearestRows Nearest) Infer(AttackTables attacked, ColumnarTable generated)
        {
            progress?.Report("Singling out, linking and inferring");
            int rows = Math.Min(attacked.Training.RowCount, attacked.HeldOut.RowCount);
            ColumnarTable training = Sample(attacked.Training, rows), control = Sample(attacked.HeldOut, rows);
            List<InferenceAttack> inferences = [.. SinglingOut.Attack(training, control, generated, options.Seed, _parallel)];
            var neighbours = new NeighbourInference(
                Sample(training, options.MaximumTargets), Sample(control, options.MaximumTargets), Sample(generated, Searched(options.MaximumTargets)), options.Seed, _parallel);
            inferences.Add(neighbours.Link());
            IEnumerable<string> names = options.SensitiveColumns.Concat(generated.Columns.Select(column => column.Name)).Distinct().Where(generated.Contains);
            inferences.AddRange(names.Take(options.MaximumInferredColumns).Select(neighbours.Infer));
            int searched = Searched(MeasuredRows);
            NearestRows nearest = NearestRowRates.Of(Sample(training, searched), Sample(control, searched), Sample(generated, MeasuredRows), _parallel);
            return (inferences, nearest);
        }

        private IEnumerable<ValueLeak> Scan(ModelProto model, GeneratorInformation information, ColumnarTable generated, int leastRows)
        {
            List<RareValues> rare = [.. RareValues.Of(tables.Training, tables.HeldOut, leastRows)];
            if (options.Written is not null)
            {
                ColumnarTable written = ColumnarTableReader.Read(options.Written, nameof(options.Written), cancellationToken);
                rare = [.. RareValues.WithTexts(rare, written, leastRows)];
            }

            var scan = new ValueScan(rare);
            foreach (ValueLeak leak in scan.Texts("file", new ScannedTexts(file, FileContents.Strings(model))).Concat(scan.Rows(generated)))
            {
                yield return leak;
            }

            HashSet<double> everywhere = FileContents.Numbers(model);
            foreach (RareValues column in rare.Where(column => column.Numbers.Count > 0))
            {
                HashSet<double> found = information.Schema.Columns.FirstOrDefault(codec => codec.Name == column.Column) is { } codec ? FileContents.NumbersOf(codec) : [];
                found.UnionWith(everywhere);
                foreach (ValueLeak leak in ValueScan.Numbers("file", column, found))
                {
                    yield return leak;
                }
            }

            foreach (ScannedDocument document in options.Documents)
            {
                foreach (ValueLeak leak in scan.Texts(document.Kind, new ScannedTexts(System.Text.Encoding.UTF8.GetBytes(document.Text), FileContents.OfJson(document.Text))))
                {
                    yield return leak;
                }
            }
        }

        private int Searched(int queries) =>
            (int)Math.Clamp(options.MaximumComparisons / ((double)queries * tables.Training.Columns.Count * (options.MaximumInferredColumns + 4)), 1_000, int.MaxValue);

        private ColumnarTable Sample(ColumnarTable table, int most) => table.Select(RowSampling.AtMost(table.RowCount, most, options.Seed));

        private static ColumnarTable First(ColumnarTable table, int rows) => rows >= table.RowCount ? table : table.Select(RowSampling.All(rows));

        private static ColumnarTable Made(ColumnarTable table, HashSet<string> names) =>
            new([.. table.Columns.Where(column => names.Contains(column.Name))], table.RowCount);
    }
}
