using System.Diagnostics;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>The time that a training has taken, in all the processes that it ran in.</summary>
internal sealed class RunClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _before;

    /// <summary>The time.</summary>
    public TimeSpan Elapsed => _before + _watch.Elapsed;

    /// <summary>Saves or restores it.</summary>
    public void State(RunState state)
    {
        long now = Elapsed.Ticks, ticks = now;
        state.Value("clock", ref ticks);
        _before += TimeSpan.FromTicks(ticks - now);
    }
}
