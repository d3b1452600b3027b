using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;

namespace FairGan.Tables.Tests;

/// <summary>Files that are cut off, damaged or made to do harm: each is refused in a sentence, before much memory or time is spent.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairgan-damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_that_begin_with_a_strange_character_are_rows_like_others()
    {
        IDataView table = TestTables.FromCsv("a,b\n\uFFFEx,1\n\uFFFFy,2\n#z,3\n");
        Assert.Equal(["\uFFFEx", "\uFFFFy", "#z"], table.Texts("a"));
    }

    [Fact]
    public void A_cell_with_the_character_NUL_is_refused_with_its_place()
    {
        Assert.Contains("line 3, column 'b': the cell contains the character NUL", Assert.Throws<TableFormatException>(() => TestTables.FromCsv("a,b\n1,x\n2,y\0z\n")).Message);
        Assert.Contains("line 1, column 1", Assert.Throws<TableFormatException>(() => TestTables.FromCsv("a\0,b\n1,x\n")).Message);
        byte[] utf16 = Encoding.Unicode.GetBytes("a,b\n1,2\n");
        using var stream = new MemoryStream(utf16);
        Assert.Contains("encoding UTF-8", Assert.Throws<TableFormatException>(() => TableReader.Load(new MLContext(), stream, TableFormat.Csv)).Message);
    }

    [Fact]
    public void A_table_with_more_columns_than_asked_for_is_refused_by_its_first_line()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 5000).Select(i => $"c{i}")) + "\n\"a row that is not read"));
        Assert.Contains(
            "has 5,000 columns; a generator can have 4,096",
            Assert.Throws<TableFormatException>(() => TableReader.Load(new MLContext(), stream, TableFormat.Csv, new TableReadOptions { MostColumns = 4096 })).Message);
    }

    [Theory]
    [InlineData(0x08, 1_000_000, 28, 40)]
    [InlineData(0x0E, 100_000, 28, 40)]
    public void A_header_that_announces_more_numbers_than_the_file_holds_costs_no_memory(byte type, int rows, int height, int width)
    {
        byte[] file = new byte[116];
        (file[2], file[3]) = (type, 3);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), rows);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), height);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), width);
        string plain = Put("a.idx", file);
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
        {
            stream.Write(file);
        }

        foreach (string path in new[] { plain, Put("b.idx.gz", zipped.ToArray()) })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("ends before the numbers", Assert.Throws<TableFormatException>(() => IdxReader.Load(new MLContext(), path)).Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
        }
    }

    [Fact]
    public void A_file_of_Parquet_damaged_anywhere_is_read_or_refused_in_words()
    {
        byte[] file = Parquet();
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = (byte[])file.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[random.Next(damaged.Length / 2, damaged.Length)] = (byte)random.Next(256);
            try
            {
                using var stream = new MemoryStream(damaged);
                TableReader.Load(new MLContext(), stream, TableFormat.Parquet);
            }
            catch (TableFormatException problem)
            {
                refused++;
                Assert.DoesNotContain("Index was", problem.Message);
                Assert.DoesNotContain("Object reference", problem.Message);
            }
        }

        Assert.InRange(refused, 100, 500);
    }

    // In the footer: the number of row groups, of columns, or of rows, in place of what is there.
    [Fact]
    public void A_footer_that_announces_lists_without_end_is_refused()
    {
        byte[] file = Parquet();
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        byte[] endless = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        for (int at = file.Length - 8 - length; at < file.Length - 8; at++)
        {
            byte[] changed = [.. file[..at], .. endless, .. file[(at + 1)..]];
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(changed.Length - 8), length + 4);
            Exception? problem = Record.Exception(() =>
            {
                using var stream = new MemoryStream(changed);
                TableReader.Load(new MLContext(), stream, TableFormat.Parquet);
            });
            Assert.True(problem is null or TableFormatException, problem?.ToString());
        }
    }

    [Fact]
    public void Columns_inside_columns_without_end_are_refused()
    {
        // A footer of a version, and of 100,000 schema elements, each with one child.
        byte[] element = [0x48, 1, (byte)'a', 0x15, 2, 0];
        byte[] footer = [0x15, 2, 0x19, 0xFC, 0xA0, 0x8D, 0x06, .. Enumerable.Repeat(element, 100_000).SelectMany(one => one), 0x16, 0, 0x19, 0x0C, 0];
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        byte[] file = [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
        using var stream = new MemoryStream(file);
        Assert.Contains("list of columns and row groups is damaged", Assert.Throws<TableFormatException>(() => TableReader.Load(new MLContext(), stream, TableFormat.Parquet)).Message);
    }

    private static byte[] Parquet()
    {
        using var stream = new MemoryStream();
        TableWriter.Save(TestTables.FromCsv("a,b,c\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},x{i % 3},{i / 4.0}\n"))), stream, TableFormat.Parquet);
        return stream.ToArray();
    }

    private string Put(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
