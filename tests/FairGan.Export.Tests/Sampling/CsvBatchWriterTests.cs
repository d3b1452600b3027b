using System.Text;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;

namespace FairGan.Export.Tests.Sampling;

public class CsvBatchWriterTests
{
    [Fact]
    public void Cells_are_quoted_where_they_need_it_and_numbers_are_short()
    {
        var batch = new SyntheticBatch(0, 3,
        [
            new CategoricalColumn("c", [0, 1, 2], ["a,\"b\"", "line\nbreak"]),
            new IntegerColumn("i", [long.MinValue, 0, long.MaxValue]),
            new RealColumn("r", [0.1, double.NaN, -1.7976931348623157E+308]),
        ]);
        using var stream = new MemoryStream();
        CsvBatchWriter.WriteRows([batch], stream);
        Assert.Equal(
            "\"a,\"\"b\"\"\",-9223372036854775808,0.1\n\"line\nbreak\",0,\n,9223372036854775807,-1.7976931348623157E+308\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Texts_longer_than_the_buffer_are_written_whole()
    {
        string text = new('é', 100_000);
        using var stream = new MemoryStream();
        CsvBatchWriter.WriteRows([new SyntheticBatch(0, 2, [new CategoricalColumn("c", [0, 0], [text])])], stream);
        Assert.Equal($"{text}\n{text}\n", Encoding.UTF8.GetString(stream.ToArray()));
    }
}
