using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class SynthesizerTransformerTests
{
    [Fact]
    public void Synthetic_rows_have_the_schema_of_the_real_ones()
    {
        IDataView synthetic = Hmda.Fitted.Rows(1500);

        Assert.Equal(1500, synthetic.GetRowCount());
        Assert.Equal(Hmda.Data.Schema.Describe(), synthetic.Schema.Describe());
        Assert.Equal(["no", "yes"], synthetic.Texts("afam").Distinct().Order());
        Assert.All(synthetic.Values<long>("chist"), value => Assert.InRange(value, 1, 6));
        double[] real = Hmda.Data.Values<double>("pirat");
        Assert.All(synthetic.Values<double>("pirat"), value => Assert.InRange(value, real.Min(), real.Max()));
    }

    [Fact]
    public void Every_type_that_can_be_learned_comes_back_as_that_type_in_the_range_of_the_real_values()
    {
        IDataView data = AllTypes();
        SynthesizerOptions options = new()
        {
            Training = Hmda.Quick with { Steps = 2 },
            ColumnKinds = new Dictionary<string, ColumnKind> { ["named number"] = ColumnKind.Categorical, ["named half"] = ColumnKind.Categorical },
        };

        SynthesizerTransformer fitted = Hmda.Context.FairGan().Synthesizer(options, null, TestContext.Current.CancellationToken).Fit(data);
        IDataView synthetic = fitted.Rows(3000);

        Assert.Equal(data.Schema.Describe(), synthetic.Schema.Describe());
        AssertInRange<sbyte>();
        AssertInRange<byte>();
        AssertInRange<short>();
        AssertInRange<ushort>();
        AssertInRange<int>();
        AssertInRange<uint>();
        AssertInRange<long>();
        AssertInRange<ulong>();
        AssertSameValues<bool>("Boolean");
        AssertSameValues<int>("named number");
        AssertSameValues<float>("named half");
        AssertSameValues<byte>("small key");
        AssertSameValues<ulong>("large key");
        AssertSameValues<uint>("key of numbers");
        AssertSameValues<uint>("key of texts");
        Assert.Equal(["", "a", "b"], synthetic.Texts("text").Distinct().Order());
        Assert.Contains(float.NaN, synthetic.Values<float>("Single"));
        Assert.All(synthetic.Values<float>("Single").Where(value => !float.IsNaN(value)), value => Assert.InRange(value, 0, 49.9f));
        Assert.Contains(double.NaN, synthetic.Values<double>("Double"));

        using MemoryStream saved = new();
        Hmda.Context.Model.Save(fitted, data.Schema, saved);
        SynthesizerTransformer loaded = Assert.IsType<SynthesizerTransformer>(new MLContext().Model.Load(saved, out _));
        Assert.Equal(data.Schema.Describe(), loaded.Schema.Describe());
        Assert.Equal(TestTables.ToCsv(synthetic), TestTables.ToCsv(loaded.Rows(3000)));

        void AssertInRange<T>()
            where T : IComparable<T>
        {
            T[] real = data.Values<T>(typeof(T).Name), made = synthetic.Values<T>(typeof(T).Name);
            Assert.All(made, value => Assert.True(value.CompareTo(real.Min()) >= 0 && value.CompareTo(real.Max()) <= 0, $"{value} is no {typeof(T)} of the table."));
            Assert.True(made.Distinct().Count() > 5);
        }

        void AssertSameValues<T>(string column) =>
            Assert.Equal(data.Values<T>(column).Distinct().Order(), synthetic.Values<T>(column).Distinct().Order());
    }

    [Fact]
    public void A_label_that_is_a_key_of_numbers_is_meant_by_its_number()
    {
        IDataView data = AllTypes();
        SynthesizerOptions options = new()
        {
            LabelColumn = "key of numbers",
            PositiveValue = "30",
            SensitiveColumns = ["Boolean"],
            Training = Hmda.Quick with { Steps = 2, LabelHead = false },
        };

        SynthesizerTransformer fitted = Hmda.Context.FairGan().Synthesizer(options, null, TestContext.Current.CancellationToken).Fit(data);

        Assert.Equal(["10", "20", "30"], ((CategoricalCodec)fitted.Information.Schema["key of numbers"]).Categories);
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows_in_whatever_parts()
    {
        SamplingOptions seven = new() { Seed = 7 };
        string whole = TestTables.ToCsv(Hmda.Fitted.Rows(2500, seven));

        Assert.Equal(whole, TestTables.ToCsv(Hmda.Fitted.Rows(2500, seven)));
        Assert.NotEqual(whole, TestTables.ToCsv(Hmda.Fitted.Rows(2500)));
        string[] lines = whole.Split('\n');
        string[] part = TestTables.ToCsv(Hmda.Fitted.Rows(1100, seven with { StartRow = 1300 })).Split('\n');
        Assert.Equal(lines[1301..2401], part[1..1101]);
    }

    [Fact]
    public async Task Several_threads_may_make_rows_at_the_same_time()
    {
        string alone = TestTables.ToCsv(Hmda.Fitted.Rows(1500));

        string[] together = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => TestTables.ToCsv(Hmda.Fitted.Rows(1500)), TestContext.Current.CancellationToken)));

        Assert.All(together, rows => Assert.Equal(alone, rows));
    }

    [Fact]
    public void No_rows_are_a_table_too_and_impossible_numbers_of_rows_are_refused()
    {
        IDataView none = Hmda.Fitted.Rows(0);

        Assert.Equal(0, none.GetRowCount());
        Assert.Equal(Hmda.Data.Schema.Describe(), none.Schema.Describe());
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => Hmda.Fitted.Rows(-1));
        Assert.Contains("OpenGenerator", Assert.Throws<ArgumentOutOfRangeException>("rows", () => Hmda.Fitted.Rows(1L << 31)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Hmda.Fitted.Rows(1, new SamplingOptions { Strength = 2 }));
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Hmda.Fitted.Generate(5000, null, cancelled.Token));
    }

    [Fact]
    public void Transform_makes_as_many_rows_as_come_in()
    {
        IDataView some = Hmda.Context.Data.TakeRows(Hmda.Data, 700);
        IDataView filtered = Hmda.Context.Data.FilterRowsByColumn(Hmda.Data, "pirat", upperBound: 0.3);
        Assert.Null(filtered.GetRowCount());

        Assert.Equal(2380, Hmda.Fitted.Transform(Hmda.Data).GetRowCount());
        Assert.Equal(700, Hmda.Fitted.Transform(some).GetRowCount());
        Assert.Equal(filtered.Values<double>("pirat").Length, Hmda.Fitted.Transform(filtered).GetRowCount());
        Assert.Equal(TestTables.ToCsv(Hmda.Fitted.Rows(2380)), TestTables.ToCsv(Hmda.Fitted.Transform(Hmda.Data)));
        Assert.Equal(Hmda.Data.Schema.Describe(), Hmda.Fitted.GetOutputSchema(some.Schema).Describe());
    }

    [Fact]
    public void A_synthetic_row_belongs_to_no_row_of_the_input()
    {
        Assert.False(Hmda.Fitted.IsRowToRowMapper);
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => Hmda.Fitted.GetRowToRowMapper(Hmda.Data.Schema));
        Assert.Contains("GetModelFor(TransformerScope.Scoring)", refusal.Message);
    }

    [Fact]
    public void Strength_narrows_the_gap_between_the_groups()
    {
        double asLearned = Gap(0), half = Gap(0.5), fair = Gap(1);

        Assert.True(asLearned > 0.1, $"As learned: {asLearned}");
        Assert.True(half < asLearned, $"Half: {half}");
        Assert.True(fair < 0.25 * asLearned, $"Fair: {fair}");

        static double Gap(double strength)
        {
            IDataView rows = Hmda.Fitted.Rows(20_000, new SamplingOptions { Strength = strength });
            ILookup<string, bool> approved = rows.Texts("afam").Zip(rows.Texts("deny")).ToLookup(row => row.First, row => row.Second == "no");
            return Rate("no") - Rate("yes");

            double Rate(string group) => approved[group].Average(positive => positive ? 1.0 : 0);
        }
    }

    [Fact]
    public void The_exported_file_is_the_generator()
    {
        using TemporaryFolder folder = new();
        using MemoryStream stream = new();
        string path = folder.File("hmda.onnx");

        Hmda.Fitted.SaveAsOnnx(path);
        Hmda.Fitted.SaveAsOnnx(stream);

        Assert.Equal(Hmda.Fitted.GeneratorBytes, File.ReadAllBytes(path));
        Assert.Equal(Hmda.Fitted.GeneratorBytes, stream.ToArray());
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        using OnnxGenerator generator = Hmda.Fitted.OpenGenerator();
        IntegerColumn chist = (IntegerColumn)generator.Generate(100, null, TestContext.Current.CancellationToken).Single().Columns[4];
        Assert.Equal(chist.Values, Hmda.Fitted.Rows(100).Values<long>("chist"));
    }

    [Fact]
    public void An_exported_file_is_opened_as_a_transformer_that_makes_the_same_rows()
    {
        using TemporaryFolder folder = new();
        Hmda.Fitted.SaveAsOnnx(folder.File("hmda.onnx"));

        using SynthesizerTransformer opened = new MLContext().FairGan().LoadFromOnnx(folder.File("hmda.onnx"));

        Assert.Equal(TestTables.ToCsv(Hmda.Fitted.Rows(1200)), TestTables.ToCsv(opened.Rows(1200)));
        Assert.Equal(Hmda.Options.LabelColumn, opened.Options.LabelColumn);
        Assert.Equal(Hmda.Options.SensitiveColumns, opened.Options.SensitiveColumns);
        Assert.Equal(0, opened.Summary.BestStep);
        opened.Options.Validate();
        File.WriteAllText(folder.File("other.onnx"), "This is no ONNX file.");
        Assert.Throws<FormatException>(() => new MLContext().FairGan().LoadFromOnnx(folder.File("other.onnx")));
    }

    [Fact]
    public void The_file_is_parsed_once_for_all_rows()
    {
        byte[] file = Hmda.Fitted.GeneratorBytes.ToArray();
        using SynthesizerTransformer synthesizer = SynthesizerTransformer.FromFile(file);

        Array.Clear(file);

        Assert.Equal(TestTables.ToCsv(Hmda.Fitted.Rows(100)), TestTables.ToCsv(synthesizer.Rows(100)));
        using OnnxGenerator other = synthesizer.OpenGenerator();
        Assert.Equal(100, other.Generate(100, null, TestContext.Current.CancellationToken).Sum(batch => batch.RowCount));
    }

    [Fact]
    public void After_disposal_no_rows_are_made_but_those_made_stay()
    {
        SynthesizerTransformer synthesizer = SynthesizerTransformer.FromFile(Hmda.Fitted.GeneratorBytes.ToArray());
        IDataView rows = synthesizer.Rows(10);

        synthesizer.Dispose();
        synthesizer.Dispose();

        Assert.Equal(10, rows.Texts("deny").Length);
        Assert.Throws<ObjectDisposedException>(() => synthesizer.Rows(10));
    }

    [Fact]
    public void A_strength_without_a_dial_is_refused()
    {
        SynthesizerOptions options = new() { Training = Hmda.Quick with { Steps = 2 } };
        SynthesizerTransformer plain = Hmda.Context.FairGan().Synthesizer(options, null, TestContext.Current.CancellationToken).Fit(Hmda.Data);

        Assert.False(plain.Information.HasDial);
        Assert.Throws<InvalidOperationException>(() => plain.Rows(10, new SamplingOptions { Strength = 0.5 }));
    }

    private static IDataView AllTypes()
    {
        int[] rows = [.. Enumerable.Range(0, 500)];
        double[] spread = Array.ConvertAll(rows, row => row / 499.0);
        ColumnarDataView data = ColumnarDataView.Create(
            ("SByte", ColumnData.Of(Array.ConvertAll(spread, share => (sbyte)(sbyte.MinValue + (share * byte.MaxValue))))),
            ("Byte", ColumnData.Of(Array.ConvertAll(spread, share => (byte)(share * byte.MaxValue)))),
            ("Int16", ColumnData.Of(Array.ConvertAll(spread, share => (short)(short.MinValue + (share * ushort.MaxValue))))),
            ("UInt16", ColumnData.Of(Array.ConvertAll(spread, share => (ushort)(share * ushort.MaxValue)))),
            ("Int32", ColumnData.Of(Array.ConvertAll(spread, share => (int)(int.MinValue + (share * uint.MaxValue))))),
            ("UInt32", ColumnData.Of(Array.ConvertAll(spread, share => (uint)(share * uint.MaxValue)))),
            ("Int64", ColumnData.Of(Array.ConvertAll(spread, share => long.CreateSaturating(long.MinValue + (share * ulong.MaxValue))))),
            ("UInt64", ColumnData.Of(Array.ConvertAll(spread, share => ulong.CreateSaturating(share * ulong.MaxValue)))),
            ("Single", ColumnData.Of(Array.ConvertAll(rows, row => row % 5 == 0 ? float.NaN : row / 10f))),
            ("Double", ColumnData.Of(Array.ConvertAll(rows, row => row % 4 == 0 ? double.NaN : row * Math.PI))),
            ("Boolean", ColumnData.Of(Array.ConvertAll(rows, row => row % 3 == 0))),
            ("text", ColumnData.Text(Array.ConvertAll(rows, row => (row % 3) switch { 0 => null, 1 => "a", _ => "b" }))),
            ("named number", ColumnData.Of(Array.ConvertAll(rows, row => row % 3 * 1_000_000_007))),
            ("named half", ColumnData.Of(Array.ConvertAll(rows, row => row % 2 == 0 ? 0.1f : float.NaN))),
            ("key of texts", ColumnData.Key(Array.ConvertAll(rows, row => (uint)(row % 3)), ["zwei", "eins"])),
            ("number", ColumnData.Of(Array.ConvertAll(rows, row => 10 * (3 - (row % 3))))));
        IEstimator<ITransformer> keys = Hmda.Context.Transforms.Conversion.MapValueToKey("key of numbers", "number")
            .Append(Hmda.Context.Transforms.Conversion.ConvertType("small key", "key of texts", DataKind.Byte))
            .Append(Hmda.Context.Transforms.Conversion.ConvertType("large key", "key of texts", DataKind.UInt64))
            .Append(Hmda.Context.Transforms.Conversion.MapValueToKey("number"))
            .Append(Hmda.Context.Transforms.Conversion.Hash("hashed", "text"));
        return keys.Fit(data).Transform(data);
    }
}
