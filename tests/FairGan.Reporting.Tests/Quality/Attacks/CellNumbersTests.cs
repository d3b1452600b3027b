using FairGan.Export.Columns;
using FairGan.Export.Columns.Kinds;
using FairGan.Reporting.Quality.Privacy.Scan;
using FairGan.Reporting.Quality.Privacy.Targets;
using FairGan.Reporting.Quality.Tables;

namespace FairGan.Reporting.Tests.Quality.Attacks;

public sealed class CellNumbersTests
{
    private const double MinutesPerDay = 24 * 60;

    // Days from the year 1 to 1970.
    private static readonly double s_epoch = (DateTime.UnixEpoch - DateTime.MinValue).Days;

    [Fact]
    public void Durations_that_are_numbers_of_days_are_counted_in_the_codec_s_unit_and_found_in_the_file()
    {
        ColumnCodec codec = Codec(ColumnKind.Duration, "0 min", 0, [10, 25, 90]);
        var days = new TableColumn("x", [10 / MinutesPerDay, double.NaN, 90 / MinutesPerDay]);

        Assert.Equal([10, double.NaN, 90], CellNumbers.OfCodec(codec, days));
        Assert.Equal([10 / MinutesPerDay, 25 / MinutesPerDay, 90 / MinutesPerDay], FileContents.NumbersOf(codec, days).Order());
    }

    [Fact]
    public void Durations_that_are_texts_count_in_the_unit_of_the_texts()
    {
        ColumnCodec codec = Codec(ColumnKind.Duration, "0 min", 0, [10, 25, 90]);
        IQuantity hours = Quantities.Of(ColumnKind.Duration, "x", "0 h", ["0 min"])!;
        var texts = new TextNumbers(text => hours.TryRead(text, out double number) ? number : double.NaN, number => FormattableString.Invariant($"{60 * number} min"));
        var column = new TableColumn("x", [0.5, double.NaN], texts);

        Assert.Equal([30, double.NaN], CellNumbers.OfCodec(codec, column));
        Assert.Equal(1.5, FileContents.NumbersOf(codec, column).Max());
    }

    [Fact]
    public void Dates_are_counted_from_1970_and_found_as_days_with_their_origin()
    {
        ColumnCodec codec = Codec(ColumnKind.Date, "yyyy-MM-dd", 10_957, [3, 8, 400]);
        var days = new TableColumn("x", [s_epoch + 10_960, double.NaN]);

        Assert.Equal([10_960, double.NaN], CellNumbers.OfCodec(codec, days));
        Assert.Equal([s_epoch + 10_957, s_epoch + 10_960, s_epoch + 10_965, s_epoch + 11_357], FileContents.NumbersOf(codec, days).Order());
    }

    private static ColumnCodec Codec(ColumnKind kind, string format, double origin, double[] numbers) =>
        Quantities.Of(kind, "x", format, null)!.Fit(origin, new NumberCounts(numbers, [5, 5, 5], HasMissing: true), new CodecOptions());
}
