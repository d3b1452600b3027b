using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using FairGan.Export.Sampling;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>
/// Bounds how many requests generate rows at the same time. A slot is held while a batch is generated, not while a client reads it: slow
/// clients, however many, keep nobody from being answered. First rows and later ones have slots of their own, so that small requests are
/// answered while large ones go on.
/// </summary>
/// <param name="options">The numbers.</param>
internal sealed class GeneratingSlots(IOptions<ServiceOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _slots = new(new() { PermitLimit = options.Value.MostRequests, QueueLimit = int.MaxValue });
    private readonly ConcurrencyLimiter _later = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount / 2), QueueLimit = int.MaxValue });
    private readonly ConcurrencyLimiter _open = new(new() { PermitLimit = options.Value.MostOpen, QueueLimit = 0 });

    private int _waiting;

    /// <summary>Opens a request.</summary>
    /// <returns>To dispose of when it ends; null where too many are open.</returns>
    public RateLimitLease? Open()
    {
        var lease = _open.AttemptAcquire();
        return lease.IsAcquired ? lease : null;
    }

    /// <summary>Waits for a slot for a request's first rows.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The slot, to dispose of as soon as they are there; null where too many wait.</returns>
    public async ValueTask<RateLimitLease?> FirstAsync(CancellationToken cancellationToken)
    {
        var slot = _slots.AttemptAcquire();
        if (slot.IsAcquired)
        {
            return slot;
        }

        try
        {
            return Interlocked.Increment(ref _waiting) <= options.Value.MostWaiting ? await _slots.AcquireAsync(1, cancellationToken) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>The batches from the current one on, each generated in a slot.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="hasRows">Whether there is a current one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async IAsyncEnumerable<SyntheticBatch> RestAsync(IAsyncEnumerator<SyntheticBatch> batches, bool hasRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (hasRows)
        {
            yield return batches.Current;
            using var slot = await _later.AcquireAsync(1, cancellationToken);
            hasRows = await batches.MoveNextAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _later.Dispose();
        _open.Dispose();
    }
}
