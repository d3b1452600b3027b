using FairGan.Export;
using FairGan.Export.Sampling;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>
/// Attacks a generator as an outsider would who has its file or its rows and knows data of people: was this person among the training
/// rows, can a person be singled out or linked, can an unknown value be inferred, and does a rare value of a person occur anywhere?
/// </summary>
/// <remarks>
/// Attacks that fail prove nothing about stronger ones; only differential privacy bounds them all. One that succeeds proves a leak. Every
/// attack on training rows is made on held-out rows of the same population, too: what both have in common is knowledge of the population
/// and no leak. Singling out, linkability and inference are the criteria of the Article 29 Working Party's opinion 05/2014.
/// </remarks>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView training = TableReader.Load(mlContext, "loans.csv");
/// IDataView heldOut = TableReader.Load(mlContext, "unseen.csv");
/// PrivacyAttackResult result = PrivacyAttacks.Evaluate(File.ReadAllBytes("generator.onnx"), training, heldOut);
/// Console.WriteLine(result.Verdict);
/// foreach (string finding in result.Findings)
/// {
///     Console.WriteLine(finding);
/// }
/// </code>
/// </example>
public static class PrivacyAttacks
{
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
        AttackTables tables = Read(training, heldOut, reference, options, progress, cancellationToken);
        return Run(generator, null, tables, options, progress, cancellationToken);
    }

    /// <summary>Attacks generated rows, where the generator's file is not published or not available.</summary>
    /// <param name="synthetic">The generated rows, with the columns of the training rows.</param>
    /// <param name="training">The rows that the generator was trained on.</param>
    /// <param name="heldOut">Rows of the same population that it was not trained on, with the same columns: at least 100, or 50 with reference rows.</param>
    /// <param name="reference">What the attacker knows of the population: other rows that it was not trained on; null to set half of <paramref name="heldOut"/> aside.</param>
    /// <param name="options">Groups, limits and seed; the defaults when <see langword="null"/>. Its multiples are ignored.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the attacks.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">A table has too few rows or lacks a column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PrivacyAttackResult EvaluateRows(
        IDataView synthetic,
        IDataView training,
        IDataView heldOut,
        IDataView? reference = null,
        PrivacyAttackOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new PrivacyAttackOptions();
        AttackTables tables = Read(training, heldOut, reference, options, progress, cancellationToken);
        ColumnarTable generated = ColumnarTableReader.ReadLike(tables.Training, nameof(training), synthetic, nameof(synthetic), cancellationToken);
        return Run(null, generated, tables, options, progress, cancellationToken);
    }

    /// <summary>Attacks a file, or where there is none generated rows.</summary>
    internal static PrivacyAttackResult Run(
        byte[]? file, ColumnarTable? synthetic, AttackTables tables, PrivacyAttackOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return new AttackRun(tables, options, progress, cancellationToken).OnRows(synthetic!);
        }

        using OnnxGenerator opened = OnnxGenerator.Open(file, new OnnxGeneratorOptions { Threads = options.Threads });
        return new AttackRun(tables, options, progress, cancellationToken).OnFile(file, opened);
    }

    private static AttackTables Read(
        IDataView training, IDataView heldOut, IDataView? reference, PrivacyAttackOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        options.Check();
        progress?.Report("Reading the tables");
        ColumnarTable real = ColumnarTableReader.Read(training, nameof(training), cancellationToken);
        ColumnarTable others = ColumnarTableReader.ReadLike(real, nameof(training), heldOut, nameof(heldOut), cancellationToken);
        ColumnarTable? known = reference is null ? null : ColumnarTableReader.ReadLike(real, nameof(training), reference, nameof(reference), cancellationToken);
        return AttackTables.Of(real, others, known, options.MaximumTargets, options.Seed);
    }
}
