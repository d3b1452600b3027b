using FairGan.Export.Columns;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Rules;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class DurationTests
{
    [Fact]
    public void Time_spans_of_a_table_come_back_as_time_spans()
    {
        IDataView data = Hmda.Context.Data.LoadFromEnumerable(Visits());

        SynthesizerTransformer fitted = Hmda.Context.FairGan().Synthesizer(new() { Training = Hmda.Quick with { Steps = 3 } }, null, TestContext.Current.CancellationToken).Fit(data);
        IDataView synthetic = fitted.Rows(2000);

        Assert.Equal(TimeSpanDataViewType.Instance, synthetic.TypeOf("Wait"));
        var codec = Assert.IsType<DurationCodec>(fitted.Information.Schema["Wait"]);
        Assert.Equal(("d.hh:mm:00", DurationUnit.Minute), (codec.Format, codec.Unit));
        TimeSpan[] waits = synthetic.Values<TimeSpan>("Wait");
        Assert.Contains(TimeSpan.MinValue, waits);
        Assert.Contains(waits, wait => wait < TimeSpan.Zero && wait != TimeSpan.MinValue);
        Assert.All(waits.Where(wait => wait != TimeSpan.MinValue), wait =>
        {
            Assert.Equal(0, wait.Ticks % (5 * TimeSpan.TicksPerMinute));
            Assert.InRange(wait.TotalMinutes, -30, 1495);
        });

        using MemoryStream saved = new();
        Hmda.Context.Model.Save(fitted, data.Schema, saved);
        SynthesizerTransformer loaded = Assert.IsType<SynthesizerTransformer>(new MLContext().Model.Load(saved, out _));
        Assert.Equal(waits, loaded.Rows(2000).Values<TimeSpan>("Wait"));
    }

    [Fact]
    public void Given_time_spans_stay_and_missing_ones_are_filled_in()
    {
        IDataView data = Hmda.Context.Data.LoadFromEnumerable(Visits());
        SynthesizerTransformer fitted = Hmda.Context.FairGan().Synthesizer(new() { Training = Hmda.Quick with { Steps = 3 } }, null, TestContext.Current.CancellationToken).Fit(data);

        TimeSpan[] filled = fitted.FillIn(data, cancellationToken: TestContext.Current.CancellationToken).Values<TimeSpan>("Wait");

        Assert.DoesNotContain(TimeSpan.MinValue, filled);
        Assert.All(Visits().Zip(filled).Where(pair => pair.First.Wait != TimeSpan.MinValue), pair => Assert.Equal(pair.First.Wait, pair.Second));
    }

    [Fact]
    public void Durations_in_text_keep_the_majoritys_form_and_orders_and_sums_between_them()
    {
        var random = new Random(3);
        string csv = "planned,extra,actual\n" + string.Concat(Enumerable.Range(0, 600).Select(row =>
        {
            int planned = 15 * random.Next(1, 30), extra = 3 * random.Next(0, 80);
            return $"{planned} min,{extra} min,{(row % 50 == 0 ? $"{(planned + extra) / 60.0:0.##} h" : $"{planned + extra} min")}\n";
        }));

        var table = TableEncoder.Encode(TestTables.FromCsv(csv), new SynthesizerOptions());

        Assert.All(table.Schema.Columns, codec => Assert.Equal((ColumnKind.Duration, "0 min"), (codec.Kind, codec.CellFormat)));
        Assert.Contains(table.Schema.Rules, rule => rule is SumRule { Total: "actual" });
        Assert.Contains("12 cells were in another format than 0 min", string.Join('\n', table.Report!.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_between_durations_is_enforced()
    {
        var random = new Random(4);
        string csv = "wait,stay\n" + string.Concat(Enumerable.Range(0, 600).Select(_ =>
        {
            var wait = TimeSpan.FromMinutes(random.Next(0, 600));
            TimeSpan stay = wait + TimeSpan.FromMinutes(random.Next(0, 300));
            return $"{(int)wait.TotalHours}:{wait.Minutes:00}:00,{(int)stay.TotalHours}:{stay.Minutes:00}:00\n";
        }));

        var table = TableEncoder.Encode(TestTables.FromCsv(csv), new SynthesizerOptions());

        Assert.Equal("wait ≤ stay", Assert.Single(table.Schema.Rules).ToString());
    }

    private static IEnumerable<Visit> Visits()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 400).Select(row => new Visit { Ward = row % 3 == 0 ? "A" : "B", Wait = row % 10 == 0 ? TimeSpan.MinValue : TimeSpan.FromMinutes((5 * random.Next(0, 306)) - 30) })];
    }

    private sealed class Visit
    {
        public string Ward { get; set; } = "";

        public TimeSpan Wait { get; set; }
    }
}
