using FairGan.MLNet.Training;
using FairGan.Reporting.Report.Charts;
using FairGan.Tables;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on the course of the training.</summary>
internal sealed class TrainingSection(ReportFigures report, PageWriter page) : ReportSection("training", "Training", report, page)
{
    protected override void WriteBody()
    {
        if (Report.Training is not { } training)
        {
            Write($"<p>Not known: this needs the generator of the synthetic table (on the command line, --model).</p>\n");
            return;
        }

        if (training.CutShortRemark is { } remark)
        {
            Write($"<p><strong>{char.ToUpperInvariant(remark[0]).ToString()}{remark[1..]}.</strong></p>\n");
        }

        if (training.Steps == 0)
        {
            Write($"<p>Steps and losses depend on single rows: they are in training.json, which stays with the real rows.</p>\n");
            return;
        }

        Write($"<p>The generator was trained in {Numbered.Of(training.Steps, "step[|s]")} of {training.BatchSize} real rows and {training.Components} noise vectors. A tenth of the rows was held out; the generator uses the weights of step {training.BestStep}, which fit those rows best. {Fall(training)}</p>\n");
        if (training.Curve.Count > 0)
        {
            WriteChart(ReportCharts.TrainingCurve(training));
        }
    }

    private static string Fall(TrainingSummary training) => training.Curve.Count > 0 && training.Curve[^1].ValidationLogLikelihood < training.ValidationLogLikelihood
        ? "After that step the line falls: the generator began to memorise single rows, and later weights were dropped."
        : "The line does not fall at its end: nothing shows that the generator began to memorise single rows.";
}
