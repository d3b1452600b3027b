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
    /// <param name="cancellation">Stops the drawing between two blocks.</param>
    /// <remarks>A window of blocks is under way at any time, so memory does not grow with the rows.</remarks>
    public static IEnumerable<T> InOrder<T>(long start, long end, int blockRows, int threads, Func<long, T> draw, CancellationToken cancellation)
    {
        var underWay = new Queue<Task<T>>();
        long next = start / blockRows;
        try
        {
            while (underWay.Count > 0 || next * blockRows < end)
            {
                cancellation.ThrowIfCancellationRequested();
                while (underWay.Count < 2 * threads && next * blockRows < end)
                {
                    long block = next++;
                    underWay.Enqueue(threads == 1 ? Task.FromResult(draw(block)) : Task.Run(() => draw(block), CancellationToken.None));
                    if (threads == 1)
                    {
                        break;
                    }
                }

                yield return underWay.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            // The session must not be disposed of while a block that nobody waits for is still running.
            Task.WaitAll([.. underWay.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default))], CancellationToken.None);
        }
    }
}
