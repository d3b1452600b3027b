using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Dates;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FsCheck;
using FsCheck.Fluent;

namespace FairGan.MLNet.Tests.Preparation;

/// <summary>Generated numbers, dates, times and durations lie where real ones lie.</summary>
public sealed class LatticeTests
{
    private const int Rows = 1500;
    private const double MostMoreOff = 0.005;

    private static readonly Func<long, string>[] s_kinds =
    [
        units => units.ToString(CultureInfo.InvariantCulture),
        units => (units / 100m).ToString("0.00", CultureInfo.InvariantCulture),
        units => new DateTime(1950, 1, 1).AddDays(units).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        units => new DateTime(2001, 3, 4).AddSeconds(units).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        units => new DateTime(2001, 3, 4).AddMinutes(units).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture),
        units => string.Create(CultureInfo.InvariantCulture, $"{units / 3600}:{units / 60 % 60:00}:{units % 60:00}"),
        units => string.Create(CultureInfo.InvariantCulture, $"{units} min"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Whatever_the_step_its_offset_the_range_the_missing_share_and_the_exceptions_generated_values_are_on_the_lattice(int minRows)
    {
        var cases =
            from kind in Gen.Choose(0, s_kinds.Length - 1)
            from step in Gen.OneOf(Gen.Choose(2, 40), Gen.Elements(12, 26, 60, 144, 900, 3600, 86_400), Gen.Choose(41, 2000))
            from offset in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, step - 1))
            from width in Gen.Choose(40, 4000)
            from missing in Gen.Choose(0, 40)
            from exceptions in Gen.Choose(0, 10)
            from seed in Gen.Choose(0, int.MaxValue)
            select new Case(kind, kind == 2 ? 2 + (step % 30) : step, offset % (kind == 2 ? 2 + (step % 30) : step), kind == 2 ? Math.Min(width, 600) : width, missing / 100.0, exceptions / 1000.0, seed);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(11, 13), Prop.ForAll(cases.ToArbitrary(), tried => Off(tried, minRows) is var (real, generated) && generated <= real + MostMoreOff));
    }

    [Fact]
    public void A_day_hour_or_month_that_hardly_any_row_is_on_is_not_generated()
    {
        var random = new Random(4);
        string csv = "working,payday,quarter,office,shift\n" + string.Concat(Enumerable.Range(0, Rows).Select(row =>
        {
            DateTime working = Working(new DateTime(2011, 1, 3).AddDays(random.Next(2500))), month = new(random.Next(1990, 2020), random.Next(1, 13), 1);
            DateTime office = Working(new DateTime(2011, 1, 3).AddDays(random.Next(2500))).AddHours(8).AddSeconds(random.Next(10 * 3600));
            DateTime shift = new DateTime(2011, 1, 3).AddDays(random.Next(2500)).AddHours(6 + (8 * random.Next(3)));
            working = row % 200 == 0 ? working.AddDays(6 - (int)working.DayOfWeek) : working;
            return string.Create(CultureInfo.InvariantCulture, $"{working:yyyy-MM-dd},{month.AddMonths(1).AddDays(-1):yyyy-MM-dd},{new DateTime(month.Year, 1 + (3 * random.Next(4)), 1):yyyy-MM-dd},{office:yyyy-MM-dd HH:mm:ss},{shift:yyyy-MM-dd HH:mm}\n");
        }));

        foreach (int minRows in (int[])[0, 10])
        {
            EncodedTable table = Encode(csv, minRows);

            Assert.True(Share(table, "working", time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) <= 0.005 + MostMoreOff);
            Assert.Equal(0, Share(table, "payday", time => time.AddDays(1).Day != 1));
            Assert.Equal(0, Share(table, "quarter", time => time.Day != 1 || time.Month % 3 != 1));
            Assert.Equal(0, Share(table, "office", time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || time.Hour is < 8 or >= 18));
            Assert.Equal(0, Share(table, "shift", time => time.Hour is not (6 or 14 or 22) || time.Minute != 0));
        }

        static DateTime Working(DateTime day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? day.AddDays(2) : day;
    }

    [Fact]
    public void Dates_on_all_days_have_no_calendar()
    {
        var random = new Random(4);
        string csv = "day,seen\n" + string.Concat(Enumerable.Range(0, Rows).Select(_ => string.Create(
            CultureInfo.InvariantCulture, $"{new DateTime(2011, 1, 3).AddDays(random.Next(2500)):yyyy-MM-dd},{new DateTime(2011, 1, 3).AddMinutes(random.Next(2500 * 1440)):yyyy-MM-dd HH:mm}\n")));

        EncodedTable table = Encode(csv, 0);

        Assert.Equal(7, Enumerable.Range(0, 7).Count(day => Share(table, "day", time => (int)time.DayOfWeek == day) > 0.1));
        Assert.Equal(24, Enumerable.Range(0, 24).Count(hour => Share(table, "seen", time => time.Hour == hour) > 0.02));
    }

    [Fact]
    public void A_time_of_day_that_one_person_holds_is_in_no_calendar_however_often_the_person_came()
    {
        // Everybody comes at six or two, one patient twelve times at 03:17.
        double[] minutes = [.. Enumerable.Range(0, 2000).Select(visit => (1440.0 * visit) + (visit < 12 ? 197 : visit % 2 == 0 ? 360 : 840))];
        long[] rows = [.. Enumerable.Repeat(1L, minutes.Length)];
        int[] people = [.. Enumerable.Range(0, minutes.Length).Select(visit => visit < 12 ? 0 : visit)];
        var visits = new NumberCounts(minutes, rows, HasMissing: false);

        var byRows = CalendarFinder.Find(visits, 0, DateUnit.Minute, new(0, 1), 10);
        var byPeople = CalendarFinder.Find(visits with { Holders = ValueHolders.Subjects([.. Enumerable.Range(0, minutes.Length)], people, rows) }, 0, DateUnit.Minute, new(0, 1), 10);

        Assert.Equal([197, 360, 840], byRows!.Times);
        Assert.Equal([360, 840], byPeople!.Times);
    }

    private static EncodedTable Encode(string csv, int minRows) =>
        TableEncoder.Encode(TestTables.FromCsv(csv), new SynthesizerOptions { Seed = 1, Protection = new() { MinRows = minRows } });

    private static double Share(EncodedTable table, string column, Func<DateTime, bool> isIn)
    {
        ColumnCodec codec = table.Schema[column];
        double[] generated = Generated(table, table.Schema.IndexOf(column), new Random(8));
        return generated.Average(number => isIn(DateTime.Parse(Text(codec, number), CultureInfo.InvariantCulture)) ? 1.0 : 0);
    }

    // The shares of real and of generated cells that are off the lattice.
    private static (double Real, double Generated) Off(Case tried, int minRows)
    {
        var random = new Random(tried.Seed);
        Func<long, string> write = s_kinds[tried.Kind];
        var cells = new List<string>();
        double off = 0;
        for (int row = 0; row < Rows; row++)
        {
            long units = tried.Offset + ((long)tried.Step * random.Next(tried.Width));
            bool isException = random.NextDouble() < tried.Exceptions;
            units += isException ? random.Next(1, tried.Step) : 0;
            cells.Add(random.NextDouble() < tried.Missing ? "" : write(units));
            off += isException && cells[^1].Length > 0 ? 1 : 0;
        }

        EncodedTable table = Encode("x,y\n" + string.Concat(cells.Select((cell, row) => $"{cell},{row % 2}\n")), minRows);
        HashSet<string> lattice = [.. Enumerable.Range(0, tried.Width).Select(k => Plain(write(tried.Offset + ((long)tried.Step * k))))];
        double[] generated = Generated(table, 0, random);
        return (off / cells.Count(cell => cell.Length > 0), generated.Average(number => lattice.Contains(Plain(Text(table.Schema.Columns[0], number))) ? 0.0 : 1));

        // 1.50 and 1.5 are one number.
        static string Plain(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) ? number.ToString("G29", CultureInfo.InvariantCulture) : text;
    }

    private static double[] Generated(EncodedTable table, int column, Random random)
    {
        ColumnCodec codec = table.Schema.Columns[column];
        ushort[] codes = [.. table.Codes[column].Where(code => code != codec.MissingSymbol)];
        return [.. Enumerable.Range(0, 2 * Rows).Select(_ => codec.NumberCoding!.Decode(codes[random.Next(codes.Length)], random.NextSingle()))];
    }

    private static string Text(ColumnCodec codec, double number) => codec.Column((Array)(codec.TensorType == TensorType.Whole ? new[] { (long)(number + codec.CountedFrom) } : new[] { number + codec.CountedFrom }), 0).Text(0);

    private sealed record Case(int Kind, int Step, int Offset, int Width, double Missing, double Exceptions, int Seed);
}
