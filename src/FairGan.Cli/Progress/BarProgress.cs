using Spectre.Console;

namespace FairGan.Cli.Progress;

/// <summary>Shows a bar for every stage.</summary>
internal sealed class BarProgress(ProgressContext tasks) : IWorkProgress
{
    private string? _stage;
    private ProgressTask? _task;

    /// <inheritdoc/>
    public void Report(string stage, double share)
    {
        if (_task is null || stage != _stage)
        {
            if (_task is not null)
            {
                _task.IsIndeterminate = false;
                _task.Value = _task.MaxValue;
                _task.StopTask();
            }

            _stage = stage;
            _task = tasks.AddTask(Markup.Escape(VisibleText.Of(stage)), maxValue: 1);
        }

        _task.IsIndeterminate = double.IsNaN(share);
        if (!double.IsNaN(share))
        {
            _task.Value = share;
        }
    }
}
