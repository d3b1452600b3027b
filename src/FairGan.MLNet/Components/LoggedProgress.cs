using System.Globalization;
using FairGan.MLNet.Training;
using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Components;

/// <summary>Writes the progress of a training to ML.NET's log, and forwards it.</summary>
/// <param name="channel">The log.</param>
/// <param name="next">Another receiver; null for none.</param>
internal sealed class LoggedProgress(IChannel channel, IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    private string? _stage;
    private double _likelihood = double.NaN;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        // One line per stage and per evaluation on held-out rows, not per step.
        if (value.Stage != _stage)
        {
            _stage = value.Stage;
            channel.Info(MessageSensitivity.None, $"Stage: {value.Stage}");
        }

        if (!double.IsNaN(value.ValidationLogLikelihood) && value.ValidationLogLikelihood != _likelihood)
        {
            _likelihood = value.ValidationLogLikelihood;
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Step {value.Step} of {value.Steps}: held-out log-likelihood {_likelihood:0.####} per row after {value.Elapsed.TotalSeconds:0.0} s"));
        }

        next?.Report(value);
    }
}
