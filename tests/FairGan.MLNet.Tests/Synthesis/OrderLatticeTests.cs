using System.Globalization;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>Orders between columns keep what else is known of the higher one: its lattice, its calendar, and how seldom the order is broken.</summary>
public sealed class OrderLatticeTests
{
    private const int Rows = 1200;
    private static readonly Lazy<SynthesizerTransformer> s_fitted = new(() => TestTables.Context.FairGan()
        .Synthesizer(new SynthesizerOptions { Training = Hmda.Quick with { Steps = 20 } }).Fit(TestTables.FromCsv(Csv())));

    [Theory]
    [InlineData("sold", "paid")]
    [InlineData("begun", "ended")]
    [InlineData("amount", "limit")]
    public void An_order_keeps_the_lattice_and_the_calendar_of_the_higher_column(string low, string high)
    {
        IDataView rows = s_fitted.Value.Generate(4000, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains($"{low} ≤ {high}", s_fitted.Value.Information.Schema.Rules.Select(rule => rule.ToString()));
        if (high == "limit")
        {
            Assert.All(rows.Values<long>("limit").Zip(rows.Values<long>("amount")), pair => Assert.True(pair.First >= pair.Second && pair.First % 500 == 0, $"{pair}"));
            return;
        }

        (DateTime Low, DateTime High)[] pairs = [.. Times(rows, low).Zip(Times(rows, high))];
        Assert.All(pairs, pair => Assert.True(pair.Low <= pair.High, $"{pair}"));
        Assert.All(pairs, pair => Assert.True(high == "paid" ? IsWorking(pair.High) : pair.High is { Minute: 0, Second: 0 }, $"{pair.High}"));
    }

    [Fact]
    public void An_order_that_few_real_rows_break_is_not_broken_by_more_generated_ones()
    {
        IDataView rows = Hmda.Fitted.Generate(5000, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(Broken(Hmda.Data), 0.001, 0.005);
        Assert.True(Broken(rows) <= Broken(Hmda.Data));

        static double Broken(IDataView table) => table.Values<double>("hirat").Zip(table.Values<double>("pirat")).Average(pair => pair.First > pair.Second ? 1.0 : 0);
    }

    [Fact]
    public void Office_hours_to_the_second_come_out_of_the_file_as_out_of_the_codec()
    {
        IDataView rows = s_fitted.Value.Generate(4000, cancellationToken: TestContext.Current.CancellationToken);

        DateTime[] seen = [.. Times(rows, "seen")];
        Assert.All(seen, time => Assert.True(IsWorking(time) && time.Hour is >= 8 and < 18, $"{time}"));
        Assert.True(seen.Select(time => time.Second).Distinct().Count() == 60);
        Assert.True(seen.Select(time => time.Date).Distinct().Count() > 500);
    }

    // Ages in months as years with three decimals; the begin and the end of a stay in days as years.
    [Fact]
    public void Months_and_days_as_fractions_of_years_come_out_of_the_file_as_such()
    {
        var random = new Random(5);
        string csv = "age,entered,left\n" + string.Concat(Enumerable.Range(0, Rows).Select(_ =>
        {
            int entered = random.Next(4000), left = entered + random.Next(900);
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(random.Next(200, 900) / 12.0, 3)},{1970 + (entered / 365.25)},{1970 + (left / 365.25)}\n");
        }));
        using SynthesizerTransformer fitted = TestTables.Context.FairGan().Synthesizer(new SynthesizerOptions { Training = Hmda.Quick with { Steps = 20 } }).Fit(TestTables.FromCsv(csv));
        IDataView rows = fitted.Generate(4000, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("entered ≤ left", fitted.Information.Schema.Rules.Select(rule => rule.ToString()));
        Assert.All(rows.Values<double>("age"), age => Assert.Equal(Math.Round(Math.Round(age * 12) / 12, 3), age));
        Assert.All(rows.Values<double>("entered").Concat(rows.Values<double>("left")), time => Assert.Equal(1970 + (Math.Round((time - 1970) * 365.25) / 365.25), time, 2e-9));
        Assert.All(rows.Values<double>("entered").Zip(rows.Values<double>("left")), pair => Assert.True(pair.First <= pair.Second, $"{pair}"));
    }

    private static bool IsWorking(DateTime time) => time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<DateTime> Times(IDataView rows, string column) => rows.Texts(column).Select(text => DateTime.Parse(text, CultureInfo.InvariantCulture));

    private static string Csv()
    {
        var random = new Random(6);
        return "sold,paid,begun,ended,amount,limit,seen\n" + string.Concat(Enumerable.Range(0, Rows).Select(_ =>
        {
            DateTime sold = new DateTime(2011, 1, 3).AddDays(random.Next(2500)), paid = Working(sold.AddDays(random.Next(60)));
            DateTime begun = new DateTime(2011, 1, 3).AddSeconds(random.Next(2500 * 86_400)), ended = begun.AddHours(random.Next(1, 90));
            ended = ended.Date.AddHours(ended.Hour + 1);
            int amount = random.Next(1, 20_000), limit = (amount + random.Next(5000) + 499) / 500 * 500;
            DateTime seen = Working(new DateTime(2011, 1, 3).AddDays(random.Next(2500))).AddHours(8).AddSeconds(random.Next(10 * 3600));
            return string.Create(CultureInfo.InvariantCulture, $"{sold:yyyy-MM-dd},{paid:yyyy-MM-dd},{begun:yyyy-MM-dd HH:mm:ss},{ended:yyyy-MM-dd HH:mm:ss},{amount},{limit},{seen:yyyy-MM-dd HH:mm:ss}\n");
        }));

        static DateTime Working(DateTime day) => IsWorking(day) ? day : day.AddDays(2);
    }
}
