using System.Buffers.Binary;
using FairGan.MLNet.Torch;

namespace FairGan.MLNet.Tests.Torch;

public sealed class ElfVersionNeedsTests
{
    [Fact]
    public void The_shim_of_TorchSharp_needs_the_version_that_older_systems_lack()
    {
        IReadOnlyList<ElfVersionNeed> needs = ElfVersionNeeds.Read(Shim());

        ElfVersionNeed missing = Assert.Single(needs, need => need.Version == RepairedLibrary.MissingVersion);
        Assert.Equal("libstdc++.so.6", missing.Library);
        Assert.False(missing.IsWeak);
        Assert.Contains(needs, need => need is { Library: "libc.so.6", Version: "GLIBC_2.34" });
    }

    [Fact]
    public void Weakening_changes_one_bit_of_the_file()
    {
        byte[] shim = Shim();

        byte[] weakened = ElfVersionNeeds.Weaken(shim, RepairedLibrary.MissingVersion);

        Assert.Equal(shim.Length, weakened.Length);
        int changed = Assert.Single(Enumerable.Range(0, shim.Length), i => shim[i] != weakened[i]);
        Assert.Equal(2, shim[changed] ^ weakened[changed]);
        Assert.Equal(
            [RepairedLibrary.MissingVersion],
            ElfVersionNeeds.Read(weakened).Where(need => need.IsWeak).Select(need => need.Version));
        Assert.Equal(weakened, ElfVersionNeeds.Weaken(weakened, RepairedLibrary.MissingVersion));
    }

    [Fact]
    public void A_version_that_is_not_needed_cannot_be_weakened()
    {
        BadImageFormatException error = Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.Weaken(Shim(), "GLIBCXX_9.9"));
        Assert.Contains("GLIBCXX_9.9", error.Message);
    }

    [Fact]
    public void What_is_not_ELF_is_refused()
    {
        Assert.Contains("not an ELF", Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.Read([])).Message);
        Assert.Contains("not an ELF", Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.Read("MZ\u0090\0 not at all"u8)).Message);
    }

    [Fact]
    public void A_library_of_32_bits_or_of_the_other_byte_order_is_refused()
    {
        byte[] narrow = Shim();
        narrow[4] = 1;
        Assert.Contains("64-bit", Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.Read(narrow)).Message);

        byte[] bigEndian = Shim();
        bigEndian[5] = 2;
        Assert.Contains("little-endian", Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.Read(bigEndian)).Message);
    }

    [Fact]
    public void A_library_cut_off_anywhere_is_read_whole_or_refused()
    {
        byte[] shim = Shim();
        for (int length = 4; length < shim.Length; length = length < 4096 ? length + 1 : length + 40_009)
        {
            ReadOrRefuse(shim.AsSpan(0, length));
        }
    }

    [Fact]
    public void A_library_with_damaged_bytes_is_read_or_refused()
    {
        // A small file of our own: headers, dynamic section and tables are most of it, so that the damage meets them.
        byte[] small = SmallLibrary();
        Assert.Equal(["V1", "V2"], ElfVersionNeeds.Read(small).Select(need => need.Version));
        Random random = new(20);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = [.. small];
            for (int hit = random.Next(1, 5); hit > 0; hit--)
            {
                damaged[random.Next(6, damaged.Length)] = (byte)(random.Next(3) switch { 0 => 0, 1 => 255, _ => random.Next(256) });
            }

            ReadOrRefuse(damaged);
        }
    }

    [Fact]
    public void A_table_of_versions_that_runs_in_a_circle_is_refused()
    {
        byte[] circle = SmallLibrary();
        int needs = 64 + (2 * 56) + (4 * 16);
        BinaryPrimitives.WriteUInt64LittleEndian(circle.AsSpan(64 + (2 * 56) + 24), ulong.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(circle.AsSpan(needs + 12), 0);

        Assert.Contains("no end", Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.Read(circle)).Message);
    }

    internal static string ShimPath() =>
        TorchNativeFiles.Find(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"), null).Shim
        ?? throw new InvalidOperationException("The tests bring the native library of TorchSharp.");

    private static byte[] Shim() => File.ReadAllBytes(ShimPath());

    private static void ReadOrRefuse(ReadOnlySpan<byte> image)
    {
        try
        {
            ElfVersionNeeds.Read(image);
        }
        catch (BadImageFormatException)
        {
            // Any other exception, or none at all within reasonable time, fails the test.
        }
    }

    /// <summary>One loaded segment that holds the whole file, and a dynamic section that asks one library for two versions.</summary>
    private static byte[] SmallLibrary()
    {
        const int Dynamic = 64 + (2 * 56), Needs = Dynamic + (4 * 16), Strings = Needs + (3 * 16), End = Strings + 16;
        byte[] image = new byte[End];
        "\u007fELF"u8.CopyTo(image);
        image[4] = 2;
        image[5] = 1;
        Put(32, 64ul);
        Put16(54, 56);
        Put16(56, 2);
        Segment(64, 1, 0, 0x1000, End);
        Segment(64 + 56, 2, Dynamic, 0x1000 + Dynamic, 4 * 16);
        ulong[] entries = [5, 0x1000 + Strings, 0x6fffffff, 1, 0x6ffffffe, 0x1000 + Needs, 0, 0];
        for (int i = 0; i < entries.Length; i++)
        {
            Put(Dynamic + (i * 8), entries[i]);
        }

        Put16(Needs, 1);
        Put16(Needs + 2, 2);
        Put32(Needs + 4, 1);
        Put32(Needs + 8, 16);
        Put32(Needs + 16 + 8, 6);
        Put32(Needs + 16 + 12, 16);
        Put32(Needs + 32 + 8, 9);
        "\0libx\0V1\0V2\0"u8.CopyTo(image.AsSpan(Strings));

        // The count of libraries stands at Dynamic + 24, which the circle above overwrites.
        return image;

        void Put(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(offset), value);
        void Put32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), value);
        void Put16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(offset), value);
        void Segment(int offset, uint type, ulong file, ulong address, ulong size)
        {
            Put32(offset, type);
            Put(offset + 8, file);
            Put(offset + 16, address);
            Put(offset + 32, size);
        }
    }
}
