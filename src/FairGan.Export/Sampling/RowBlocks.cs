using System.Runtime.CompilerServices;

namespace FairGan.Export.Sampling;

/// <summary>Computes blocks of rows in parallel and returns them in order.</summary>
internal static class RowBlocks
{
    /// <summary>The blocks that contain rows <paramref name="start"/> up to <paramref name="end"/>, in order, as the sequence is enumerated.</summary>
    /// <typeparam name="T">The type of a block.</typeparam>
    /// <param name="start">Number of the first row.</param>
    /// <param name="end">Number of the row past the last.</param>
    /// <param name="blockRows">Rows of a block; blocks begin at multiples of it.</param>
    /// <param name="threads">Blocks computed in parallel.</param>
    /// <param name="draw">Computes the block of a number.</param>
    /// <param name="cancellationToken">Stops the generation between two blocks.</param>
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

            Fill(underWay, ref next, end, blockRows, 2 * threads, draw);
            yield return underWay.Dequeue().GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// The blocks of <see cref="InOrder"/>, without a thread that waits. It begins with one block and looks further ahead with every one, so
    /// that a request that is given up at once has cost little.
    /// </summary>
    public static async IAsyncEnumerable<T> InOrderAsync<T>(
        long start, long end, int blockRows, int threads, Func<long, T> draw, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<T>>();
        int ahead = 1;
        long next = start < end ? start / blockRows : end;
        while (underWay.Count > 0 || next * blockRows < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(underWay, ref next, end, blockRows, ahead, draw);
            ahead = Math.Min(2 * ahead, 2 * threads);
            yield return await underWay.Dequeue().ConfigureAwait(false);
        }
    }

    private static void Fill<T>(Queue<Task<T>> underWay, ref long next, long end, int blockRows, int ahead, Func<long, T> draw)
    {
        while (underWay.Count < ahead && next * blockRows < end)
        {
            long block = next++;
            underWay.Enqueue(Task.Run(() => draw(block)));
        }
    }
}
