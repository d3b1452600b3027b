using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.Tables.Tests;

public sealed class IdxReaderTests
{
    private static readonly byte[] s_pictures = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 127, 255, 1, 2, 3];
    private static readonly byte[] s_labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

    [Fact]
    public void Pictures_and_labels_are_read_plain_and_compressed()
    {
        using TemporaryFolder folder = new();
        using (GZipStream compressed = new(File.Create(folder.File("pictures-idx3-ubyte.gz")), CompressionLevel.Fastest))
        {
            compressed.Write(s_pictures);
        }

        File.WriteAllBytes(folder.File("labels-idx1-ubyte"), s_labels);

        IDataView table = IdxReader.Load(TestTables.Context, folder.File("pictures-idx3-ubyte.gz"), folder.File("labels-idx1-ubyte"));

        Assert.Equal([1, 3], Assert.IsType<VectorDataViewType>(table.TypeOf(IdxReader.VectorColumn)).Dimensions);
        Assert.Equal([[0f, 127f, 255f], [1f, 2f, 3f]], table.Values<VBuffer<float>>(IdxReader.VectorColumn).Select(vector => vector.DenseValues().ToArray()));
        Assert.Equal<byte>([7, 9], table.Values<byte>(IdxReader.LabelColumn));
    }

    [Fact]
    public void Numbers_of_other_types_are_read_as_floats()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("shorts.idx"), [0, 0, 0x0B, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0x01, 0x00, 0xFF, 0xFF]);
        File.WriteAllBytes(folder.File("floats.idx"), [0, 0, 0x0D, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0]);

        Assert.Equal([256f, -1f], Vectors("shorts.idx"));
        Assert.Equal([1.5f], Vectors("floats.idx"));

        float[] Vectors(string name) => IdxReader.Load(TestTables.Context, folder.File(name)).Values<VBuffer<float>>(IdxReader.VectorColumn).Single().DenseValues().ToArray();
    }

    [Fact]
    public void Damaged_files_and_files_that_do_not_belong_together_are_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("labels"), s_labels);

        Assert.Contains("cut off", Refusal(s_pictures[..^1]));
        Assert.Contains("more than", Refusal([.. s_pictures, 0]));
        Assert.Contains("not an IDX file", Refusal("a,b\n1,2\n"u8.ToArray()));
        Assert.Contains("more than fit", Refusal([0, 0, 8, 3, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0]));
        Assert.Contains("one number for each row", Refusal(s_labels));
        Assert.Contains("1 row and", Refusal([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5]));

        string Refusal(byte[] vectors)
        {
            File.WriteAllBytes(folder.File("vectors"), vectors);
            return Assert.Throws<TableFormatException>(() => IdxReader.Load(TestTables.Context, folder.File("vectors"), folder.File("labels"))).Message;
        }
    }
}
