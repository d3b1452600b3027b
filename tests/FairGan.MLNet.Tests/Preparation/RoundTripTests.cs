using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Numeric;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Preparation.Recognition;
using FairGan.Tables;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Preparation;

/// <summary>Properties over generated columns: what is coded comes back, and a generated value is coded by the symbol it was drawn from.</summary>
public sealed class RoundTripTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(17, 19);

    private static readonly string[] s_texts = ["Ünïcödé", "日本", "a \"quoted\" text", "line\nbreak", "comma, semicolon;", "'", "=1+1", "\u0001", "e\u0301", "👩‍🔬"];

    private static readonly double[] s_numbers =
        [0, -0.0, 1, -1, double.Epsilon, double.MaxValue, double.MinValue, long.MaxValue, long.MinValue, 1e-300, 0.1, 1.0 / 3, 9007199254740993, double.NaN];

    private static readonly DateTime[] s_times =
    [
        DateTime.MinValue.AddDays(1), DateTime.MaxValue.Date, DateTime.UnixEpoch, new(2016, 12, 31, 23, 59, 59), new(2017, 1, 1), new(2012, 6, 30, 23, 59, 59),
        new(2000, 2, 29), new(1900, 2, 28), new(1969, 12, 31, 23, 59, 59),
    ];

    [Fact]
    public void Categories_come_back() => Check(Gen.OneOf(Gen.Elements(s_texts), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get), Gen.Constant("")), cells =>
    {
        PreparedColumn column = PreparedColumn.OfCategories(Named(ColumnKind.Categorical), [.. Enumerable.Range(0, cells.Length)], cells, []);
        var (codec, codes, _) = new ColumnCoding(column, new CodecOptions()).Coded;
        return cells.Zip(codes).All(pair => codec.Describe(pair.Second) == (pair.First.Length == 0 ? "(missing)" : pair.First));
    });

    [Fact]
    public void Numbers_come_back_within_their_bin() => Check(Gen.OneOf(Gen.Elements(s_numbers), ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => number.Get), ArbMap.Default.GeneratorFor<int>().Select(number => number / 100.0)), cells =>
    {
        var codec = NumericCodec.Fit("x", cells, new CodecOptions { NumericSymbols = 8 });
        return cells.All(value =>
        {
            int symbol = codec.Encode(value);
            return symbol < codec.Atoms.Count || symbol == codec.MissingSymbol
                ? codec.Decode(symbol, 0.5).Equals(value == 0 ? 0 : value)
                : codec.Knots[symbol - codec.Atoms.Count] is var bin && value >= bin[0] - 1e-9 && value <= bin[^1] + 1e-9;
        });
    });

    [Fact]
    public void Dates_come_back_in_their_format() => Check(Gen.OneOf(Gen.Elements(s_times), ArbMap.Default.GeneratorFor<int>().Select(days => DateTime.UnixEpoch.AddDays(days % 20000).AddSeconds(days))), cells =>
    {
        PreparedColumn column = ColumnPreparer.Times(cells, new ColumnDescription { Name = "when", Format = "dd/MM/yyyy HH:mm:ss" });
        var codec = (DateCodec)new ColumnCoding(column, new CodecOptions { NumericSymbols = 1024 }).Coded.Codec;
        return cells.All(time => codec.Describe(codec.Encode(time)) == time.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture));
    });

    [Theory]
    [InlineData("1234.5")]
    [InlineData("1,234.5")]
    [InlineData("1.234,5")]
    [InlineData("1 234,00 €")]
    [InlineData("$1,234.00")]
    [InlineData("1'234.5")]
    public void Numbers_are_read_as_they_are_written(string example)
    {
        NumberFormat format = NumberFormat.Parse(example);
        Assert.Equal(example, format.ToString());
        Check(Gen.OneOf(Gen.Elements(s_numbers.Where(value => Math.Abs(value) < 1e12).ToArray()), ArbMap.Default.GeneratorFor<int>().Select(number => number / 100.0)), cells => cells.All(value =>
            format.TryParse(format.Format(value), out double read) && (format.FixedDecimals is null ? read == value : Math.Abs(read - value) <= 0.005001)));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("en-US")]
    public void Numbers_of_a_culture_are_recognised_whatever_it_is(string culture) => Check(ArbMap.Default.GeneratorFor<int>().Select(number => number / 100m), cells =>
    {
        var info = CultureInfo.GetCultureInfo(culture);
        string[] texts = [.. cells.Append(1234567.25m).Append(0.5m).Select(number => number.ToString("N2", info)).Distinct()];
        PreparedColumn column = ColumnPreparer.Text(texts, [.. Enumerable.Range(0, texts.Length)], new ColumnDescription { Name = "x", Kind = ColumnKind.Real }, isRole: false, new PreparationOptions { Culture = culture });
        return texts.Zip(column.Values!).All(pair => Math.Abs((double)decimal.Parse(pair.First, NumberStyles.Number, info) - pair.Second) < 1e-9);
    });

    // A file with NUL in a cell is refused.
    [Fact]
    public void Texts_survive_a_file() => Check(Gen.OneOf(Gen.Elements(s_texts), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get.Replace("\r", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal))).Where(IsWellFormed), cells =>
    {
        using var file = new MemoryStream();
        TableWriter.Save(ColumnarDataView.Create(("a", ColumnData.Text(cells)), ("b", ColumnData.Of(Enumerable.Range(0, cells.Length).ToArray()))), file, TableFormat.Csv);
        file.Position = 0;
        IDataView read = TableReader.Load(new MLContext(), file, TableFormat.Csv, new TableReadOptions { AsWritten = true });
        return Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<string>(read, "a").SequenceEqual(cells);
    });

    private static bool IsWellFormed(string text) => !text.Where((c, i) => char.IsSurrogate(c) && !(i > 0 && char.IsSurrogatePair(text[i - 1], c)) && !(i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))).Any();

    private static ColumnDescription Named(ColumnKind kind) => new() { Name = "x", Kind = kind };

    private static void Check<T>(Gen<T> cell, Func<T[], bool> holds) =>
        Prop.ForAll(cell.NonEmptyListOf().Select(cells => cells.ToArray()).ToArbitrary(), holds).Check(s_config);
}
