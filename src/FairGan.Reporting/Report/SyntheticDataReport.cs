using FairGan.Reporting.Quality.Fidelity;
using FairGan.Reporting.Quality.Privacy;
using FairGan.Reporting.Quality.Privacy.Attacks;
using FairGan.Reporting.Quality.Utility;
using FairGan.Reporting.Report.Sections;

namespace FairGan.Reporting.Report;

/// <summary>
/// A comparison of a synthetic table with the real one: fairness of the labels, fairness and utility of models trained on it, fidelity,
/// detectability and privacy. Immutable; written as JSON or as one HTML page.
/// </summary>
/// <example>
/// <code>
/// var mlContext = new MLContext(seed: 1);
/// IDataView real = TableReader.Load(mlContext, "loans.csv");
/// IDataView synthetic = TableReader.Load(mlContext, "synthetic.csv");
/// IDataView unseen = TableReader.Load(mlContext, "unseen.csv");
/// var options = new SyntheticDataReportOptions { LabelColumn = "approved", PositiveValue = "yes", SensitiveColumns = ["sex"], Test = unseen };
/// SyntheticDataReport report = SyntheticDataReport.Create(mlContext, real, synthetic, options);
/// File.WriteAllText("report.html", report.ToHtml());
/// File.WriteAllText("report.json", report.ToJson());
/// </code>
/// </example>
public sealed class SyntheticDataReport
{
    private SyntheticDataReport(ReportFigures figures) => Figures = figures;

    /// <summary>The fairness of the labels, real against synthetic, for each sensitive column and for their intersection; empty without a label or sensitive columns.</summary>
    public IReadOnlyList<LabelFairness> LabelFairness => Figures.LabelFairness;

    /// <summary>The results at each strength of fairness; empty without a label, or where the generator is unknown or has no dial.</summary>
    public IReadOnlyList<DialPoint> Dial => Figures.Dial;

    /// <summary>Models trained on each table and tested on real rows; <see langword="null"/> without a label, or where the rows do not suffice (see <see cref="Notes"/>).</summary>
    public UtilityComparison? Utility => Figures.Utility;

    /// <summary>How closely the synthetic table follows the real one.</summary>
    public FidelityResult Fidelity => Figures.Fidelity;

    /// <summary>The same for one half of the real rows against the other; <see langword="null"/> with fewer than two real rows.</summary>
    public FidelityYardstick? RealHalves => Figures.RealHalves;

    /// <summary>The distribution of every column, in the order of the real table.</summary>
    public IReadOnlyList<ColumnDistribution> Distributions => Figures.Distributions;

    /// <summary>Whether synthetic rows are closer to the training rows than other real rows are; <see langword="null"/> where there are no other real rows.</summary>
    public PrivacyResult? Privacy => Figures.Privacy;

    /// <summary>An attack on the membership of training rows; <see langword="null"/> where no test rows were given.</summary>
    public MembershipResult? Membership => Figures.Membership;

    /// <summary>
    /// Attacks as a stranger would make them: membership, singling out, linkability, inference, and rare values in the rows or the file;
    /// <see langword="null"/> where no test rows were given, or too few.
    /// </summary>
    public PrivacyAttackResult? Attacks => Figures.Attacks;

    /// <summary>What was left out or measured on a sample, a sentence each.</summary>
    public IReadOnlyList<string> Notes => Figures.Notes;

    /// <summary>Everything that the JSON and the page hold.</summary>
    internal ReportFigures Figures { get; }

    /// <summary>Compares a synthetic table with the real one.</summary>
    /// <param name="mlContext">The context of the models that are trained.</param>
    /// <param name="real">The real rows the generator was trained on.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns of the same kinds.</param>
    /// <param name="options">The label, the sensitive columns and the test rows.</param>
    /// <param name="progress">Receives the name of each step.</param>
    /// <param name="cancellationToken">Stops the work between its steps; a training under way is finished first.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentNullException">A required argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A table has no rows or lacks a column, or the label or a sensitive column does not exist or has no such value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SyntheticDataReport Create(
        MLContext mlContext,
        IDataView real,
        IDataView synthetic,
        SyntheticDataReportOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(options);
        return new SyntheticDataReport(new ReportBuilder(mlContext, options, progress, cancellationToken).Build(real, synthetic));
    }

    /// <summary>The report as JSON: every figure, names in snake case, undefined figures as <c>null</c>.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => ReportJson.Write(Figures);

    /// <summary>
    /// The report as one self-contained HTML page: no network, no script, printable, for light and dark screens. Long
    /// tables are cut, with a note on the page; <see cref="ToJson"/> has them in full.
    /// </summary>
    /// <returns>The HTML text, to be stored as UTF-8.</returns>
    public string ToHtml() => new ReportPage(LabelledFigures.Of(Figures)).Render();

    /// <summary>The outcome and the findings to look into, in sentences: an HTML fragment, for notebooks.</summary>
    /// <returns>The HTML text.</returns>
    public string ToSummaryHtml() => ReportPage.RenderFindings(LabelledFigures.Of(Figures));
}
