using System.Buffers.Binary;
using System.Text;

namespace FairGan.MLNet.Torch;

/// <summary>
/// Reads and weakens the symbol versions that a shared library (ELF, 64 bits, little endian) needs of other libraries.
/// </summary>
/// <remarks>
/// The dynamic linker refuses a library as soon as one needed version is unknown to the library that should provide it,
/// whether or not any code uses a symbol of that version. A need that carries the weak flag is let through.
/// Every read is checked against the length of the image, so that a damaged file ends in an exception.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int DynamicEntrySize = 16;
    private const int VersionEntrySize = 16;
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;
    private const ulong TagEnd = 0;
    private const ulong TagStringTable = 5;
    private const ulong TagVersionNeeds = 0x6ffffffe;
    private const ulong TagVersionNeedCount = 0x6fffffff;
    private const ushort FlagWeak = 2;

    /// <summary>The versions that the library needs, in the order of the file.</summary>
    /// <param name="image">The whole file.</param>
    /// <exception cref="BadImageFormatException">The bytes are not a 64-bit little-endian ELF file, or they are damaged.</exception>
    public static IReadOnlyList<ElfVersionNeed> Read(ReadOnlySpan<byte> image)
    {
        List<ElfVersionNeed> needs = [];
        Locations locations = Locate(image);
        if (locations.NeedCount == 0)
        {
            return needs;
        }

        // No valid table has more entries than fit into the file; the limit ends chains that overlap themselves.
        int entriesLeft = image.Length / VersionEntrySize;
        ulong need = locations.Needs;
        for (ulong i = 0; i < locations.NeedCount; i++)
        {
            ReadOnlySpan<byte> header = Slice(image, need, VersionEntrySize);
            int count = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
            string library = Text(image, locations.Strings, BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
            ulong entry = need + BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
            for (int j = 0; j < count; j++)
            {
                if (--entriesLeft < 0)
                {
                    throw Damaged("the table of needed versions has no end");
                }

                ReadOnlySpan<byte> fields = Slice(image, entry, VersionEntrySize);
                ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(fields[4..]);
                string version = Text(image, locations.Strings, BinaryPrimitives.ReadUInt32LittleEndian(fields[8..]));
                needs.Add(new ElfVersionNeed(library, version, (flags & FlagWeak) != 0, (int)entry + 4));
                entry += BinaryPrimitives.ReadUInt32LittleEndian(fields[12..]);
            }

            if (--entriesLeft < 0)
            {
                throw Damaged("the table of needed versions has no end");
            }

            need += BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        }

        return needs;
    }

    /// <summary>A copy of the file in which one needed version is weak.</summary>
    /// <param name="image">The whole file.</param>
    /// <param name="version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <exception cref="BadImageFormatException">The bytes are not a 64-bit little-endian ELF file, they are damaged, or the library does not need that version.</exception>
    public static byte[] Weaken(ReadOnlySpan<byte> image, string version)
    {
        byte[] copy = image.ToArray();
        bool found = false;
        foreach (ElfVersionNeed need in Read(image))
        {
            if (need.Version == version)
            {
                Span<byte> flags = copy.AsSpan(need.FlagsOffset, sizeof(ushort));
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | FlagWeak));
                found = true;
            }
        }

        return found ? copy : throw new BadImageFormatException($"The library does not need the version '{version}'.");
    }

    private static Locations Locate(ReadOnlySpan<byte> image)
    {
        if (image.Length < 4 || !image[..4].SequenceEqual("\u007fELF"u8))
        {
            throw new BadImageFormatException("The file is not an ELF library.");
        }

        ReadOnlySpan<byte> header = Slice(image, 0, HeaderSize);
        if (header[4] != 2)
        {
            throw new BadImageFormatException("The ELF library is not a 64-bit one.");
        }

        if (header[5] != 1)
        {
            throw new BadImageFormatException("The ELF library is not little-endian.");
        }

        ulong segments = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        int segmentSize = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]);
        int segmentCount = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        if (segmentSize < ProgramHeaderSize)
        {
            throw Damaged("the program headers are too short");
        }

        List<Segment> loaded = [];
        Segment? dynamic = null;
        for (int i = 0; i < segmentCount; i++)
        {
            ReadOnlySpan<byte> fields = Slice(image, Add(segments, (ulong)i * (ulong)segmentSize), ProgramHeaderSize);
            Segment segment = new(
                BinaryPrimitives.ReadUInt64LittleEndian(fields[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(fields[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(fields[32..]));
            switch (BinaryPrimitives.ReadUInt32LittleEndian(fields))
            {
                case SegmentLoad:
                    loaded.Add(segment);
                    break;
                case SegmentDynamic:
                    dynamic = segment;
                    break;
            }
        }

        if (dynamic is null)
        {
            throw Damaged("it has no dynamic section");
        }

        ulong? strings = null, needs = null;
        ulong needCount = 0;
        for (ulong offset = 0; offset + DynamicEntrySize <= dynamic.Size; offset += DynamicEntrySize)
        {
            ReadOnlySpan<byte> entry = Slice(image, Add(dynamic.Offset, offset), DynamicEntrySize);
            ulong tag = BinaryPrimitives.ReadUInt64LittleEndian(entry);
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            if (tag == TagEnd)
            {
                break;
            }

            switch (tag)
            {
                case TagStringTable:
                    strings = FileOffset(loaded, value);
                    break;
                case TagVersionNeeds:
                    needs = FileOffset(loaded, value);
                    break;
                case TagVersionNeedCount:
                    needCount = value;
                    break;
            }
        }

        if (needCount == 0 || needs is null)
        {
            return new Locations(0, 0, 0);
        }

        return new Locations(strings ?? throw Damaged("it has no string table"), needs.Value, needCount);
    }

    private static ulong FileOffset(List<Segment> loaded, ulong address)
    {
        foreach (Segment segment in loaded)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
            {
                return Add(segment.Offset, address - segment.Address);
            }
        }

        throw Damaged("an address lies outside of every segment");
    }

    private static string Text(ReadOnlySpan<byte> image, ulong strings, ulong index)
    {
        ulong start = Add(strings, index);
        ReadOnlySpan<byte> rest = start < (ulong)image.Length ? image[(int)start..] : throw Damaged("a name lies outside of the file");
        int length = rest.IndexOf((byte)0);
        return length < 0 ? throw Damaged("a name has no end") : Encoding.Latin1.GetString(rest[..length]);
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> image, ulong offset, int length) =>
        offset <= (ulong)image.Length && length <= image.Length - (int)offset
            ? image.Slice((int)offset, length)
            : throw Damaged("it ends too early");

    private static ulong Add(ulong offset, ulong distance) =>
        offset <= ulong.MaxValue - distance ? offset + distance : throw Damaged("an offset is out of range");

    private static BadImageFormatException Damaged(string what) => new($"The ELF library is damaged: {what}.");

    /// <summary>A part of the file and the address at which it is loaded.</summary>
    private sealed record Segment(ulong Address, ulong Offset, ulong Size);

    /// <summary>The position of the tables in the file.</summary>
    private readonly record struct Locations(ulong Strings, ulong Needs, ulong NeedCount);
}
