using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using static FairGan.Tables.Tests.HandmadeParquet;

namespace FairGan.Tables.Tests;

/// <summary>Small Parquet files that unpack to more than a machine has: each is refused in a sentence, before the memory is taken.</summary>
public sealed class UnpackedSizeTests
{
    private const int Megabyte = 1_000_000;
    private const int MostMemory = 400 * Megabyte;

    [Theory]
    [InlineData(Uncompressed)]
    [InlineData(Gzip)]
    [InlineData(Zstandard)]
    public void A_file_made_by_hand_is_read_like_any_other(int codec)
    {
        byte[] integers = new byte[24];
        integers[8] = 7;
        IDataView table = Read(HandmadeParquet.File(Integers, codec, 3, 2, new Page(3, integers.Length, Packed(codec, integers))));
        Assert.Equal([0L, 7, 0], table.Values<long>("c1"));
        byte[] texts = Texts(3, 5);
        Assert.Equal(["xxxxx", "xxxxx", "xxxxx"], Read(HandmadeParquet.File(HandmadeParquet.Texts, codec, 3, 1, new Page(3, texts.Length, Packed(codec, texts)))).Texts("c0"));
    }

    [Fact]
    public void Rows_that_share_an_entry_of_a_dictionary_share_its_memory()
    {
        byte[] entries = Texts(1, Megabyte), positions = Same(5000);
        byte[] file = HandmadeParquet.File(HandmadeParquet.Texts, Gzip, 5000, 1, new Page(1, entries.Length, Packed(Gzip, entries), IsDictionary: true), new Page(5000, positions.Length, Packed(Gzip, positions), Encoding: Dictionary));
        long before = GC.GetAllocatedBytesForCurrentThread();
        IDataView table = Read(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 * Megabyte);
        Assert.Equal(5000, table.GetRowCount());
    }

    [Fact]
    public void A_page_that_unpacks_to_more_than_its_header_promises_is_damaged()
    {
        byte[] frames = [.. Enumerable.Repeat(Packed(Zstandard, new byte[64 * Megabyte]), 31).SelectMany(frame => frame)];
        Assert.Contains("column 'c0' cannot be read: it is damaged", Refusal(HandmadeParquet.File(Integers, Zstandard, 8, 1, new Page(8, 64, frames))));
    }

    [Theory]
    [InlineData(1, 150 * Megabyte)]
    [InlineData(200, Megabyte)]
    public void A_small_file_of_large_texts_is_refused(int rows, int length)
    {
        byte[] texts = Texts(rows, length), packed = Packed(Gzip, texts);
        Assert.Contains("column 'c0' cannot be read: it unpacks to more memory than a file of this size may take", Refusal(HandmadeParquet.File(HandmadeParquet.Texts, Gzip, rows, 1, new Page(rows, texts.Length, packed))));
    }

    [Fact]
    public void A_text_that_nearly_all_rows_of_a_huge_table_repeat_is_refused_if_it_is_long()
    {
        const int Rows = 1 << 20;
        byte[] entries = Texts(1, Megabyte), positions = Same(Rows);
        byte[] file = HandmadeParquet.File(HandmadeParquet.Texts, Gzip, Rows, 1, new Page(1, entries.Length, Packed(Gzip, entries), IsDictionary: true), new Page(Rows, positions.Length, Packed(Gzip, positions), Encoding: Dictionary));
        Assert.Contains("unpacks to more memory", Refusal(file));
    }

    [Fact]
    public void A_small_file_that_promises_many_cells_is_refused()
    {
        const int Rows = 16_000_000;
        byte[] positions = Same(Rows);
        byte[] file = HandmadeParquet.File(Integers, Uncompressed, Rows, 1000, new Page(1, 8, new byte[8], IsDictionary: true), new Page(Rows, positions.Length, positions, Encoding: Dictionary));
        Assert.Contains("promises 16,000,000 rows of 1,000 columns, more than a file of this size may hold", Refusal(file));
    }

    private static IDataView Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return TableReader.Load(new MLContext(), stream, TableFormat.Parquet);
    }

    private static string Refusal(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string refusal = Assert.Throws<TableFormatException>(() => Read(file)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        return refusal;
    }

    private static byte[] Texts(int count, int length)
    {
        byte[] bytes = new byte[count * (4 + length)];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * (4 + length)), length);
            bytes.AsSpan((i * (4 + length)) + 4, length).Fill((byte)'x');
        }

        return bytes;
    }

    // Positions of one bit each, all of them 0: one run.
    private static byte[] Same(int rows) => [1, .. Varint((ulong)rows << 1), 0];

    private static byte[] Packed(int codec, byte[] bytes)
    {
        if (codec == Zstandard)
        {
            using var compressor = new ZstdSharp.Compressor();
            return compressor.Wrap(bytes).ToArray();
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return codec == Gzip ? packed.ToArray() : bytes;
    }
}
