// Charts of the report: the training.
using FairGan.MLNet.Training;
using OxyPlot;
using OxyPlot.Axes;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Charts;

public static partial class ReportCharts
{
    /// <summary>Chart of the log-likelihood of held-out rows during training.</summary>
    /// <param name="training">The training summary.</param>
    public static Chart TrainingCurve(TrainingSummary training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (double low, double high) = Span(training.Curve.Select(point => point.ValidationLogLikelihood));
        Plot plot = new(Width, 260);
        plot.Numbers(AxisPosition.Bottom, "Training steps", 0, Math.Max(1, training.Steps));
        plot.Numbers(AxisPosition.Left, "Log-likelihood of a held-out row", low, high);
        plot.Line("held-out rows", Plot.Real, training.Curve.Select(point => ((double)point.Step, point.ValidationLogLikelihood)), MarkerType.Circle);
        plot.Line("weights used", Plot.Synthetic, [(training.BestStep, training.ValidationLogLikelihood)], MarkerType.Square, LineStyle.None);
        plot.Legend();
        HtmlTable table = new HtmlTable(new HtmlText("Mean log-likelihood of a held-out row, in nats")).TextColumn("Step").Column("Log-likelihood");
        foreach (TrainingPoint point in training.Curve)
        {
            table.Row(HtmlText.Of($"{point.Step}"), Score(point.ValidationLogLikelihood));
        }

        return new Chart(
            new HtmlText("The training: mean log-likelihood of rows held out of it"),
            $"Training curve over {training.Steps} steps: the held-out log-likelihood was best at step {training.BestStep} with {Number(training.ValidationLogLikelihood)} nats.",
            plot,
            table)
        { IsForScreens = true };
    }
}
