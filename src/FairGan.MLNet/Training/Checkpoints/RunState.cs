using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>
/// What changes from step to step, described once for both ways: every method either copies a part of the state, or overwrites it with
/// what was saved.
/// </summary>
internal sealed class RunState
{
    private readonly List<StateEntry> _entries;
    private readonly bool _restores;
    private int _next;

    private RunState(List<StateEntry> entries, bool restores)
    {
        _entries = entries;
        _restores = restores;
    }

    /// <summary>The parts saved so far, in order.</summary>
    public IReadOnlyList<StateEntry> Entries => _entries;

    /// <summary>A copy of the state that a method describes.</summary>
    public static RunState Saved(Action<RunState> describe)
    {
        var state = new RunState([], restores: false);
        describe(state);
        return state;
    }

    /// <summary>Overwrites the state that a method describes.</summary>
    /// <param name="entries">What was saved of it.</param>
    /// <param name="describe">Describes it.</param>
    /// <exception cref="FormatException">The saved state is another one.</exception>
    public static void Restore(IEnumerable<StateEntry> entries, Action<RunState> describe) => describe(new RunState([.. entries], restores: true));

    /// <summary>A tensor, which is overwritten in place.</summary>
    public void Tensor(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        if (!_restores)
        {
            Add(name, tensor.detach().cpu().contiguous().bytes);
            return;
        }

        var restored = empty(tensor.shape, tensor.dtype);
        Next(name, restored.bytes.Length).CopyTo(restored.bytes);
        tensor.copy_(restored);
    }

    /// <summary>A random number generator of Torch.</summary>
    public void Random(string name, Generator generator)
    {
        using var state = generator.get_state();
        if (!_restores)
        {
            Add(name, state.bytes);
            return;
        }

        Next(name, state.bytes.Length).CopyTo(state.bytes);
        generator.set_state(state);
    }

    /// <summary>A number.</summary>
    public void Value<T>(string name, ref T value)
        where T : unmanaged
    {
        T[] one = [value];
        Values(name, ref one);
        value = one.Length == 1 ? one[0] : throw Other(name);
    }

    /// <summary>Numbers.</summary>
    public void Values<T>(string name, ref T[] values)
        where T : unmanaged
    {
        if (_restores)
        {
            values = MemoryMarshal.Cast<byte, T>(Next(name, null)).ToArray();
        }
        else
        {
            Add(name, MemoryMarshal.AsBytes<T>(values));
        }
    }

    private void Add(string name, ReadOnlySpan<byte> bytes) => _entries.Add(new StateEntry(name, bytes.ToArray()));

    private ReadOnlySpan<byte> Next(string name, int? length) =>
        _next < _entries.Count && _entries[_next++] is var entry && entry.Name == name && (length is null || entry.Bytes.Length == length) ? entry.Bytes : throw Other(name);

    private static FormatException Other(string name) => new($"The checkpoint is of another training: '{name}' does not fit. Start from the beginning (on the command line without --resume).");
}
