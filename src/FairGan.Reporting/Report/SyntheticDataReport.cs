using FairGan.Reporting.Report.Figures;
using FairGan.Reporting.Report.Sections;
using Microsoft.ML;

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
public sealed record SyntheticDataReport : ReportFigures
{
    internal SyntheticDataReport()
    {
    }

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
        return new ReportBuilder(mlContext, options, progress, cancellationToken).Build(real, synthetic);
    }

    /// <summary>The report as JSON: every figure, names in snake case, undefined figures as <c>null</c>.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => ReportJson.Write(this);

    /// <summary>
    /// The report as one self-contained HTML page: no network, no script, printable, for light and dark screens. Long
    /// tables are cut, with a note on the page; <see cref="ToJson"/> has them in full.
    /// </summary>
    /// <returns>The HTML text, to be stored as UTF-8.</returns>
    public string ToHtml() => new ReportPage(this).Render();

    /// <summary>The outcome and the findings to look into, in sentences: an HTML fragment, for notebooks.</summary>
    /// <returns>The HTML text.</returns>
    public string ToSummaryHtml() => ReportPage.RenderFindings(this);
}
