
using FairGan.Export;

namespace SyntheticDataService;

/// <summary>Holds the generator that answers requests. A request keeps the one that it began with; one that was replaced is freed with its last request.</summary>
public sealed class ModelSlot : IDisposable
{
    private readonly Lock _gate = new();
    private Holder? _current;

    /// <summary>Whether there is a generator.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _current is not null;
            }
        }
    }

    /// <summary>Takes the generator for a request; null where there is none yet.</summary>
    public Lease? Take()
    {
        lock (_gate)
        {
            if (_current is not { } holder)
            {
                return null;
            }

            holder.Uses++;
            return new Lease(this, holder);
        }
    }

    /// <summary>Puts a generator in the place of the one before.</summary>
    /// <param name="generator">The generator; the slot disposes of it. Null for none.</param>
    public void Put(OnnxGenerator? generator)
    {
        Holder? old;
        lock (_gate)
        {
            old = _current;
            _current = generator is null ? null : new Holder(generator) { Uses = 1 };
        }

        if (old is not null)
        {
            Release(old);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Put(null);

    private void Release(Holder holder)
    {
        lock (_gate)
        {
            if (--holder.Uses > 0)
            {
                return;
            }
        }

        holder.Generator.Dispose();
    }

    /// <summary>The use of a generator by one request.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly ModelSlot _slot;
        private Holder? _holder;

        internal Lease(ModelSlot slot, Holder holder)
        {
            _slot = slot;
            _holder = holder;
            Generator = holder.Generator;
        }

        /// <summary>The generator.</summary>
        public OnnxGenerator Generator { get; }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _holder, null) is { } holder)
            {
                _slot.Release(holder);
            }
        }
    }

    internal sealed class Holder(OnnxGenerator generator)
    {
        public OnnxGenerator Generator { get; } = generator;

        public int Uses { get; set; }
    }
}
