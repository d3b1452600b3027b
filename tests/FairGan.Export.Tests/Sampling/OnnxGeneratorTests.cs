using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Tests.Sampling;

public class OnnxGeneratorTests
{
    private static readonly byte[] s_file = ExampleGenerator.File();

    [Fact]
    public void Rows_are_the_same_however_the_run_is_cut_and_on_any_number_of_threads()
    {
        using var one = OnnxGenerator.Open(s_file, new() { Threads = 1 });
        using var three = OnnxGenerator.Open(s_file, new() { Threads = 3 });
        string whole = Csv(one, 5000, 123_456_789_000);
        Assert.Equal(whole, Csv(three, 5000, 123_456_789_000));
        Assert.Equal(whole, Csv(three, 1, 123_456_789_000) + Csv(one, 1699, 123_456_789_001) + Csv(three, 3300, 123_456_790_700));
    }

    // Blocks begin where the processor's do.
    [Theory]
    [InlineData(16384, 300, 16384)]
    [InlineData(16384, 1025, 15360)]
    [InlineData(16384, 100_000, 1024)]
    public void Blocks_on_a_GPU_are_multiples_of_the_CPU_blocks(int most, int items, int expected) => Assert.Equal(expected, OnnxGenerator.CudaRows(most, items));

    [Fact]
    public void Another_seed_gives_other_rows()
    {
        using var generator = OnnxGenerator.Open(s_file);
        Assert.NotEqual(Csv(generator, 100, 0), Csv(generator, 100, 0, seed: 2));
    }

    // The noise is made outside of the graph; the graph as other languages run it makes its own.
    [Theory]
    [InlineData(3072, 1024)]
    [InlineData(1000, 100)]
    [InlineData(2047, 1)]
    [InlineData(1_000_000_000_500, 3000)]
    [InlineData(1024, 0)]
    [InlineData(5, 0)]
    public void The_whole_graph_gives_the_same_rows(long first, int count)
    {
        using var generator = OnnxGenerator.Open(s_file);
        using var session = new InferenceSession(s_file);
        using var seed = OrtValue.CreateTensorValueFromMemory(new long[] { -9 }, [1]);
        using var start = OrtValue.CreateTensorValueFromMemory(new[] { first }, [1]);
        using var rows = OrtValue.CreateTensorValueFromMemory(new long[] { count }, [1]);
        using var strength = OrtValue.CreateTensorValueFromMemory(new[] { 0.25f }, [1]);
        using var run = new RunOptions();
        string[] outputs = [.. generator.Information.Schema.Columns.Select(column => "value/" + column.Name)];
        using var results = session.Run(run, ["seed", "start_row", "rows", "strength"], [seed, start, rows, strength], outputs);
        var batches = generator.Generate(count, new() { Seed = -9, StartRow = first, Strength = 0.25 }).ToArray();
        for (int i = 0; i < outputs.Length; i++)
        {
            switch (generator.Information.Schema.Columns[i])
            {
                case CategoricalCodec codec:
                    Assert.Equal(results[i].GetStringTensorAsArray(), Cells<CategoricalColumn, int>(i, column => column.Codes).Select(code => code < codec.Categories.Count ? codec.Categories[code] : ""));
                    break;
                case NumericCodec { IsInteger: true, HasMissing: false }:
                    Assert.Equal(results[i].GetTensorDataAsSpan<long>().ToArray(), Cells<IntegerColumn, long>(i, column => column.Values));
                    break;
                default:
                    Assert.Equal(results[i].GetTensorDataAsSpan<double>().ToArray(), Cells<RealColumn, double>(i, column => column.Values));
                    break;
            }
        }

        IEnumerable<TCell> Cells<TColumn, TCell>(int column, Func<TColumn, TCell[]> cells)
            where TColumn : SyntheticColumn => batches.SelectMany(batch => cells((TColumn)batch.Columns[column]));
    }

    [Fact]
    public async Task Batches_come_the_same_without_a_thread_that_waits()
    {
        using var generator = OnnxGenerator.Open(new MemoryStream(s_file));
        var awaited = new List<SyntheticBatch>();
        await foreach (var batch in generator.GenerateAsync(3000, new() { StartRow = 500 }))
        {
            awaited.Add(batch);
        }

        using var expected = new MemoryStream();
        CsvBatchWriter.WriteRows(awaited, expected);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(expected.ToArray()), Csv(generator, 3000, 500));
    }

    [Fact]
    public async Task Disposing_under_way_ends_every_request_and_breaks_none_of_its_batches()
    {
        for (int round = 0; round < 5; round++)
        {
            var generator = OnnxGenerator.Open(s_file, new() { Threads = 2 });
            var requests = Enumerable.Range(0, 4).Select(_ => Task.Run(() => generator.Generate(long.MaxValue / 2).Sum(batch => (long)batch.RowCount))).ToArray();
            await Task.Delay(10 * round);
            Parallel.For(0, 3, _ => generator.Dispose());
            foreach (var request in requests)
            {
                await Assert.ThrowsAsync<ObjectDisposedException>(() => request);
            }

            Assert.Throws<ObjectDisposedException>(() => generator.Generate(1).First());
        }
    }

    [Fact]
    public void No_rows_are_no_batches()
    {
        using var generator = OnnxGenerator.Open(s_file);
        Assert.Empty(generator.Generate(0));
        Assert.Empty(generator.Generate(0, new() { StartRow = 1500 }));
    }

    [Fact]
    public void Every_cell_is_a_value_that_its_column_can_hold()
    {
        using var generator = OnnxGenerator.Open(s_file);
        var columns = Columns(generator, 20_000, 1);
        var town = (CategoricalColumn)columns[1];
        Assert.All(town.Codes, code => Assert.InRange(code, 0, town.Categories.Count));
        Assert.Equal(town.Categories.Count + 1, town.Codes.Distinct().Count()); // the rare and the missing ones too
        Assert.All(((IntegerColumn)columns[2]).Values, age => Assert.InRange(age, 18, 77));
        var incomes = ((RealColumn)columns[3]).Values;
        Assert.Contains(incomes, double.IsNaN);
        Assert.Contains(incomes, value => value == 0);
        Assert.All(incomes.Where(value => !double.IsNaN(value)), value => Assert.Equal(Math.Round(value, 2), value));
        Assert.All(((IntegerColumn)columns[4]).Values, children => Assert.InRange(children, 0, 3));
    }

    // 0 and 1 children are the household's first symbol, 2 and 3 its second.
    [Fact]
    public void A_determined_column_follows_its_source_in_every_row()
    {
        using var generator = OnnxGenerator.Open(s_file);
        var columns = Columns(generator, 20_000, 1);
        var children = ((IntegerColumn)columns[4]).Values;
        var household = ((CategoricalColumn)columns[6]).Codes;
        Assert.Equal(2, household.Distinct().Count());
        Assert.All(children.Zip(household), row => Assert.Equal(row.First < 2 ? 0 : 1, row.Second));
    }

    // The head gives Male log-odds 2 and Female -1; its fair map gives both one half.
    [Theory]
    [InlineData(0, 0.8808, 0.2689)]
    [InlineData(0.5, 0.6904, 0.3845)]
    [InlineData(1, 0.5, 0.5)]
    public void The_dial_moves_each_groups_rate_toward_the_fair_one(double strength, double male, double female)
    {
        using var generator = OnnxGenerator.Open(s_file);
        var columns = Columns(generator, 60_000, strength);
        Assert.InRange(Rate(1) - male, -0.01, 0.01);
        Assert.InRange(Rate(0) - female, -0.01, 0.01);

        double Rate(int sex)
        {
            var granted = (CategoricalColumn)columns[5];
            var rows = ((CategoricalColumn)columns[0]).Codes.Zip(granted.Codes).Where(p => p.First == sex).ToArray();
            return rows.Count(p => granted.Categories[p.Second] == "yes") / (double)rows.Length;
        }
    }

    [Fact]
    public void Values_other_than_the_positive_one_are_still_generated()
    {
        using var generator = OnnxGenerator.Open(s_file);
        Assert.Equal(3, ((CategoricalColumn)Columns(generator, 2000, 0)[5]).Codes.Distinct().Count());
    }

    [Fact]
    public void A_strength_out_of_range_or_without_a_dial_is_refused()
    {
        using var generator = OnnxGenerator.Open(s_file);
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Generate(1, new() { Strength = 1.5 }));
        using var plain = OnnxGenerator.Open(ExampleGenerator.File(labelHead: false));
        Assert.Throws<InvalidOperationException>(() => plain.Generate(1, new() { Strength = 0.5 }));
        Assert.NotEmpty(plain.Generate(1, new() { Strength = 0 }));
    }

    [Fact]
    public void Cancelling_stops_between_batches()
    {
        using var generator = OnnxGenerator.Open(s_file);
        using var source = new CancellationTokenSource();
        using var batches = generator.Generate(long.MaxValue / 2, cancellationToken: source.Token).GetEnumerator();
        Assert.True(batches.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => batches.MoveNext());
    }

    [Fact]
    public void Requesting_a_GPU_without_one_names_what_to_install()
    {
        var problem = Record.Exception(() => OnnxGenerator.Open(s_file, new() { Provider = ExecutionProvider.Cuda }).Dispose());
        Assert.SkipWhen(problem is null, "This machine has CUDA.");
        Assert.Contains("FairGanGpu=true", Assert.IsType<PlatformNotSupportedException>(problem).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_CPU_replaces_a_missing_GPU_only_on_request_and_reports_it()
    {
        using var plain = OnnxGenerator.Open(s_file);
        Assert.Null(plain.FallbackReason);
        using var asked = OnnxGenerator.Open(s_file, new() { Provider = ExecutionProvider.Cuda, FallbackToCpu = true });
        using var automatic = OnnxGenerator.Open(s_file, new() { Provider = ExecutionProvider.Automatic });
        Assert.SkipWhen(asked.Provider == ExecutionProvider.Cuda, "This machine has CUDA.");
        Assert.All([asked, automatic], generator =>
        {
            Assert.Equal(ExecutionProvider.Cpu, generator.Provider);
            Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", generator.FallbackReason, StringComparison.Ordinal);
        });
        Assert.Equal(Csv(plain, 10, 0), Csv(asked, 10, 0));
    }

    [Fact]
    public void Rows_from_the_GPU_equal_those_of_the_CPU_except_for_rounding()
    {
        using var processor = OnnxGenerator.Open(s_file);
        using var card = OnnxGenerator.Open(s_file, new() { Provider = ExecutionProvider.Cuda, FallbackToCpu = true });
        Assert.SkipUnless(card.Provider == ExecutionProvider.Cuda, "No CUDA here: " + card.FallbackReason);
        AssertAlike(new() { Seed = 5, StartRow = 1000 });
        AssertAlike(new() { Seed = 5, Where = ColumnCondition.Parse("household=large") });

        void AssertAlike(SamplingOptions options)
        {
            var pairs = Rows(processor).Zip(Rows(card)).ToArray();
            Assert.Equal(20_000, pairs.Length);
            Assert.InRange(pairs.Count(pair => pair.First == pair.Second), 19_900, 20_000);

            IEnumerable<string> Rows(OnnxGenerator generator) =>
                from batch in generator.Generate(20_000, options)
                from row in Enumerable.Range(0, batch.RowCount)
                select string.Join(',', batch.Columns.Select(column => column.Text(row)));
        }
    }

    internal static string Csv(OnnxGenerator generator, long rows, long start, long seed = 1)
    {
        using var stream = new MemoryStream();
        CsvBatchWriter.WriteRows(generator.Generate(rows, new() { StartRow = start, Seed = seed }), stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // All batches as one.
    private static SyntheticColumn[] Columns(OnnxGenerator generator, int rows, double strength)
    {
        var batches = generator.Generate(rows, new() { Strength = strength }).ToArray();
        return [.. generator.Information.Schema.Columns.Select((codec, i) => (SyntheticColumn)(batches[0].Columns[i] switch
        {
            CategoricalColumn first => new CategoricalColumn(codec.Name, [.. batches.SelectMany(b => ((CategoricalColumn)b.Columns[i]).Codes)], first.Categories),
            IntegerColumn => new IntegerColumn(codec.Name, [.. batches.SelectMany(b => ((IntegerColumn)b.Columns[i]).Values)]),
            _ => new RealColumn(codec.Name, [.. batches.SelectMany(b => ((RealColumn)b.Columns[i]).Values)]),
        }))];
    }
}
