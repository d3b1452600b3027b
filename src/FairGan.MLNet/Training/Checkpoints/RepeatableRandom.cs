namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>The numbers of a seeded <see cref="System.Random"/>, whose state is the count of those that were taken.</summary>
/// <param name="seed">The seed.</param>
internal sealed class RepeatableRandom(int seed)
{
    private Random _random = new(seed);
    private long _taken;

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble()
    {
        _taken++;
        return _random.NextDouble();
    }

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    public int Next(int end)
    {
        _taken++;
        return _random.Next(end);
    }

    /// <summary>Brings items into a random order.</summary>
    public void Shuffle(int[] items)
    {
        _taken += Math.Max(0, items.Length - 1);
        _random.Shuffle(items);
    }

    /// <summary>Saves or restores it.</summary>
    public void State(RunState state)
    {
        long taken = _taken;
        state.Value("random", ref taken);
        if (taken == _taken)
        {
            return;
        }

        // Each number above takes one from the generator, whatever its range.
        _random = new Random(seed);
        for (_taken = 0; _taken < taken; _taken++)
        {
            _random.NextDouble();
        }
    }
}
