using System.Runtime.CompilerServices;

namespace FairGan.Export.Sampling;

/// <summary>Draws blocks of rows side by side and hands them out in order.</summary>
internal static class RowBlocks
{
    /// <summary>The blocks that hold rows <paramref name="start"/> up to <paramref name="end"/>, as they are asked for.</summary>
    /// <typeparam name="T">What a block is.</typeparam>
    /// <param name="start">Number of the first row.</param>
    /// <param name="end">Number of the row past the last.</param>
    /// <param name="blockRows">Rows of a block; blocks begin at multiples of it.</param>
    /// <param name="threads">Blocks drawn at the same time.</param>
    /// <param name="draw">Draws the block of a number.</param>
    /// <param name="cancellationToken">Stops the drawing between two blocks.</param>
    /// <remarks>A window of blocks is under way at any time, so memory does not grow with the rows.</remarks>
    public static IEnumerable<T> InOrder<T>(long start, long end, int blockRows, int threads, Func<long, T> draw, CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<T>>();
        long next = start < end ? start / blockRows : end;
        while (underWay.Count > 0 || next * blockRows < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (threads == 1)
            {
                yield return draw(next++);
                continue;
            }

            Fill(underWay, ref next, end, blockRows, threads, draw);
            yield return underWay.Dequeue().GetAwaiter().GetResult();
        }
    }

    /// <summary>The blocks of <see cref="InOrder"/>, without a thread that waits.</summary>
    public static async IAsyncEnumerable<T> InOrderAsync<T>(
        long start, long end, int blockRows, int threads, Func<long, T> draw, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<T>>();
        long next = start < end ? start / blockRows : end;
        while (underWay.Count > 0 || next * blockRows < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(underWay, ref next, end, blockRows, threads, draw);
            yield return await underWay.Dequeue().ConfigureAwait(false);
        }
    }

    private static void Fill<T>(Queue<Task<T>> underWay, ref long next, long end, int blockRows, int threads, Func<long, T> draw)
    {
        while (underWay.Count < 2 * threads && next * blockRows < end)
        {
            long block = next++;
            underWay.Enqueue(Task.Run(() => draw(block)));
        }
    }
}
