using System.Diagnostics;
using System.Globalization;
using FairGan.Export;
using FairGan.Export.Sampling;

namespace FairGan.Gpu;

/// <summary>The same rows drawn on the processor and on a graphics card: how fast, and how many cells agree.</summary>
internal static class SamplingComparison
{
    private const int Compared = 200_000;
    private const int Repeats = 3;

    /// <summary>Draws on both and prints a table.</summary>
    /// <param name="file">The generator's file.</param>
    /// <param name="device">Number of the CUDA device.</param>
    /// <param name="rows">Rows of each measurement.</param>
    public static void Run(ReadOnlyMemory<byte> file, int device, long rows)
    {
        int all = Environment.ProcessorCount;
        Console.WriteLine("\n## Sampling, typed columns\n\n| device | rows of a block | threads | rows/s | cells that differ from the CPU's | rows that differ |\n|---|---:|---:|---:|---:|---:|");
        SyntheticBatch[] reference = [];
        foreach (int threads in new[] { 1, all }.Distinct())
        {
            using var generator = OnnxGenerator.Open(file.Span, new() { Threads = threads });
            double rate = Rate(generator, rows);
            reference = [.. generator.Generate(Compared)];
            Print("CPU", reference[0].RowCount, threads, rate, null);
        }

        try
        {
            foreach (int block in new[] { 1 << 10, 1 << 12, 1 << 14, 1 << 16 })
            {
                foreach (int threads in new[] { 1, 4, all }.Distinct())
                {
                    using var generator = OnnxGenerator.Open(file.Span, new() { Provider = ExecutionProvider.Cuda, CudaDevice = device, CudaBlockRows = block, Threads = threads });
                    double rate = Rate(generator, rows);
                    Print("CUDA", block, threads, rate, threads == all ? Differing(reference, generator.Generate(Compared)) : null);
                }
            }
        }
        catch (PlatformNotSupportedException reason)
        {
            Console.WriteLine($"\nNot drawn on CUDA: {reason.Message}");
        }
    }

    private static void Print(string device, int block, int threads, double rate, (double Cells, double Rows)? differing) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {device} | {block} | {threads} | {rate:0} | {differing?.Cells:0.#######} | {differing?.Rows:0.######} |"));

    private static double Rate(OnnxGenerator generator, long rows)
    {
        Draw();
        double[] seconds = new double[Repeats];
        for (int i = 0; i < Repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            Draw();
            seconds[i] = clock.Elapsed.TotalSeconds;
        }

        return rows / seconds.Order().ElementAt(Repeats / 2);

        void Draw()
        {
            foreach (var _ in generator.Generate(rows))
            {
            }
        }
    }

    // Shares of the cells and of the rows that are written otherwise.
    private static (double Cells, double Rows) Differing(IEnumerable<SyntheticBatch> one, IEnumerable<SyntheticBatch> other)
    {
        long cells = 0, rows = 0, differing = 0, differingRows = 0;
        foreach (var (left, right) in Cells(one).Zip(Cells(other)))
        {
            int here = left.Zip(right).Count(pair => pair.First != pair.Second);
            cells += left.Length;
            rows++;
            differing += here;
            differingRows += here > 0 ? 1 : 0;
        }

        return ((double)differing / cells, (double)differingRows / rows);

        static IEnumerable<string[]> Cells(IEnumerable<SyntheticBatch> batches) =>
            from batch in batches from row in Enumerable.Range(0, batch.RowCount) select batch.Columns.Select(column => column.Text(row)).ToArray();
    }
}
